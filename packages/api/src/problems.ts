import { z } from 'zod';

/** Every problem that the API answers with. The code is stable; `docs/reference/errors.md` says what to do about each. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not as the contract says' },
  'malformed-body': { status: 400, title: 'The body is not JSON' },
  'business-needed': { status: 400, title: 'Say which business is meant' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed' },
  'admin-only': { status: 403, title: 'Only an administrator may do this' },
  'unknown-route': { status: 404, title: 'There is no such call' },
  'unknown-business': { status: 404, title: 'There is no such business' },
  'unknown-call': { status: 404, title: 'There is no such phone call' },
  'unknown-connection': { status: 404, title: 'The business has not connected this CRM' },
  'unknown-contact': { status: 404, title: 'Nothing is known of this number' },
  'unknown-conversation': { status: 404, title: 'There is no such conversation' },
  'unknown-entry': { status: 404, title: 'There is no such parked entry' },
  'unknown-hold': { status: 404, title: 'Nothing is held under this id' },
  'unknown-media': { status: 404, title: 'There is no such file' },
  'unknown-number': { status: 404, title: 'There is no such number' },
  'method-not-allowed': { status: 405, title: 'This path does not take this method' },
  'conversation-closed': { status: 409, title: 'The conversation is closed' },
  'text-withheld': { status: 409, title: 'The text may not be sent' },
  'caller-busy': { status: 409, title: 'Something of theirs is on its way' },
  'act-refused': { status: 409, title: 'This cannot be done now' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for something else' },
  'provider-refused': { status: 422, title: 'The phone provider refused it' },
  'provider-unavailable': { status: 503, title: 'The phone provider did not give an answer' },
  'crm-unavailable': { status: 503, title: 'The CRM did not give an answer' },
  'internal-error': { status: 500, title: 'The server failed' },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly title: string } };

export type ProblemCode = keyof typeof problems;

/** The problem's type, relative to wherever the server stands. */
export function problemType(code: ProblemCode): string {
  return `/problems/${code}`;
}

/** An error as the API answers it (RFC 9457, application/problem+json). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** What was wrong and what to do about it. */
  detail: z.string(),
  /** One for each field that is wrong: `query.limit`, `body.body`. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Why the rules refused it, in order. */
  reasons: z
    .array(
      z.object({
        rule: z.string(),
        outcome: z.string(),
        facts: z.record(z.string(), z.unknown()),
        detail: z.string(),
      }),
    )
    .optional(),
});

export type Problem = z.output<typeof problemSchema>;
