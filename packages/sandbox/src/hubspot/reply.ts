import { randomUUID } from 'node:crypto';

/** What goes back over the wire; `body` left out means an empty answer. */
export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
};

/** Thrown by a handler to answer with an error in HubSpot's shape. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply, message: string) {
    super(message);
    this.name = 'Refusal';
    this.reply = reply;
  }

  with(headers: { readonly [name: string]: string }): Refusal {
    return new Refusal({ ...this.reply, headers }, this.message);
  }
}

/** HubSpot's usual error body: status, message, correlationId, category and what else the case brings. */
export function refusal(
  status: number,
  category: string,
  message: string,
  more: { readonly [field: string]: unknown } = {},
): Refusal {
  const body = { status: 'error', message, correlationId: randomUUID(), category, ...more };
  return new Refusal({ status, body }, message);
}

export const notFound = (message = 'resource not found') => refusal(404, 'OBJECT_NOT_FOUND', message);
export const invalid = (message: string, more: { readonly [field: string]: unknown } = {}) =>
  refusal(400, 'VALIDATION_ERROR', message, more);

/** One property value that HubSpot would not take. `code` as in PROPERTY_DOESNT_EXIST. */
export type ValueProblem = { readonly name: string; readonly code: string; readonly message: string };

/** The list of refused values stands twice in HubSpot's body: as JSON inside the message, and as `errors`. */
export function invalidValues(problems: readonly ValueProblem[]): Refusal {
  const listed = problems.map(({ name, code, message }) => ({ isValid: false, message, error: code, name }));
  const errors = problems.map(({ name, code, message }) => ({
    message,
    code,
    context: { propertyName: [name] },
  }));
  return invalid(`Property values were not valid: ${JSON.stringify(listed)}`, { errors });
}
