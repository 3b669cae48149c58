import * as z from 'zod';
import { numberSchema } from './business.ts';
import { name } from './text-rules.ts';

const minutes = z.number().int().min(1);
const labels = z.array(name).default([]);

export const emergency = z
  .strictObject({
    tradeWords: z.boolean().default(true).describe('Whether the words of your trade count as an emergency.'),
    words: z.array(name).default([]).describe('More words or phrases that mean an emergency to you.'),
  })
  .prefault({});

export const onCall = z
  .strictObject({
    people: z
      .array(
        z.strictObject({
          name: name.describe('As reasons and other programs name them.'),
          phone: numberSchema
            .optional()
            .describe('Where they are told by text; told to other programs, too.'),
        }),
      )
      .max(20)
      .default([])
      .describe(
        'Who is called on in an emergency, in their order; nobody: an emergency is only marked urgent.',
      ),
    rotates: z
      .enum(['never', 'daily', 'weekly'])
      .default('weekly')
      .describe('When the next of them becomes the first.'),
    escalateAfterMinutes: minutes
      .max(60)
      .default(5)
      .describe('When nobody has acknowledged for this long, the next is called on.'),
    levels: z
      .number()
      .int()
      .min(1)
      .max(3)
      .default(3)
      .describe('How many are called on, one after the other.'),
  })
  .prefault({});

export const routing = z
  .strictObject({
    people: z
      .array(
        z.strictObject({
          name: name.describe('As conversations and tasks name them.'),
          lines: z.array(numberSchema).default([]).describe('The lines they look after; none: all.'),
          locations: labels.describe('The locations they look after; none: all.'),
          services: labels.describe('The services they look after; none: all.'),
          languages: z
            .array(z.enum(['en', 'es']))
            .default([])
            .describe('The languages they speak; none: all.'),
          crmOwnerIds: z.array(z.string().min(1)).default([]).describe('Who they are in the CRM.'),
          email: z.email().optional().describe('Where they are told of what is theirs.'),
          phone: numberSchema.optional().describe('Where they are told by text of what is theirs.'),
        }),
      )
      .max(200)
      .default([])
      .describe('To whom conversations are assigned; nobody: to nobody.'),
    spread: z
      .enum(['round-robin', 'least-loaded'])
      .default('round-robin')
      .describe('Who gets it where several would do.'),
    fallback: name.optional().describe('Who gets it where nobody would do; a name of `people`.'),
  })
  .prefault({});

export const followUp = z
  .strictObject({
    answerWithinMinutes: minutes
      .default(15)
      .describe(
        'A person should have answered within this many minutes of opening hours; whoever left a voicemail and has not written by then is called.',
      ),
    remind: z.boolean().default(true).describe('Whether staff are reminded when that time has passed.'),
    escalateAfterMinutes: minutes
      .default(30)
      .describe('When this many minutes of opening hours more have passed, it becomes urgent.'),
    noReply: z
      .enum(['nothing', 'task'])
      .default('nothing')
      .describe('Whether a person calls somebody who has not replied to the first text.'),
    noReplyAfterMinutes: minutes.min(10).default(240).describe('How long after the first text.'),
    unbooked: z
      .enum(['nothing', 'task'])
      .default('task')
      .describe('Whether a qualified lead that has not booked becomes a task at an opening.'),
    unbookedAfterHours: z
      .number()
      .int()
      .min(1)
      .default(20)
      .describe('The task is due at the first opening after this many hours.'),
  })
  .prefault({});

export const qualification = z
  .strictObject({
    onReply: z
      .array(z.enum(['booking', 'price', 'emergency', 'callback', 'existing_customer', 'other']))
      .default(['booking', 'price', 'emergency'])
      .describe('Replies that make a lead qualified; staff can always say so.'),
    onBooking: z.boolean().default(true).describe('Whether a booked appointment makes a lead qualified.'),
    worth: z
      .number()
      .min(0)
      .default(0)
      .describe('What a qualified lead is worth, in whole units of `currency`.'),
    worthByService: z
      .record(z.string(), z.number().min(0))
      .default({})
      .describe('What it is worth by the `service` of the line.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'write a currency as USD')
      .default('USD')
      .describe('The currency of what leads are worth, ISO 4217.'),
  })
  .prefault({});

export const conversation = z
  .strictObject({
    closeAfterHours: z
      .number()
      .int()
      .min(1)
      .default(72)
      .describe(
        'A conversation in which nothing happens for this many hours, and nothing is still to come, is closed.',
      ),
  })
  .prefault({});
