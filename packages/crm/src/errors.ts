/** Why a CRM did not do what it was asked. */
export class CrmError extends Error {
  /**
   * Stable: `crm-rate-limited`, `crm-auth` (the connection is gone), `crm-unavailable`, `crm-unclear` (a write whose
   * outcome nobody saw), `crm-refused` (the CRM's own rules forbid it; the message carries its words),
   * `crm-misconfigured` (the CRM does not know our app, or our key does not open its tokens: the environment is wrong).
   */
  readonly code: string;
  /** `unknown`: it may have happened. */
  readonly retry: 'never' | 'later' | 'unknown';
  readonly retryAfterMs: number | null;

  constructor(
    code: string,
    message: string,
    options: {
      readonly retry: 'never' | 'later' | 'unknown';
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'CrmError';
    this.code = code;
    this.retry = options.retry;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
