import {
  type CallerIdAttestation,
  type CallSignal,
  type E164,
  type Instant,
  toInstant,
} from '@ringback/core';
import { z } from 'zod';
import { readNumber } from './caller-id.ts';
import type { FormParams } from './form.ts';
import { optional, readParams, required, WebhookError } from './webhook-error.ts';

/** What a webhook says of a call; `signal` is null when it says nothing that matters. */
export type CallReport = { readonly callId: string; readonly signal: CallSignal | null };

export type IncomingCall = {
  readonly callId: string;
  readonly at: Instant;
  readonly line: E164;
  /** null: withheld, or no number that could be called back. */
  readonly from: E164 | null;
  readonly attestation: CallerIdAttestation;
  /** The phone that forwarded the call here; a hint, no proof: carriers set or leave out the field as they like. */
  readonly forwardedFrom: E164 | null;
};

const endedStatuses: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** SIP answers by which the called person, not the network, refuses (RFC 3261, 8197, 8688). */
const declinedAnswers: ReadonlySet<string> = new Set(['603', '607', '608']);

function readAttestation(verstat: string | null): CallerIdAttestation {
  if (verstat?.startsWith('TN-Validation-Passed')) return 'passed';
  if (verstat?.startsWith('TN-Validation-Failed')) return 'failed';
  return 'unknown';
}

const longestDelayMs = 24 * 3_600_000;

/** The provider's own time of what happened, unless it is unreadable, in the future or absurdly old. */
function happenedAt(timestamp: string | null, at: Instant): Instant {
  const claimed = timestamp === null ? Number.NaN : Date.parse(timestamp);
  const delayMs = Date.parse(at) - claimed;
  return delayMs >= 0 && delayMs <= longestDelayMs ? toInstant(claimed) : at;
}

const incomingCall = z.object({
  CallSid: required,
  To: required,
  From: optional,
  StirVerstat: optional,
  ForwardedFrom: optional,
});

/** @throws WebhookError when `CallSid` or `To` is missing, or `To` is no number. */
export function parseIncomingCall(params: FormParams, at: Instant): IncomingCall {
  const { CallSid, To, From, StirVerstat, ForwardedFrom } = readParams(incomingCall, params);
  const line = readNumber(To);
  if (line === null) throw new WebhookError('To', 'the parameter To is no phone number');
  return {
    callId: CallSid,
    at,
    line,
    from: From === null ? null : readNumber(From),
    attestation: readAttestation(StirVerstat),
    forwardedFrom: ForwardedFrom === null ? null : readNumber(ForwardedFrom),
  };
}

const accept = z.object({ CallSid: required, ParentCallSid: optional, Digits: optional });

/**
 * The key pressed on a phone that we rang. `callId` is the caller's call, where Twilio names it: compare it with
 * the one in the query before trusting either.
 * @throws WebhookError when `CallSid` is missing
 */
export function parseAccept(
  params: FormParams,
  at: Instant,
): {
  readonly legId: string;
  readonly callId: string | null;
  readonly digits: string | null;
  readonly signal: CallSignal | null;
} {
  const { CallSid, ParentCallSid, Digits } = readParams(accept, params);
  const signal: CallSignal | null = Digits === '1' ? { type: 'accepted', at } : null;
  return { legId: CallSid, callId: ParentCallSid, digits: Digits, signal };
}

const dialEnd = z.object({
  CallSid: required,
  CallStatus: optional,
  DialCallStatus: required,
  DialBridged: optional,
  DialSipResponseCode: optional,
});

type DialEnd = Extract<CallSignal, { readonly type: 'dial-ended' }>;

/**
 * How ringing the line's people ended.
 * Source: https://www.twilio.com/docs/voice/twiml/dial, read 2026-11-21
 * @throws WebhookError when `CallSid` or `DialCallStatus` is missing
 */
export function parseDialEnd(
  params: FormParams,
  at: Instant,
): { readonly callId: string; readonly signal: DialEnd } {
  const told = readParams(dialEnd, params);
  const { CallSid, CallStatus, DialCallStatus, DialBridged, DialSipResponseCode } = told;
  // `canceled`: the ringing was called off, which only a caller who hangs up does.
  const callerGone = DialCallStatus === 'canceled' || (CallStatus !== null && endedStatuses.has(CallStatus));
  return { callId: CallSid, signal: { type: 'dial-ended', at, result: readResult(), callerGone } };

  function readResult(): DialEnd['result'] {
    if (DialBridged === 'true') return 'bridged';
    switch (DialCallStatus) {
      case 'completed':
      case 'answered':
        return 'picked-up';
      case 'no-answer':
      case 'busy':
        return declinedAnswers.has(DialSipResponseCode ?? '') ? 'declined' : DialCallStatus;
      case 'canceled':
        return 'no-answer';
      default:
        // A status that we do not know must not end in an error spoken to the caller.
        return declinedAnswers.has(DialSipResponseCode ?? '') ? 'declined' : 'failed';
    }
  }
}

const callEnd = z.object({
  CallSid: required,
  CallStatus: required,
  CallDuration: optional,
  Timestamp: optional,
});

/**
 * The number's status callback. Null when the call has not ended yet.
 * @throws WebhookError when `CallSid` or `CallStatus` is missing
 */
export function parseCallEnd(params: FormParams, at: Instant): CallReport {
  const { CallSid, CallStatus, CallDuration, Timestamp } = readParams(callEnd, params);
  if (!endedStatuses.has(CallStatus)) return { callId: CallSid, signal: null };
  const talkSeconds = CallStatus === 'completed' ? readSeconds(CallDuration) : 0;
  return { callId: CallSid, signal: { type: 'ended', at: happenedAt(Timestamp, at), talkSeconds } };
}

const recording = z.object({
  CallSid: required,
  RecordingStatus: required,
  RecordingUrl: optional,
  RecordingDuration: optional,
});

/**
 * A recording that is ready to be heard. Null for one that is absent, failed or empty.
 * @throws WebhookError when `CallSid` or `RecordingStatus` is missing, or a complete recording has no address
 */
export function parseRecording(params: FormParams, at: Instant): CallReport {
  const { CallSid, RecordingStatus, RecordingUrl, RecordingDuration } = readParams(recording, params);
  const seconds = readSeconds(RecordingDuration);
  if (RecordingStatus !== 'completed' || seconds === 0) return { callId: CallSid, signal: null };
  if (RecordingUrl === null) throw new WebhookError('RecordingUrl', 'the parameter RecordingUrl is missing');
  return { callId: CallSid, signal: { type: 'voicemail', at, recordingUrl: RecordingUrl, seconds } };
}

const transcription = z.object({
  CallSid: required,
  TranscriptionStatus: required,
  TranscriptionText: optional,
});

/**
 * What was said on the voicemail, in writing; without words where Twilio could not make it out.
 * @throws WebhookError when `CallSid` or `TranscriptionStatus` is missing
 */
export function parseTranscription(
  params: FormParams,
  at: Instant,
): CallReport & { readonly signal: CallSignal } {
  const { CallSid, TranscriptionStatus, TranscriptionText } = readParams(transcription, params);
  const words = TranscriptionStatus === 'completed' ? (TranscriptionText ?? '').trim() : '';
  return { callId: CallSid, signal: { type: 'transcribed', at, words } };
}

const consent = z.object({ CallSid: required, Digits: optional });

/**
 * The key pressed at the consent question.
 * @throws WebhookError when `CallSid` is missing
 */
export function parseConsent(params: FormParams, at: Instant): CallReport {
  const { CallSid, Digits } = readParams(consent, params);
  const evidence = `pressed 1 when asked on call ${CallSid}`;
  return {
    callId: CallSid,
    signal: Digits === '1' ? { type: 'consented', at, evidence } : null,
  };
}

function readSeconds(value: string | null): number {
  return value !== null && /^\d+$/.test(value) ? Number(value) : 0;
}
