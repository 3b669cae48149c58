import * as z from 'zod';
import { numberSchema, spanSchema } from './business.ts';
import { conversation, emergency, followUp, onCall, qualification, routing } from './staff-rules.ts';
import { brand, dedupe, detection, firstText, name, quietHours, secondText } from './text-rules.ts';

/** What an override may change. */
export const sections = {
  detection: detection.describe('Which calls count as missed, and what is done about each kind.'),
  firstText: firstText.describe('The text that answers a missed call.'),
  secondText: secondText.describe('One more text where there was no reply.'),
  dedupe: dedupe.describe('How often one caller is texted at most.'),
  quietHours: quietHours.describe('When texts leave.'),
  emergency: emergency.describe('What counts as an emergency.'),
  onCall: onCall.describe('Who is told of an emergency, and who next.'),
  routing: routing.describe('To whom a conversation is assigned.'),
  followUp: followUp.describe('What happens when nothing happens.'),
  qualification: qualification.describe('What makes a lead qualified, and what it is worth.'),
  brand: brand.describe('Whose name the texts bear.'),
  conversation: conversation.describe('When a conversation ends.'),
};

export const callerGroups = ['new', 'customer', 'vip', 'staff', 'blocked'] as const;

export const groupsSchema = z
  .strictObject({
    customers: z
      .array(numberSchema)
      .default([])
      .describe('Numbers of customers, besides those whom a CRM knows.'),
    vip: z.array(numberSchema).default([]).describe('Numbers of people who matter most.'),
    blocked: z.array(numberSchema).default([]).describe('Numbers that are never texted and make no task.'),
    vipIsUrgent: z.boolean().default(true).describe('Whether what a VIP needs is urgent.'),
  })
  .prefault({})
  .describe(
    'Who belongs to which group of callers; staff are the numbers of `staff` in the business, its lines and the phones that they ring.',
  );

export const conditionSchema = z
  .strictObject({
    lines: z.array(numberSchema).min(1).optional().describe('The line is one of these numbers.'),
    locations: z.array(name).min(1).optional().describe("The line's `location` is one of these."),
    services: z.array(name).min(1).optional().describe("The line's `service` is one of these."),
    groups: z.array(z.enum(callerGroups)).min(1).optional().describe('The caller belongs to one of these.'),
    hours: z
      .array(z.enum(['open', 'closed']))
      .min(1)
      .optional()
      .describe('Whether the business is open.'),
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1)
      .optional()
      .describe("The day of the week, in the business's time zone."),
    between: spanSchema
      .optional()
      .describe(
        "The time of day in the business's time zone; a night takes two overrides, as 22:00-24:00 and 00:00-06:00.",
      ),
  })
  .refine((when) => Object.keys(when).length > 0, 'names no condition; what always holds needs no override')
  .describe('All that is named here has to hold.');
