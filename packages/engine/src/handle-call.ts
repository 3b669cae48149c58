import {
  type Call,
  type CallSignal,
  callerIdOf,
  callOutcome,
  type E164,
  type Instant,
  observeCall,
  startCall,
  toInstant,
} from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from './database/connection.ts';
import {
  type EventDraft,
  type Handled,
  type HandleOptions,
  handleEventIn,
  UnknownBusinessError,
} from './handle-event.ts';

/** One signal of one call, as a webhook or a look-up tells it. */
export type CallReport = {
  readonly businessId: string;
  readonly callId: string;
  /** Of the call itself, where the signal tells it: a signal on a leg of ours does not. */
  readonly party: { readonly line: E164; readonly from: E164 | null } | null;
  /** Made with the store's time, for signals that carry none of their own. */
  readonly signal: (now: Instant) => CallSignal;
};

export type HandledCall = {
  /** The call as it now stands; null when nobody ever told us of it. */
  readonly call: Call | null;
  readonly handled: readonly Handled[];
};

/**
 * Folds a signal into its call and hands on what follows from it, in one transaction. The call's row is locked
 * before the caller's, here and nowhere else.
 * @throws UnknownBusinessError
 */
export function handleCall(db: Db, report: CallReport, options: HandleOptions): Promise<HandledCall> {
  return db.transaction().execute(async (tx) => {
    const now = toInstant(
      (await sql<{ now: Date }>`select ringback_now() as now`.execute(tx)).rows[0]?.now ?? '',
    );
    const signal = report.signal(now);
    const before = await openCall(tx, report, signal, options);
    if (!before) return { call: null, handled: [] };
    const { call, observations } = observeCall(before, signal);
    await tx
      .updateTable('calls')
      .set({ call: JSON.stringify(call), outcome: callOutcome(call) })
      .where('business_id', '=', report.businessId)
      .where('call_id', '=', report.callId)
      .execute();
    const handled: Handled[] = [];
    for (const observation of observations) {
      const draft = {
        ...observation,
        id: eventId(report.callId, observation.type),
        businessId: report.businessId,
        callerId: callerIdOf(call.from, call.id),
      } as EventDraft;
      handled.push(await handleEventIn(tx, draft, options));
    }
    return { call, handled };
  });
}

/** A miss and an answer share one id, so that a call can never be both. */
function eventId(callId: string, type: EventDraft['type']): string {
  switch (type) {
    case 'voicemail-left':
      return `call-${callId}-voicemail`;
    case 'consent-given':
      return `call-${callId}-consent`;
    default:
      return `call-${callId}`;
  }
}

/** The call's row, locked; made from this signal when it is the first we hear. */
async function openCall(tx: Tx, report: CallReport, signal: CallSignal, options: HandleOptions) {
  const known = options.directory.byId(report.businessId);
  if (!known) throw new UnknownBusinessError(report.businessId);
  const line = known.business.lines.find(({ number }) => number === report.party?.line);
  if (report.party && line) {
    const call = startCall({
      id: report.callId,
      line,
      from: report.party.from,
      at: signal.at,
      attestation: signal.type === 'incoming' ? signal.attestation : 'unknown',
    });
    await tx
      .insertInto('calls')
      .values({
        business_id: report.businessId,
        call_id: call.id,
        caller_id: callerIdOf(call.from, call.id),
        line: call.line,
        call: JSON.stringify(call),
        outcome: null,
        started_at: call.startedAt,
      })
      .onConflict((conflict) => conflict.columns(['business_id', 'call_id']).doNothing())
      .execute();
  }
  const row = await tx
    .selectFrom('calls')
    .select('call')
    .where('business_id', '=', report.businessId)
    .where('call_id', '=', report.callId)
    .forUpdate()
    .executeTakeFirst();
  return row?.call ?? null;
}
