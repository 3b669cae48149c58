import type { TextFailure } from '@ringback/core';

/** Why the messaging provider did not do what it was asked. */
export class MessagingError extends Error {
  /**
   * Stable: `media-refused` (never: a file that is not kept), `messaging-refused` and `messaging-auth` (never), `messaging-busy`, `messaging-unreachable` and
   * `messaging-stopped` (later: nothing was sent), `messaging-unclear` (unknown).
   */
  readonly code: string;
  /** `unknown`: it may have happened. */
  readonly retry: 'never' | 'later' | 'unknown';
  /** The provider's own code, such as Twilio's 21610. */
  readonly providerCode: string | null;
  readonly retryAfterMs: number | null;
  /** What the refusal of a text asks for. */
  readonly failure: TextFailure | null;

  constructor(
    code: string,
    message: string,
    options: {
      readonly retry: 'never' | 'later' | 'unknown';
      readonly providerCode?: string | null;
      readonly retryAfterMs?: number | null;
      readonly failure?: TextFailure | null;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'MessagingError';
    this.code = code;
    this.retry = options.retry;
    this.providerCode = options.providerCode ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.failure = options.failure ?? null;
  }
}
