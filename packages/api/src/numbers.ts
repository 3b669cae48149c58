import { z } from 'zod';
import { businessId, listOf, phone } from './fields.ts';

/** A number of the phone account, or a line of a business that should be one. */
export const phoneNumber = z.object({
  number: phone,
  /** What the account calls it; null: it is no number of the account. */
  label: z.string().nullable(),
  /** Whose line it is; null: nobody's. */
  business: businessId.nullable(),
  /** What the business file calls the line. */
  line: z.string().nullable(),
  /** Empty: calls and texts come in and are answered. */
  problems: z.array(
    z.object({
      code: z.enum([
        'not-in-account',
        'no-line',
        'calls-elsewhere',
        'call-ends-elsewhere',
        'texts-elsewhere',
        'no-fallback',
        'cannot-call',
        'cannot-text',
      ]),
      /** One sentence for the owner. */
      detail: z.string(),
    }),
  ),
});

export const numberList = listOf(phoneNumber);

export const availableQuery = z.strictObject({
  areaCode: z.string().regex(/^[2-9]\d\d$/, 'write an area code of three digits, such as 512'),
  country: z.enum(['US', 'CA'], 'write US or CA').default('US'),
});

export const availableNumber = z.object({
  number: phone,
  /** As people write it. */
  label: z.string(),
  /** The town and the state, as far as they are known. */
  place: z.string().nullable(),
  canText: z.boolean(),
});

export const availableNumberList = listOf(availableNumber);

export const buyNumber = z.strictObject({
  business: businessId,
  number: phone,
  /** Nothing is bought without it. */
  confirm: z.literal(true, 'write true; a number costs money every month until it is given back'),
});

export const onNumber = z.strictObject({ number: phone });

export type PhoneNumber = z.output<typeof phoneNumber>;
export type AvailableNumber = z.output<typeof availableNumber>;
