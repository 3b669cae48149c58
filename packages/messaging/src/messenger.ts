import type { E164, Instant, TextFailure, TextStatus } from '@ringback/core';

export type OutgoingText = {
  /** Ours; it comes back in every status callback. */
  readonly textId: string;
  readonly businessId: string;
  readonly from: E164;
  readonly to: E164;
  readonly body: string;
  /** How long the provider may keep trying, in seconds. */
  readonly validitySeconds: number;
};

/** A text as the provider's own list shows it. */
export type SentText = {
  readonly providerId: string;
  readonly from: E164;
  readonly to: E164;
  readonly body: string;
  readonly status: TextStatus;
  readonly code: string | null;
  /** What its failure asks for; null where it has not failed. */
  readonly failure: TextFailure | null;
  readonly createdAt: Instant;
};

/** How texts leave. Safe to use from several processes; holds no state. */
export interface Messenger {
  /**
   * Hands one text to the provider, which answers with its own id.
   * @throws MessagingError with `retry`: `never` (refused, `code` says why), `later` (not processed: 429, no
   * connection, or stopped before it),
   * `unknown` (timeout, reset, 5xx: it may have been accepted; look with `listSent` before sending again)
   */
  send(
    text: OutgoingText,
    options: {
      readonly signal: AbortSignal;
      /** Asked right before each request: a process may have been stopped since. When it says no, nothing is sent. */
      readonly mayStart?: () => boolean;
    },
  ): Promise<{ readonly providerId: string }>;
  /**
   * The texts from us to one recipient that the provider knows of, newest first: those dated since `since` and
   * the newest undated ones (a text that is still queued has no date yet). Because the provider's clock is its
   * own, some may have been created up to two minutes before `since`, none earlier.
   * @throws MessagingError when the provider did not answer; never an empty list for a failure.
   */
  listSent(
    query: { readonly from: E164; readonly to: E164; readonly since: Instant },
    options: { readonly signal: AbortSignal },
  ): Promise<readonly SentText[]>;
  /**
   * What became of the text that the provider took under that id; null when it does not know the id any more.
   * @throws MessagingError when the provider did not answer
   */
  readSent(
    providerId: string,
    options: { readonly signal: AbortSignal },
  ): Promise<Pick<SentText, 'status' | 'code' | 'failure'> | null>;
}
