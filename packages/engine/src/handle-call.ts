import {
  type Call,
  type CallSignal,
  callerIdOf,
  callOutcome,
  type E164,
  type Instant,
  type Line,
  observeCall,
  startCall,
} from '@ringback/core';
import type { Db } from './database/connection.ts';
import {
  type EventDraft,
  findBusiness,
  type Handled,
  type HandleOptions,
  lockCaller,
  planEvents,
} from './handle-event.ts';
import { readStanding } from './read-standing.ts';
import { isUnchanged, untilUndisturbed, type Write, writeTogether } from './write-together.ts';

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
  /** The store's time at which it was taken in. */
  readonly at: Instant;
  /** The call as it now stands; null when nobody ever told us of it. */
  readonly call: Call | null;
  readonly handled: readonly Handled[];
};

/**
 * Folds a signal into its call and hands on what follows from it, in one statement that undoes itself when the call or
 * its caller has changed since they were read.
 * @throws UnknownBusinessError
 */
export function handleCall(db: Db, report: CallReport, options: HandleOptions): Promise<HandledCall> {
  const { businessId, callId, party } = report;
  const known = findBusiness(options.directory, businessId);
  const line = known.business.lines.find(({ number }) => number === party?.line);
  return untilUndisturbed(
    db,
    (tx) => lockCall(tx, report),
    async (on) => {
      const standing = await readStanding(on, {
        businessId,
        callId,
        callerId: party ? callerIdOf(party.from, callId) : null,
        eventIds: eventTypes.map((type) => eventId(callId, type)),
      });
      const signal = report.signal(standing.now);
      const before =
        standing.call ?? (party && line ? firstHeardOf(report, { line, from: party.from, signal }) : null);
      if (!before) return { at: standing.now, call: null, handled: [] };
      const { call, observations } = observeCall(before, signal);
      const callerId = callerIdOf(call.from, call.id);
      const drafts = observations.map(
        (observation) =>
          ({ ...observation, id: eventId(callId, observation.type), businessId, callerId }) as EventDraft,
      );
      const plan = await planEvents(on, drafts, { known, standing, callerId, leaseFor: options.leaseFor });
      const stored = storeCall(on, businessId, call, standing.callVersion);
      await writeTogether(on, { guards: plan.guard ? [stored, plan.guard] : [stored], others: plan.others });
      return { at: standing.now, call, handled: plan.handled };
    },
  );
}

const eventTypes = ['call-missed', 'voicemail-left', 'voicemail-transcribed', 'consent-given'] as const;

/** A miss and an answer share one id, so that a call can never be both. */
function eventId(callId: string, type: EventDraft['type']): string {
  switch (type) {
    case 'voicemail-left':
      return `call-${callId}-voicemail`;
    case 'voicemail-transcribed':
      return `call-${callId}-transcript`;
    case 'consent-given':
      return `call-${callId}-consent`;
    default:
      return `call-${callId}`;
  }
}

function firstHeardOf(
  report: CallReport,
  { line, from, signal }: { readonly line: Line; readonly from: E164 | null; readonly signal: CallSignal },
): Call {
  const incoming = signal.type === 'incoming' ? signal : null;
  return startCall({
    id: report.callId,
    line,
    from,
    at: signal.type === 'found' ? signal.startedAt : signal.at,
    attestation: incoming?.attestation ?? 'unknown',
    forwardedFrom: incoming?.forwardedFrom ?? null,
  });
}

function storeCall(db: Db, businessId: string, call: Call, version: string | null): Write {
  if (version === null) {
    return db
      .insertInto('calls')
      .values({
        business_id: businessId,
        call_id: call.id,
        caller_id: callerIdOf(call.from, call.id),
        line: call.line,
        call: JSON.stringify(call),
        outcome: callOutcome(call),
        started_at: call.startedAt,
      })
      .returning('call_id');
  }
  return db
    .updateTable('calls')
    .set({ call: JSON.stringify(call), outcome: callOutcome(call) })
    .where('business_id', '=', businessId)
    .where('call_id', '=', call.id)
    .where(isUnchanged(version))
    .returning('call_id');
}

/** The call before its caller, as the statement itself takes them. */
async function lockCall(tx: Db, { businessId, callId, party }: CallReport): Promise<void> {
  const row = await tx
    .selectFrom('calls')
    .select('caller_id')
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .forUpdate()
    .executeTakeFirst();
  const callerId = row?.caller_id ?? (party ? callerIdOf(party.from, callId) : null);
  if (callerId !== null) await lockCaller(tx, { businessId, callerId });
}
