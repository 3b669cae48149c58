import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';

/** An act that cannot be done; the page shows `message` to the person who tried. */
export class PhoneRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhoneRefusal';
    this.status = status;
  }
}

/**
 * Lets through JSON from the page itself. Another site's form or script cannot send JSON without the browser asking
 * first, and browsers say where a request comes from.
 */
export const requireOwnPage: RequestHandler = (request, _response, next) => {
  if (request.method !== 'POST') return next();
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const isForeign =
    site === undefined
      ? origin !== undefined && hostOf(origin) !== request.get('host')
      : site !== 'same-origin';
  if (isForeign) throw new PhoneRefusal(403, 'Only the page of the sandbox itself may do this.');
  if (!request.is('application/json')) throw new PhoneRefusal(415, 'Send JSON.');
  next();
};

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** @throws PhoneRefusal 400 that names what is wrong */
export function readAct<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new PhoneRefusal(400, `${problems.join('; ')}.`, { cause: parsed.error });
}

const statusOf = z.object({ status: z.number().int().min(400).max(499), message: z.string() });

/** Refusals as problem details (RFC 9457); anything else is not ours to answer. */
export const answerRefusal: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const known = statusOf.safeParse(error);
  if (response.headersSent || !known.success) return next(error);
  const { status, message } = known.data;
  response
    .status(status)
    .type('application/problem+json')
    .json({ title: 'Not done', status, detail: message });
};
