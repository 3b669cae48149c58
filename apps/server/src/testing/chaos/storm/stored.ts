import type { Caller, Decision, Event } from '@ringback/core';
import type { StormWorld } from './storm-world.ts';

export type StoredDecision = Decision & { readonly event: Event };

export type StoredText = {
  readonly text_id: string;
  readonly line: string;
  readonly phone: string | null;
  readonly body: string;
  readonly class: string;
  readonly state: string;
  readonly code: string | null;
  readonly provider_id: string | null;
  readonly attempts: number;
};

/** What the store has of one caller in the end. */
export type Stored = {
  readonly state: Caller | null;
  /** In the order in which they were taken in. */
  readonly decisions: readonly StoredDecision[];
  /** Ours, not theirs. */
  readonly texts: readonly StoredText[];
  /** Effects that are still open, parked or discarded, in words. */
  readonly leftOver: readonly string[];
};

const nothing: Stored = { state: null, decisions: [], texts: [], leftOver: [] };

/** Everything that the store has of these callers, by their number. */
export async function readStored(
  { store: { db } }: Pick<StormWorld, 'store'>,
  phones: readonly string[],
): Promise<(phone: string) => Stored> {
  const [callers, events, texts, effects] = await Promise.all([
    db.selectFrom('callers').select(['caller_id', 'state']).where('caller_id', 'in', phones).execute(),
    db
      .selectFrom('events')
      .select(['caller_id', 'event', 'reasons', 'effects'])
      .where('caller_id', 'in', phones)
      .orderBy('sequence')
      .execute(),
    db
      .selectFrom('texts')
      .select([
        'caller_id',
        'text_id',
        'line',
        'phone',
        'body',
        'class',
        'state',
        'code',
        'provider_id',
        'attempts',
      ])
      .where('caller_id', 'in', phones)
      .where('direction', '=', 'out')
      .execute(),
    db
      .selectFrom('effects')
      .select(['caller_id', 'effect_key', 'lane', 'state', 'problem'])
      .where('caller_id', 'in', phones)
      .where('state', '!=', 'done')
      .execute(),
  ]);
  const all = new Map<string, Stored>();
  const of = (phone: string) => all.get(phone) ?? nothing;
  for (const { caller_id, state } of callers) all.set(caller_id, { ...nothing, state });
  for (const { caller_id, ...decision } of events) {
    all.set(caller_id, { ...of(caller_id), decisions: [...of(caller_id).decisions, decision] });
  }
  for (const { caller_id, ...text } of texts) {
    all.set(caller_id, { ...of(caller_id), texts: [...of(caller_id).texts, text] });
  }
  for (const { caller_id, effect_key, lane, state, problem } of effects) {
    // Who it is was asked for a text that has left by now, with or without an answer.
    if (lane === 'look-ups' && state === 'discarded') continue;
    const leftOver = [...of(caller_id).leftOver, `${effect_key} is ${state}: ${problem}`];
    all.set(caller_id, { ...of(caller_id), leftOver });
  }
  return of;
}
