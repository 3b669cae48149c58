import type { Line } from './business.ts';
import type { CallerIdAttestation, EventOf, MissedCause } from './event.ts';
import { addSeconds, type Instant, msBetween } from './instant.ts';
import type { E164 } from './phone.ts';

/** What the provider tells of a call, in our words. `at` is when it happened, as well as we know. */
export type CallSignal = { readonly at: Instant } & (
  | {
      readonly type: 'incoming';
      readonly attestation: CallerIdAttestation;
      /** The phone that forwarded the call to this line, where a carrier says so. */
      readonly forwardedFrom?: E164 | null;
    }
  /** A person on our side pressed 1. */
  | { readonly type: 'accepted' }
  | {
      readonly type: 'dial-ended';
      /** `bridged`: somebody was put through. Else what the last phone did; `picked-up` may be a carrier's voicemail. */
      readonly result: 'bridged' | 'picked-up' | 'no-answer' | 'busy' | 'declined' | 'failed';
      /** The caller had hung up by then, so it was they who ended it. */
      readonly callerGone: boolean;
    }
  /** The caller pressed the key by which they agree to a text. */
  | { readonly type: 'consented'; readonly evidence: string }
  | { readonly type: 'voicemail'; readonly recordingUrl: string; readonly seconds: number }
  /** What was said on the voicemail, in writing; empty: it could not be made out. */
  | { readonly type: 'transcribed'; readonly words: string }
  /** The whole call is over; `talkSeconds` counts from when it was picked up, 0 if it never was. */
  | { readonly type: 'ended'; readonly talkSeconds: number }
  /** Nothing more will be heard of it: its end was lost on the way to us. */
  | { readonly type: 'lost' }
  /** The provider's own list of calls tells of it once it is over, because no signal has said how it ended. */
  | {
      readonly type: 'found';
      readonly startedAt: Instant;
      /** What the phones that were rung did; `failed` also where none was. */
      readonly result: 'picked-up' | 'no-answer' | 'busy' | 'declined' | 'failed';
      /** The caller hung up while it rang. */
      readonly callerGone: boolean;
    }
);

/** A call as its signals so far tell it. JSON-safe: it is stored as it is. */
export type Call = {
  readonly id: string;
  readonly line: E164;
  /** null: withheld. */
  readonly from: E164 | null;
  /** Whether it rings people, or a carrier has forwarded it because it was missed; fixed when the call came in. */
  readonly rings: boolean;
  readonly screening: 'press-1' | 'none';
  readonly consent: 'notice' | 'key-press' | 'call-alone';
  readonly attestation: CallerIdAttestation;
  readonly startedAt: Instant;
  /** Whether we heard it come in; otherwise nobody knows how long it rang. */
  readonly announced: boolean;
  readonly endedAt: Instant | null;
  readonly accepted: boolean;
  readonly verdict: 'answered' | 'missed' | null;
  /** Why, when and after how many seconds of ringing it was missed; null unless it was. */
  readonly cause: MissedCause | null;
  readonly missedAt: Instant | null;
  readonly ringSeconds: number | null;
  readonly voicemail: boolean;
  readonly transcribed?: true;
  readonly consented: boolean;
};

/** An event without what the engine adds: id, business, caller and the moment of recording. */
type Bare<T> = T extends unknown ? Omit<T, 'id' | 'businessId' | 'callerId' | 'at'> : never;

/** What a signal taught about a call; add `id`, `businessId`, `callerId` and `at`, and it is an event. */
export type CallObservation = Bare<
  EventOf<'call-missed' | 'call-answered' | 'voicemail-left' | 'voicemail-transcribed' | 'consent-given'>
>;

/** What is known of a call when it comes in. */
export type CallStart = {
  readonly id: string;
  readonly line: Line;
  /** null: withheld. */
  readonly from: E164 | null;
  readonly at: Instant;
  readonly attestation: CallerIdAttestation;
  readonly forwardedFrom?: E164 | null;
};

/**
 * Whom a call rings: nobody where one of the line's own phones has forwarded it, as it would come back again without
 * end. What such a phone did not answer is a missed call.
 */
export function phonesToRing({ forwardTo }: Line, forwardedFrom: E164 | null): readonly E164[] {
  return forwardedFrom !== null && forwardTo.includes(forwardedFrom) ? [] : forwardTo;
}

/** A call that has just come in, on a line as it is set up at this moment. */
export function startCall({ id, line, from, at, attestation, forwardedFrom = null }: CallStart): Call {
  return {
    id,
    line: line.number,
    from,
    rings: phonesToRing(line, forwardedFrom).length > 0,
    screening: line.screening,
    consent: line.consent,
    attestation,
    startedAt: at,
    announced: false,
    endedAt: null,
    accepted: false,
    verdict: null,
    cause: null,
    missedAt: null,
    ringSeconds: null,
    voicemail: false,
    consented: false,
  };
}

/** A call after a signal, with what the signal taught. */
export type Observed = { readonly call: Call; readonly observations: readonly CallObservation[] };

/**
 * Takes in one signal. For the life of a call at most one `call-missed` or `call-answered` comes out of it, whatever
 * the order, the doubles and the gaps of the signals; a voicemail, its words and a consent may come besides, once each.
 */
export function observeCall(call: Call, signal: CallSignal): Observed {
  const seen = take(call, signal);
  const verdict = seen.verdict === null ? judge(seen, signal) : null;
  if (verdict === null) return { call: seen, observations: besides(call, seen, signal) };
  const judged = { ...seen, ...verdict };
  const { id: callId, line } = judged;
  const said: CallObservation =
    verdict.verdict === 'answered'
      ? { type: 'call-answered', callId, line }
      : {
          type: 'call-missed',
          callId,
          line,
          cause: verdict.cause,
          ringSeconds: verdict.ringSeconds,
          missedAt: verdict.missedAt,
          attestation: judged.attestation,
          ...(signal.type === 'found' ? { foundLater: true } : {}),
        };
  return { call: judged, observations: [said, ...besides(call, judged, signal)] };
}

/** What became of a call, as logs tell it. */
export type CallOutcome = 'answered' | 'missed' | 'abandoned' | 'voicemail';

/** What became of the call, in the words of the API; null until it is decided. */
export function callOutcome(call: Call): CallOutcome | null {
  if (call.verdict !== 'missed') return call.verdict;
  if (call.voicemail) return 'voicemail';
  return call.cause === 'abandoned' ? 'abandoned' : 'missed';
}

/** What the signal says in itself, before anything is concluded from it. */
function take(call: Call, signal: CallSignal): Call {
  switch (signal.type) {
    case 'incoming':
      return { ...call, attestation: signal.attestation, announced: true };
    case 'accepted':
      return { ...call, accepted: true };
    case 'consented':
      return { ...call, consented: true };
    case 'transcribed':
      return { ...call, transcribed: true };
    case 'voicemail':
      return { ...call, voicemail: call.voicemail || signal.seconds > 0 };
    case 'ended':
    case 'found':
      return { ...call, endedAt: call.endedAt ?? signal.at };
    case 'dial-ended':
    case 'lost':
      return call;
    default:
      return signal satisfies never;
  }
}

type Verdict =
  | { readonly verdict: 'answered' }
  | {
      readonly verdict: 'missed';
      readonly cause: MissedCause;
      readonly missedAt: Instant;
      readonly ringSeconds: number;
    };

function judge(call: Call, signal: CallSignal): Verdict | null {
  const missed = (cause: MissedCause, ringUntil: Instant): Verdict => ({
    verdict: 'missed',
    cause,
    missedAt: signal.at,
    ringSeconds: Math.max(0, Math.round(msBetween(call.startedAt, ringUntil) / 1000)),
  });

  // Any sign of life of such a call will do: the carrier forwards it because it was missed.
  if (!call.rings) return missed('forwarded', call.startedAt);

  switch (signal.type) {
    case 'incoming':
      return null;
    case 'accepted':
      return { verdict: 'answered' };
    case 'dial-ended':
      if (signal.result === 'bridged') return { verdict: 'answered' };
      if (signal.result === 'picked-up') {
        return call.screening === 'none' ? { verdict: 'answered' } : missed('not-accepted', signal.at);
      }
      return missed(signal.callerGone ? gaveUp(call) : signal.result, signal.at);
    case 'consented':
    case 'transcribed':
    case 'voicemail':
      // The greeting plays only after nobody took the call, so the end of the ringing was lost on its way to us.
      return missed('no-answer', addSeconds(signal.at, signal.type === 'voicemail' ? -signal.seconds : 0));
    case 'ended':
      // They spoke with a person or heard our greeting. Which, the end of the ringing tells, and it may come later.
      return signal.talkSeconds > 0 ? null : missed(gaveUp(call), signal.at);
    case 'lost':
      return missed('unclear', call.startedAt);
    case 'found':
      if (signal.result === 'picked-up') {
        return call.screening === 'none' ? { verdict: 'answered' } : missed('unclear', signal.at);
      }
      // The list knows when it came in, so it can be said how long the caller heard it ring.
      return missed(signal.callerGone ? 'abandoned' : signal.result, signal.at);
    default:
      return signal satisfies never;
  }
}

/** The caller ended it; whether they gave it time to ring can only be said of a call that we heard come in. */
function gaveUp(call: Call): MissedCause {
  return call.announced ? 'abandoned' : 'unclear';
}

/** The voicemail, its words and the consent that this signal adds to what was known. */
function besides(before: Call, call: Call, signal: CallSignal): readonly CallObservation[] {
  const { id: callId, line } = call;
  if (signal.type === 'voicemail' && call.voicemail && !before.voicemail) {
    const { recordingUrl, seconds } = signal;
    return [{ type: 'voicemail-left', callId, line, recordingUrl, seconds }];
  }
  if (signal.type === 'transcribed' && !before.transcribed) {
    return [{ type: 'voicemail-transcribed', callId, line, words: signal.words }];
  }
  if (signal.type === 'consented' && !before.consented && call.verdict === 'missed') {
    const missedAt = call.missedAt ?? signal.at;
    return [{ type: 'consent-given', callId, line, missedAt, evidence: signal.evidence }];
  }
  return [];
}
