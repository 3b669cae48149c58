import type { CallSignal, E164, Instant } from '@ringback/core';

/** A call that has come in on a number of the account, as the provider's own list shows it. */
export type ListedCall = {
  readonly callId: string;
  readonly line: E164;
  /** null: withheld, or no number that could be called back. */
  readonly from: E164 | null;
  readonly startedAt: Instant;
  /** null: it goes on. */
  readonly endedAt: Instant | null;
  /** The caller was connected to something, be it only the provider's word of an error. */
  readonly wasPickedUp: boolean;
};

/** How the phones that were rung for a call ended, as `found` tells it. */
export type Ringing = Pick<Extract<CallSignal, { type: 'found' }>, 'result' | 'callerGone'>;

/** A voicemail that a caller has left, as the provider's own list of recordings shows it. */
export type ListedVoicemail = {
  readonly callId: string;
  readonly recordingUrl: string;
  readonly seconds: number;
  readonly startedAt: Instant;
};

/** What the provider remembers of calls that came in, also of those that it could not tell us of. Holds no state. */
export interface CallHistory {
  /**
   * Every call that began to come in between the two, both inclusive.
   * @throws MessagingError when the provider did not answer; never an empty list for a failure.
   */
  listIncoming(
    period: { readonly since: Instant; readonly until: Instant },
    options: { readonly signal: AbortSignal },
  ): Promise<readonly ListedCall[]>;
  /**
   * What the phones did that were rung for a call which is over.
   * @throws MessagingError when the provider did not answer
   */
  readRinging(call: ListedCall, options: { readonly signal: AbortSignal }): Promise<Ringing>;
  /**
   * Every voicemail whose recording began between the two, both inclusive, and is over.
   * @throws MessagingError when the provider did not answer; never an empty list for a failure.
   */
  listVoicemails(
    period: { readonly since: Instant; readonly until: Instant },
    options: { readonly signal: AbortSignal },
  ): Promise<readonly ListedVoicemail[]>;
}
