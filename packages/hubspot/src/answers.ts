import { CrmError } from '@ringback/crm';
import { z } from 'zod';

/** What HubSpot answered; `body` is null when it was no JSON. */
export type Answer = { readonly status: number; readonly retryAfter: string | null; readonly body: unknown };

const problemSchema = z.object({
  message: z.string().optional(),
  category: z.string().optional(),
  policyName: z.string().optional(),
  /** `properties`: what it is about, such as those that are required and not set. */
  context: z.object({ properties: z.array(z.string()).optional() }).optional(),
});

/** How long HubSpot's limits last that do not say so themselves. */
const policyWaitMs: { readonly [policy: string]: number } = {
  SECONDLY: 1_000,
  TEN_SECONDLY_ROLLING: 10_000,
  // Ends at midnight of the portal's time zone, which the answer does not tell.
  DAILY: 3_600_000,
};

/**
 * What a refusing answer means. 429, 423 and 477 say that nothing was done; of another 5xx nobody knows whether a
 * write was carried out before.
 */
export function vendorError(answer: Answer, effect: 'read' | 'write'): CrmError {
  const problem = problemSchema.safeParse(answer.body).data ?? {};
  const words = wordsOf(problem) ?? `HTTP ${answer.status} without a message`;
  const retryAfterMs = waitMs(answer.retryAfter);
  switch (true) {
    case answer.status === 401:
    case answer.status === 403 && problem.category === 'MISSING_SCOPES':
      return new CrmError('crm-auth', `HubSpot does not let us in: ${words}`, { retry: 'never' });
    case answer.status === 429:
      return new CrmError('crm-rate-limited', `HubSpot asked us to wait: ${words}`, {
        retry: 'later',
        retryAfterMs: retryAfterMs ?? policyWaitMs[problem.policyName ?? ''] ?? null,
      });
    case answer.status === 423:
      return new CrmError('crm-unavailable', `HubSpot has locked this for a moment: ${words}`, {
        retry: 'later',
        retryAfterMs: Math.max(retryAfterMs ?? 0, 2_000),
      });
    case answer.status === 477:
      return new CrmError('crm-unavailable', `HubSpot is moving this account: ${words}`, {
        retry: 'later',
        retryAfterMs,
      });
    case answer.status >= 500 && effect === 'write':
      return new CrmError('crm-unclear', `HubSpot failed on the way: ${words}`, {
        retry: 'unknown',
        retryAfterMs,
      });
    case answer.status >= 500:
      return new CrmError('crm-unavailable', `HubSpot is unavailable: ${words}`, {
        retry: 'later',
        retryAfterMs,
      });
    default:
      return new RefusedError(answer.status, `HubSpot refused: ${words}`);
  }
}

function wordsOf({ message, context }: z.output<typeof problemSchema>): string | undefined {
  const named = context?.properties ?? [];
  return message === undefined || named.length === 0 ? message : `${message} (${named.join(', ')})`;
}

/** A refusal with its HTTP status, which tells "not there" and "there already" from the rest. */
export class RefusedError extends CrmError {
  readonly status: number;

  constructor(status: number, message: string) {
    super('crm-refused', message, { retry: 'never' });
    this.status = status;
  }
}

export function isRefused(error: unknown, status: number): boolean {
  return error instanceof RefusedError && error.status === status;
}

export function isTransient(error: unknown): error is CrmError {
  return error instanceof CrmError && error.retry === 'later' && error.code !== 'crm-misconfigured';
}

/** The caller's time was over before the answer came. */
export function timeoutError(effect: 'read' | 'write'): CrmError {
  return unanswered(effect, 'HubSpot did not answer in the time given', undefined);
}

/** What the connection broke with. */
export function networkError(effect: 'read' | 'write', cause: unknown): CrmError {
  return wasNeverSent(cause)
    ? unanswered('read', 'HubSpot could not be reached', cause)
    : unanswered(effect, 'The connection to HubSpot broke before the answer', cause);
}

/** An answer that says yes in a shape we do not know. */
export function unreadableError(effect: 'read' | 'write', cause: unknown): CrmError {
  return unanswered(effect, 'HubSpot answered something that we do not understand', cause);
}

function unanswered(effect: 'read' | 'write', message: string, cause: unknown): CrmError {
  return effect === 'write'
    ? new CrmError('crm-unclear', message, { retry: 'unknown', cause })
    : new CrmError('crm-unavailable', message, { retry: 'later', cause });
}

const unsentCodes = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** `fetch` wraps the reason in a TypeError's `cause`. */
function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && unsentCodes.includes(String(cause.code));
}

/** `Retry-After`, in seconds or as a date of which we know no clock: null. */
function waitMs(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d+(\.\d+)?$/.test(retryAfter) ? Number(retryAfter) * 1000 : null;
}
