/** Why the messaging provider did not do what it was asked. */
export class MessagingError extends Error {
  /**
   * Stable: `messaging-refused` and `messaging-auth` (never), `messaging-busy`, `messaging-unreachable` and
   * `messaging-stopped` (later: nothing was sent), `messaging-unclear` (unknown).
   */
  readonly code: string;
  /** `unknown`: it may have happened. */
  readonly retry: 'never' | 'later' | 'unknown';
  /** The provider's own code, such as Twilio's 21610. */
  readonly providerCode: string | null;
  readonly retryAfterMs: number | null;

  constructor(
    code: string,
    message: string,
    options: {
      readonly retry: 'never' | 'later' | 'unknown';
      readonly providerCode?: string | null;
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'MessagingError';
    this.code = code;
    this.retry = options.retry;
    this.providerCode = options.providerCode ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
