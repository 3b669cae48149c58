import type { CallerIdAttestation, EventOf } from './event.ts';
import type { Instant } from './instant.ts';
import type { E164 } from './phone.ts';

/** What the provider tells of a call, in our words. `at` is when it happened, as well as we know. */
export type CallSignal = { readonly at: Instant } & (
  | { readonly type: 'incoming'; readonly attestation: CallerIdAttestation }
  /** A person on our side pressed 1. */
  | { readonly type: 'accepted' }
  | {
      readonly type: 'dial-ended';
      /** What the phone that we rang last did; `picked-up` may be a carrier's voicemail. */
      readonly result: 'picked-up' | 'no-answer' | 'busy' | 'declined' | 'failed';
      /** The caller had hung up by then, so it was they who ended it. */
      readonly callerGone: boolean;
    }
  /** The caller pressed the key by which they agree to a text. */
  | { readonly type: 'consented'; readonly evidence: string }
  | { readonly type: 'voicemail'; readonly recordingUrl: string; readonly seconds: number }
  /** The whole call is over; `talkSeconds` counts from when it was picked up, 0 if it never was. */
  | { readonly type: 'ended'; readonly talkSeconds: number }
);

/** A call as its signals so far tell it. JSON-safe: it is stored as it is. */
export type Call = {
  readonly id: string;
  readonly line: E164;
  /** null: withheld. */
  readonly from: E164 | null;
  /** Whether this line rang people, or receives calls that a carrier forwards; fixed when the call came in. */
  readonly rings: boolean;
  readonly screening: 'press-1' | 'none';
  readonly consent: 'notice' | 'key-press' | 'call-alone';
  readonly attestation: CallerIdAttestation;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly accepted: boolean;
  readonly verdict: 'answered' | 'missed' | null;
  readonly voicemail: boolean;
};

/** An event without what the engine adds: id, business, caller and the moment of recording. */
type Bare<T> = T extends unknown ? Omit<T, 'id' | 'businessId' | 'callerId' | 'at'> : never;
export type CallObservation = Bare<
  EventOf<'call-missed' | 'call-answered' | 'voicemail-left' | 'consent-given'>
>;
