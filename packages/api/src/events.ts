import { z } from 'zod';
import { businessId, instant, listOf, page } from './fields.ts';

export const productEventType = z.enum([
  'call.missed',
  'text_back.sent',
  'text_back.withheld',
  'message.received',
  'message.sent',
  'message.failed',
  'voicemail.received',
  'contact.opted_out',
  'contact.opted_in',
  'conversation.needs_human',
  'conversation.closed',
  'lead.qualified',
  'appointment.requested',
  'appointment.booked',
  'task.created',
  'crm.sync_failed',
]);

/** The same shape as the hooks deliver. */
export const productEvent = z.object({
  id: z.string(),
  type: productEventType,
  timestamp: instant,
  business: businessId,
  data: z.record(z.string(), z.unknown()),
});

export const productEventList = listOf(productEvent);
export const eventsQuery = z.strictObject({ ...page, type: productEventType.optional() });

export type ProductEvent = z.output<typeof productEvent>;
