import { z } from 'zod';
import { businessId, instant, isStorable, phone } from './fields.ts';

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

/** A row as it is stored: its columns, JSON parsed, times in UTC. */
const row = z.record(z.string(), z.unknown());

export const callerExport = z.object({
  business: businessId,
  phone,
  exportedAt: instant,
  consent: z.enum(['none', 'inquiry', 'replied', 'express', 'written', 'suppressed']),
  /** Contact, ledger of consent, suppression, first texts, conversation. */
  caller: row,
  calls: z.array(row),
  texts: z.array(row),
  conversations: z.array(row),
  /** Each with its decision: reasons and effects. */
  events: z.array(row),
  productEvents: z.array(row),
  effects: z.array(row),
  timers: z.array(row),
  /** What staff were told of them. */
  notices: z.array(row),
  /** What came with their texts, without the files themselves. */
  media: z.array(row),
  crmContacts: z.array(row),
  crmPastContacts: z.array(row),
  crmTasks: z.array(row),
  lineTypeAsks: z.array(row),
  audit: z.array(row),
});

export const eraseCaller = z.strictObject({
  /** The number once more, so that nobody is erased by a slip. */
  confirm: phone,
});

export const erasure = z.object({
  business: businessId,
  phone,
  /** Takes the number's place in what stays for the counts. */
  reference: z.string(),
  erasedAt: instant,
  /** Rows by table. */
  erased: z.record(z.string(), z.number()),
  withdrawn: z.object({ texts: z.number(), crmEntries: z.number(), timers: z.number() }),
  /** `until` is null where it stays without end. */
  kept: z.array(
    z.object({
      what: z.enum(['opt-out', 'consent-proof']),
      why: z.string(),
      until: instant.nullable(),
    }),
  ),
  /** What the phone provider is asked to delete until it has, and what nobody can delete there. */
  atProvider: z.object({ texts: z.number(), calls: z.number(), stays: z.array(z.string()) }),
  /** What only other systems can erase. */
  elsewhere: z.array(z.object({ system: z.string(), contactId: z.string() })),
});

export type Consent = z.output<typeof consent>;
