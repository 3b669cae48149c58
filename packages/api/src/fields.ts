import { z } from 'zod';

/** A moment in UTC, as `2026-11-21T09:30:00.000Z`. */
export const instant = z.string().meta({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' });

export const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'write the number with its country code, as +15125550142')
  .meta({ example: '+15125550142' });

export const businessId = z
  .string()
  .regex(/^[a-z0-9-]{1,63}$/, 'write the id of a business, in lower-case letters, digits and hyphens')
  .meta({ example: 'acme-plumbing' });

/** Says which business is meant where a token sees several. */
export const ofBusiness = z.strictObject({ business: businessId.optional() });

/** What every list takes: the newest first, `limit` at a time. */
export const page = {
  business: businessId.optional(),
  limit: z.coerce
    .number('write a whole number from 1 to 100')
    .int('write a whole number from 1 to 100')
    .min(1, 'ask for at least 1')
    .max(100, 'ask for at most 100, and go on with the cursor')
    .default(20),
  /** `nextCursor` of the answer before; opaque. */
  cursor: z.string().min(1).optional(),
};

/** A list's answer; `nextCursor` is null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

export const reason = z.object({
  rule: z.string(),
  outcome: z.enum(['allow', 'hold', 'withhold', 'note']),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** One sentence for the owner. */
  detail: z.string(),
});

/** `text`: one was sent or is about to be; `hold`: it waits; `withhold`: none is sent; `none`: none was called for. */
export const verdict = z.enum(['text', 'hold', 'withhold', 'none']);

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
