import { z } from 'zod';
import { businessId, instant, listOf, page, phone } from './fields.ts';

const system = z
  .string()
  .regex(/^[a-z]{1,40}$/, 'write the name of a CRM, such as hubspot')
  .meta({ example: 'hubspot' });

/** What a CRM has refused, so that a person has to look at it. */
export const parkedEntry = z.object({
  id: z.string(),
  business: businessId,
  system,
  /** null: the caller withheld it. */
  phone: phone.nullable(),
  /** What was to be written. */
  kind: z.enum(['missed-call', 'text', 'consent', 'qualified', 'note']),
  /** When that had happened. */
  at: instant,
  /** Why it was refused, in the CRM's words. */
  problem: z.string(),
  attempts: z.number().int(),
  parkedAt: instant,
});

export const parkedList = listOf(parkedEntry);
export const parkedQuery = z.strictObject({ ...page, system: system.optional() });
/** All of one connection. */
export const parkedOfConnection = z.strictObject({ business: businessId, system });

/** How many entries it was done to. */
export const parkedCount = z.object({ count: z.number().int() });

export type ParkedEntry = z.output<typeof parkedEntry>;
