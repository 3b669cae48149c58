import { z } from 'zod';
import { call } from './calls.ts';
import { businessId, instant, isStorable, listOf, page, phone, reason, verdict } from './fields.ts';

export const conversationState = z.enum(['automated', 'needs-person', 'with-person', 'closed']);

export const contact = z.object({
  /** null: the caller withheld it. */
  phone: phone.nullable(),
  /** How many contacts of the CRM have the number; null while nobody has looked. */
  match: z.enum(['one', 'several', 'none']).nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  /** Since when they want no texts; null: they may be texted. */
  optedOutAt: instant.nullable(),
});

const summary = {
  id: z.string(),
  business: businessId,
  line: phone,
  contact,
  state: conversationState,
  urgent: z.boolean(),
  /** The open follow-up, if a person has something to do. */
  taskId: z.string().nullable(),
  openedAt: instant,
  lastActivityAt: instant,
};

export const conversation = z.object(summary);
export const conversationList = listOf(conversation);
export const conversationsQuery = z.strictObject({ ...page, state: conversationState.optional() });

export const message = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  body: z.string(),
  /** `caller`, `ringback`, or the name of a member of staff. */
  author: z.string(),
  state: z.enum([
    'received',
    'intended',
    'sending',
    'unknown',
    'accepted',
    'sent',
    'delivered',
    'failed',
    'withdrawn',
    'expired',
  ]),
  /** The provider's code for a failure, or ours. */
  code: z.string().nullable(),
  createdAt: instant,
});

/** A picture or another file that came with a text. */
export const media = z.object({
  contentType: z.string().meta({ example: 'image/jpeg' }),
  /** `waiting`: it is being fetched from the provider; `refused`: it is not kept, and `problem` says why. */
  state: z.enum(['waiting', 'stored', 'refused']),
  problem: z.string().nullable(),
  /** Where it is, on this server, for whoever has a token; null unless it is stored. */
  url: z.string().nullable(),
});

/** What happened, oldest first. */
export const timelineEntry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), at: instant, call }),
  z.object({ type: z.literal('message'), at: instant, message, media: z.array(media) }),
  z.object({ type: z.literal('note'), at: instant, author: z.string(), text: z.string() }),
  z.object({
    type: z.literal('decision'),
    at: instant,
    /** The type of the event that was decided on. */
    on: z.string(),
    decision: verdict,
    reasons: z.array(reason).min(1),
  }),
]);

export const conversationDetail = z.object({
  ...summary,
  timeline: z.array(timelineEntry),
  /** The conversation is so long that its beginning was left out. */
  isCut: z.boolean(),
});

/** Twilio takes at most 1,600 characters: https://www.twilio.com/docs/api/errors/21617, read 2026-11-21. */
const mostCharacters = 1600;

export const staffMessage = z.strictObject({
  body: z
    .string('write the text to send')
    .refine((text) => text.trim() !== '', 'write the text to send')
    .refine((text) => text.length <= mostCharacters, `write at most ${mostCharacters} characters`)
    .refine(isStorable, 'leave out NUL and halves of characters')
    .meta({ minLength: 1, maxLength: mostCharacters }),
});

export type Contact = z.output<typeof contact>;
export type Conversation = z.output<typeof conversation>;
export type ConversationDetail = z.output<typeof conversationDetail>;
export type Message = z.output<typeof message>;
export type TimelineEntry = z.output<typeof timelineEntry>;
