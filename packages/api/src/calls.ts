import { z } from 'zod';
import { businessId, instant, listOf, page, phone, reason, verdict } from './fields.ts';

export const outcome = z.enum(['answered', 'missed', 'abandoned', 'voicemail']);

export const call = z.object({
  id: z.string(),
  business: businessId,
  line: phone,
  /** null: the caller withheld it. */
  from: phone.nullable(),
  /** null while the call goes on. */
  outcome: outcome.nullable(),
  /** Why nobody spoke with the caller; null unless so. */
  cause: z
    .enum([
      'no-answer',
      'busy',
      'declined',
      'failed',
      'abandoned',
      'not-accepted',
      'forwarded',
      'menu-dropped',
      'voicemail',
      'voicemail-empty',
      'unclear',
    ])
    .nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** How long the caller heard it ring, in seconds; null unless it was missed. */
  ringSeconds: z.number().nullable(),
  /** The telephone provider's id. */
  providerId: z.string(),
});

export const callList = listOf(call);
export const callsQuery = z.strictObject({ ...page, outcome: outcome.optional() });

export const callDecision = z.object({
  decision: verdict,
  /** Every rule's part, in order. */
  reasons: z.array(reason).min(1),
  /** The text's body, once it is written. */
  message: z.string().optional(),
  messageId: z.string().optional(),
  /** When the text is due, or was. */
  sendAt: instant.optional(),
});

export type Call = z.output<typeof call>;
export type CallDecision = z.output<typeof callDecision>;
