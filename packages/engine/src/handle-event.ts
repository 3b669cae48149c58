import {
  type Caller,
  type Decision,
  type E164,
  type Event,
  newState,
  type State,
  step,
  toInstant,
} from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from './database/connection.ts';
import type { Directory, KnownBusiness } from './directory.ts';
import type { ClaimedEffect, Lease } from './lease.ts';
import { projectEvent } from './project-event.ts';
import { readTeam } from './queries/team.ts';
import { writeEffects } from './write-effects.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An event before the store has recorded it and given it its time. */
export type EventDraft = WithoutTime<Event>;

/** What became of an event. A second delivery gets the first one's decision. */
export type Handled = {
  readonly event: Event;
  readonly decision: Decision;
  readonly isRepeat: boolean;
  /** Due effects that this process holds the lease of already, to perform at once. */
  readonly claimed: readonly ClaimedEffect[];
};

export type HandleOptions = {
  readonly directory: Directory;
  /** Given by a process that performs effects: due texts are leased to it in the same transaction. */
  readonly lease: Lease | null;
};

/** The event names a business that is not (or no longer) in the business file. */
export class UnknownBusinessError extends Error {
  readonly code = 'unknown-business';

  constructor(businessId: string) {
    super(`there is no business "${businessId}"`);
    this.name = 'UnknownBusinessError';
  }
}

/**
 * Takes one event in, in one transaction: recorded, folded into the caller, decided, explained, its effects written.
 * @throws UnknownBusinessError
 */
export function handleEvent(db: Db, draft: EventDraft, options: HandleOptions): Promise<Handled> {
  return db.transaction().execute((tx) => handleEventIn(tx, draft, options));
}

/** The same within a transaction that has begun. Locks the caller's row: one caller, one order. */
export async function handleEventIn(tx: Tx, draft: EventDraft, options: HandleOptions): Promise<Handled> {
  const known = findBusiness(options.directory, draft.businessId);
  const { caller, at } = await lockCaller(tx, draft, known);
  const earlier = await findEarlier(tx, draft);
  if (earlier) return earlier;

  const team = await readTeam(tx, { businessId: draft.businessId, rules: known.rules, caller });
  const event = { ...draft, at, ...(team ? { team } : {}) } as Event;
  const before: State = { business: known.business, rules: known.rules, caller };
  const { state: after, decision } = step(before, event);
  await tx
    .updateTable('callers')
    .set({ state: JSON.stringify(after.caller), updated_at: at })
    .where('business_id', '=', event.businessId)
    .where('caller_id', '=', event.callerId)
    .execute();
  await tx
    .insertInto('events')
    .values({
      business_id: event.businessId,
      event_id: event.id,
      caller_id: event.callerId,
      conversation_id: (after.caller.conversation ?? caller.conversation)?.id ?? null,
      type: event.type,
      at,
      event: JSON.stringify(event),
      version: known.version,
      reasons: JSON.stringify(decision.reasons),
      effects: JSON.stringify(decision.effects),
    })
    .execute();
  await projectEvent(tx, event, { before: caller, after: after.caller });
  const claimed = await writeEffects(tx, event, {
    decision,
    known,
    caller: after.caller,
    lease: options.lease,
  });
  return { event, decision, isRepeat: false, claimed };
}

function findBusiness(directory: Directory, businessId: string): KnownBusiness {
  const known = directory.byId(businessId);
  if (!known) throw new UnknownBusinessError(businessId);
  return known;
}

/** The time is read after the lock is held, so that a caller's events are dated in the order they are handled. */
async function lockCaller(
  tx: Tx,
  draft: EventDraft,
  known: KnownBusiness,
): Promise<{ readonly caller: Caller; readonly at: Event['at'] }> {
  const phone = draft.callerId.startsWith('+') ? (draft.callerId as E164) : null;
  const fresh = newState(known.business, known.rules, { callerId: draft.callerId, phone }).caller;
  const row = await tx
    .insertInto('callers')
    .values({
      business_id: draft.businessId,
      caller_id: draft.callerId,
      phone: fresh.phone,
      state: JSON.stringify(fresh),
      first_seen_at: sql`ringback_now()`,
      updated_at: sql`ringback_now()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['business_id', 'caller_id'])
        .doUpdateSet((row) => ({ phone: row.ref('callers.phone') })),
    )
    .returning(['state', sql<Date>`ringback_now()`.as('now')])
    .executeTakeFirstOrThrow();
  // A caller stored by an earlier version lacks what has been added since.
  return { caller: { ...fresh, ...row.state }, at: toInstant(row.now) };
}

async function findEarlier(tx: Tx, draft: EventDraft): Promise<Handled | null> {
  const row = await tx
    .selectFrom('events')
    .select(['event', 'reasons', 'effects'])
    .where('business_id', '=', draft.businessId)
    .where('event_id', '=', draft.id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    event: row.event,
    decision: { effects: row.effects, reasons: row.reasons },
    isRepeat: true,
    claimed: [],
  };
}
