import { type EffectOf, type Instant, type Reason, toInstant } from '@ringback/core';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { EventTable } from '../database/schema.ts';
import type { StoredCall } from './calls.ts';
import { judge, type Verdict } from './verdict.ts';

/** What was decided about one call, with every rule's part in order. */
export type CallDecision = {
  readonly decision: Verdict;
  readonly reasons: readonly Reason[];
  readonly text: { readonly id: string; readonly body: string } | null;
  /** When the text is due, or was. */
  readonly sendAt: Instant | null;
};

type Decided = Pick<Selectable<EventTable>, 'event_id' | 'type' | 'at' | 'sequence' | 'reasons' | 'effects'>;

const columns = ['event_id', 'type', 'at', 'sequence', 'reasons', 'effects'] as const;

/**
 * Follows a call from its own event over the timer that it set to the text, or to what withdrew the text. [] reasons
 * when nothing has been decided yet.
 */
export async function explainCall(db: Db, call: StoredCall): Promise<CallDecision> {
  // Read before the events: a timer that fires in between has left its event by then.
  const runningTimer = await readRunningTimer(db, call);
  const events = await readDecided(db, call);
  const effects = events.flatMap((event) => event.effects);
  const reasons = events.flatMap((event) => event.reasons);
  const timer = effects.findLast(isFirstTextTimer) ?? null;
  const text = effects.find(isFirstText);
  if (text) {
    const sender = events.find((event) => event.effects.includes(text));
    const sendAt = timer?.at ?? (sender ? toInstant(sender.at) : null);
    return { decision: 'text', reasons, text: { id: text.textId, body: text.body }, sendAt };
  }
  const hasFired = events.some(({ event_id }) => event_id === `timer-${timer?.key}`);
  if (!timer || hasFired || timer.key !== runningTimer) {
    return { decision: judge(reasons, []), reasons, text: null, sendAt: null };
  }
  // A text whose timer runs is on its way, unless a rule holds it.
  const setter = events.find((event) => event.effects.includes(timer));
  const decision = setter?.reasons.some(({ outcome }) => outcome === 'hold') ? 'hold' : 'text';
  return { decision, reasons, text: null, sendAt: timer.at };
}

/** The effect that set the timer of the caller's waiting text. */
async function readRunningTimer(db: Db, { businessId, callerId }: StoredCall): Promise<string | null> {
  const row = await db
    .selectFrom('timers')
    .select('set_by')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where('timer', '=', 'first-text')
    .executeTakeFirst();
  return row?.set_by ?? null;
}

/** The events that decided about the call's text, in order. */
async function readDecided(db: Db, { businessId, callerId, call }: StoredCall): Promise<readonly Decided[]> {
  const ofCaller = () =>
    db
      .selectFrom('events')
      .select(columns)
      .where('business_id', '=', businessId)
      .where('caller_id', '=', callerId);
  const withheld = JSON.stringify([{ outcome: 'withhold', facts: { callId: call.id } }]);
  const found = new Map<string, Decided>();
  let wanted: readonly string[] = [`call-${call.id}`, `call-${call.id}-consent`];
  while (wanted.length > 0) {
    const events = await ofCaller()
      .where('event_id', 'in', [...wanted])
      .execute();
    for (const event of events) found.set(event.event_id, event);
    wanted = events
      .flatMap(({ effects }) => effects)
      .filter(isFirstTextTimer)
      .map(({ key }) => `timer-${key}`)
      .filter((id) => !found.has(id));
  }
  const first = [...found.values()].sort(inOrder)[0];
  if (first) {
    const later = await ofCaller()
      .where('sequence', '>', first.sequence)
      .where(sql<boolean>`reasons @> ${withheld}::jsonb`)
      .execute();
    for (const event of later) found.set(event.event_id, event);
  }
  return [...found.values()].sort(inOrder);
}

function inOrder(a: Decided, b: Decided): number {
  return Number(BigInt(a.sequence) - BigInt(b.sequence));
}

function isFirstTextTimer(effect: Decided['effects'][number]): effect is EffectOf<'set-timer'> {
  return effect.type === 'set-timer' && effect.timer === 'first-text';
}

function isFirstText(effect: Decided['effects'][number]): effect is EffectOf<'send-text'> {
  return effect.type === 'send-text' && effect.class === 'first-text';
}
