import { z } from 'zod';
import { businessId, instant, listOf, page, phone } from './fields.ts';

/** `waiting`: it is to leave, now or at its time; `unknown`: nobody saw whether it left, and it is looked for. */
export const textNotOutState = z.enum(['waiting', 'unknown', 'withdrawn', 'expired', 'failed']);

/** A text that did not go out, or not yet. */
export const textNotOut = z.object({
  id: z.string(),
  business: businessId,
  phone: phone.nullable(),
  line: phone,
  class: z.string(),
  /** null: it is written when it leaves. */
  body: z.string().nullable(),
  state: textNotOutState,
  /** The provider's code, or ours. */
  code: z.string().nullable(),
  /** One sentence for the owner. */
  why: z.string(),
  whatToDo: z.string(),
  createdAt: instant,
  /** When it is tried next, where that is known. */
  dueAt: instant.nullable(),
});

/** Texts that are not sent because earlier ones have failed: each becomes a task for a person instead. */
export const textHold = z.object({
  id: z.string().meta({ example: 'unregistered-15125550100' }),
  business: businessId,
  kind: z.string().meta({ example: 'unregistered' }),
  /** All texts of the business, those from `line`, or those from it with the words that were refused. */
  holds: z.enum(['business', 'line', 'words']),
  line: phone.nullable(),
  /** The provider's code. */
  code: z.string().nullable(),
  /** One sentence for the owner. */
  why: z.string(),
  whatToDo: z.string(),
  since: instant,
  /** null: until what it asks for is done. */
  until: instant.nullable(),
  /** How many texts have failed of it. */
  failures: z.number(),
});

export const textNotOutList = listOf(textNotOut).extend({ holds: z.array(textHold) });
export const textsQuery = z.strictObject({ ...page, state: textNotOutState.optional() });

/** What ending a hold comes to. */
export const liftedHold = z.object({
  id: z.string(),
  business: businessId,
  /** First texts that were not sent while it lasted, and are not sent any more. */
  notSent: z.number().int(),
  /** What happens from here on, for the owner. */
  whatNow: z.string(),
});

export type TextNotOut = z.output<typeof textNotOut>;
