import type { TimerName } from '@ringback/core';
import { sql } from 'kysely';
import type { Store } from './database/connection.ts';
import { type EventDraft, type Handled, type HandleOptions, handleEventIn } from './handle-event.ts';
import type { EngineLog } from './log.ts';

/** Fires timers when they are due: each becomes an event, in the transaction that removes it. */
export type TimerRunner = { wake(): void; stop(): Promise<void>; settled(): Promise<void> };

type DueTimer = {
  readonly business_id: string;
  readonly caller_id: string;
  readonly timer: TimerName;
  readonly set_by: string;
};

const batch = 50;
const putOffSeconds = 30;

/** A business taken out of the file keeps its timers until it comes back. */
const fromEnabled = sql`
  from timers t join businesses b on b.business_id = t.business_id and b.enabled`;

export function createTimerRunner(options: {
  readonly store: Store;
  readonly pollMs: number;
  readonly handling: HandleOptions;
  readonly log: EngineLog;
  /** Hears of what a timer's event led to, to perform it at once. */
  readonly onHandled: (handled: Handled) => void;
}): TimerRunner {
  const { db } = options.store;
  let firing: Promise<void> | null = null;
  let fireAgain = false;
  let sleep: NodeJS.Timeout | null = null;
  let isStopping = false;

  async function fireDue(): Promise<void> {
    const { rows: due } = await sql<DueTimer>`
      select t.business_id, t.caller_id, t.timer, t.set_by ${fromEnabled}
      where t.due_at <= (select ringback_now()) order by t.due_at limit ${batch}`.execute(db);
    const fired = await Promise.all(due.map(fireLogged));
    if (fired.includes(false)) sleepFor(options.pollMs);
    else if (due.length === batch) fireAgain = true;
    else sleepFor((await nextTimerInMs()) ?? options.pollMs);
  }

  async function fireLogged(timer: DueTimer): Promise<boolean> {
    try {
      const handled = await fire(timer);
      if (handled) options.onHandled(handled);
      return true;
    } catch (error) {
      options.log.error('timer-failed', { timer: timer.timer, error });
      await putOff(timer);
      return false;
    }
  }

  /** The oldest come first: one that fails must not stand before all others for ever. */
  async function putOff(timer: DueTimer): Promise<void> {
    await db
      .updateTable('timers')
      .set({ due_at: sql<Date>`ringback_now() + make_interval(secs => ${putOffSeconds})` })
      .where('business_id', '=', timer.business_id)
      .where('caller_id', '=', timer.caller_id)
      .where('timer', '=', timer.timer)
      .where('set_by', '=', timer.set_by)
      .execute();
  }

  /** The caller is locked before the timer, as everywhere; a timer cleared or fired meanwhile is gone by then. */
  function fire(timer: DueTimer): Promise<Handled | null> {
    return db.transaction().execute(async (tx) => {
      await tx
        .selectFrom('callers')
        .select('caller_id')
        .where('business_id', '=', timer.business_id)
        .where('caller_id', '=', timer.caller_id)
        .forUpdate()
        .executeTakeFirst();
      const removed = await tx
        .deleteFrom('timers')
        .where('business_id', '=', timer.business_id)
        .where('caller_id', '=', timer.caller_id)
        .where('timer', '=', timer.timer)
        .where('set_by', '=', timer.set_by)
        .where('due_at', '<=', sql<Date>`ringback_now()`)
        .returning('timer')
        .executeTakeFirst();
      if (!removed) return null;
      const draft: EventDraft = {
        type: 'timer-fired',
        id: `timer-${timer.set_by}`,
        businessId: timer.business_id,
        callerId: timer.caller_id,
        timer: timer.timer,
      };
      return handleEventIn(tx, draft, options.handling);
    });
  }

  async function nextTimerInMs(): Promise<number | null> {
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from t.due_at - (select ringback_now())) * 1000)::float8 as ms ${fromEnabled}
      order by t.due_at limit 1`.execute(db);
    return rows[0]?.ms ?? null;
  }

  function sleepFor(ms: number): void {
    if (isStopping) return;
    if (sleep) clearTimeout(sleep);
    sleep = setTimeout(wake, Math.min(options.pollMs, Math.max(0, Math.ceil(ms))));
  }

  function wake(): void {
    if (isStopping) return;
    if (firing) {
      fireAgain = true;
      return;
    }
    fireAgain = false;
    firing = fireDue()
      .catch((error: unknown) => {
        options.log.error('timers-failed', { error });
        sleepFor(options.pollMs);
      })
      .finally(() => {
        firing = null;
        if (fireAgain) wake();
      });
  }

  return {
    wake,
    async stop() {
      isStopping = true;
      if (sleep) clearTimeout(sleep);
      await firing;
    },
    async settled() {
      if (!firing) wake();
      while (firing) await firing;
    },
  };
}
