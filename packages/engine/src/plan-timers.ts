import type { EffectOf, TimerName } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { TimerChanges } from './plan-effects.ts';
import type { SetTimer } from './read-standing.ts';
import type { Write } from './write-together.ts';

type Owner = { readonly businessId: string; readonly callerId: string };

export function planTimers(db: Db, owner: Owner, changes: TimerChanges): readonly Write[] {
  const cleared: TimerName[] = [];
  const set: EffectOf<'set-timer'>[] = [];
  for (const [timer, change] of changes) {
    if (change) set.push(change);
    else cleared.push(timer);
  }
  return [
    ...(cleared.length === 0
      ? []
      : [
          db
            .deleteFrom('timers')
            .where('business_id', '=', owner.businessId)
            .where('caller_id', '=', owner.callerId)
            .where('timer', 'in', cleared),
        ]),
    ...(set.length === 0
      ? []
      : [
          db
            .insertInto('timers')
            .values(
              set.map(({ timer, at, key }) => ({
                business_id: owner.businessId,
                caller_id: owner.callerId,
                timer,
                due_at: at,
                set_by: key,
              })),
            )
            .onConflict((conflict) =>
              conflict.columns(['business_id', 'caller_id', 'timer']).doUpdateSet((row) => ({
                due_at: row.ref('excluded.due_at'),
                set_by: row.ref('excluded.set_by'),
              })),
            ),
        ]),
  ];
}

/** Takes the timer away, or sets it anew where its own event asks for that: by one of all who try, and when it is due. */
export function planFired(db: Db, fired: SetTimer, again: EffectOf<'set-timer'> | null): Write {
  if (again) {
    return db
      .updateTable('timers')
      .set({ due_at: again.at, set_by: again.key })
      .where('business_id', '=', fired.businessId)
      .where('caller_id', '=', fired.callerId)
      .where('timer', '=', fired.timer)
      .where('set_by', '=', fired.setBy)
      .where('due_at', '<=', sql<Date>`ringback_now()`)
      .returning('timer');
  }
  return db
    .deleteFrom('timers')
    .where('business_id', '=', fired.businessId)
    .where('caller_id', '=', fired.callerId)
    .where('timer', '=', fired.timer)
    .where('set_by', '=', fired.setBy)
    .where('due_at', '<=', sql<Date>`ringback_now()`)
    .returning('timer');
}
