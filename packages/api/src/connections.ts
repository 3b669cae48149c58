import { z } from 'zod';
import { businessId, instant, listOf, ofBusiness } from './fields.ts';

export const connection = z.object({
  business: businessId,
  system: z.string().meta({ example: 'hubspot' }),
  /** `absent`: the business file names the CRM, but nobody has connected it. */
  state: z.enum(['connected', 'broken', 'absent']),
  /** The account as the CRM names it. */
  account: z.string().nullable(),
  /** What is wrong and what to do. */
  problem: z.string().nullable(),
  /** The CRM fails again and again, so it is left alone until then; null while it is asked as usual. */
  pause: z
    .object({
      /** Why, in the CRM's words. */
      problem: z.string(),
      since: instant,
      until: instant,
    })
    .nullable(),
  /** Entries that are still to be written. */
  waiting: z.number().int(),
  /** Entries that the CRM refused, so that a person has to look at them. */
  parked: z.number().int(),
});

export const systemInPath = z.object({ system: z.string().min(1).meta({ example: 'hubspot' }) });
export const disconnectQuery = z.strictObject({ business: businessId });

export const disconnection = z.object({
  business: businessId,
  system: z.string(),
  account: z.string(),
  /** `ended` at the CRM; `gone`, it had ended before; `shared`, another business goes on with the same account. */
  access: z.enum(['ended', 'gone', 'shared']),
});

export const connectionList = listOf(connection);
export const connectionsQuery = ofBusiness;

export type Connection = z.output<typeof connection>;
