import { z } from 'zod';
import { businessId, isStorable, phone } from './fields.ts';

const mostCharacters = 1000;

export const evidence = z
  .string('write how you know it: when, where and by which words')
  .refine((text) => text.trim() !== '', 'write how you know it: when, where and by which words')
  .refine((text) => text.length <= mostCharacters, `write at most ${mostCharacters} characters`)
  .refine(isStorable, 'leave out NUL and halves of characters')
  .meta({ minLength: 1, maxLength: mostCharacters });

export const optOut = z.strictObject({ evidence: evidence.optional() }).default({});
export const optIn = z.strictObject({ evidence });

export const consentQuery = z.strictObject({ business: businessId });
export const consentPath = z.strictObject({ phone });

export const consent = z.object({
  business: businessId,
  phone,
  status: z.enum(['opted-out', 'opted-in']),
  /** What the answer means for the texts to this number, in one sentence. */
  note: z.string(),
});

export type Consent = z.output<typeof consent>;
