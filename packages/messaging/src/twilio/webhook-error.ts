import { z } from 'zod';
import type { FormParams } from './form.ts';

/** A webhook that lacks what it must carry; answer it with 400. */
export class WebhookError extends Error {
  readonly code = 'webhook-invalid';
  /** The parameter that is missing or makes no sense. */
  readonly parameter: string;

  constructor(parameter: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'WebhookError';
    this.parameter = parameter;
  }
}

/** A parameter that must be there. */
export const required = z.string().min(1);

/** A parameter that may be left out or sent empty; null then. */
export const optional = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** @throws WebhookError naming the first parameter that does not fit. */
export function readParams<T extends z.ZodType>(schema: T, params: FormParams): z.output<T> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const parameter = String(parsed.error.issues[0]?.path[0] ?? 'unknown');
  throw new WebhookError(parameter, `the parameter ${parameter} is missing or not as documented`, {
    cause: parsed.error,
  });
}
