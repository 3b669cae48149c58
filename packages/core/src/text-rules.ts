import * as z from 'zod';
import { numberSchema } from './business.ts';
import { templateProblems } from './template.ts';

const minutes = z.number().int().min(1);
/** What people, places and services are called. */
export const name = z.string().trim().min(1).max(60);

/** What a rule makes of a call that is like this. */
const treatment = z.enum(['text', 'task', 'leave-alone']);
const texted = treatment.default('text');

const template = z
  .string()
  .superRefine((text, context) => {
    for (const message of templateProblems(text)) context.addIssue({ code: 'custom', message });
  })
  .optional();

export const detection = z
  .strictObject({
    minRingSeconds: z
      .number()
      .int()
      .min(0)
      .max(60)
      .default(4)
      .describe(
        'A caller who hangs up on a ringing line before this many seconds is left alone, as somebody who misdialled.',
      ),
    causes: z
      .strictObject({
        noAnswer: texted.describe('Nobody picked up.'),
        busy: texted.describe('The phones were busy.'),
        declined: texted.describe('Somebody declined the call.'),
        failed: texted.describe('The phones could not be reached.'),
        abandoned: texted.describe('The caller hung up while it rang, after the least ring time.'),
        notAccepted: texted.describe(
          "Something picked up but nobody pressed 1, as a carrier's voicemail does.",
        ),
        forwarded: texted.describe('A carrier forwarded the call because it was missed.'),
        menuDropped: texted.describe('The caller hung up in the menu.'),
        voicemailLeft: texted.describe('The caller left a voicemail, and we know it before the text leaves.'),
        voicemailEmpty: texted.describe('The caller reached the voicemail and left no message.'),
        unclear: z
          .enum(['task', 'leave-alone'])
          .default('task')
          .describe('Nobody can say whether a person answered; never a text.'),
      })
      .prefault({})
      .describe('What is done about a miss of each cause: a text, a task for a person, or nothing.'),
    afterHours: texted.describe('What is done about a call while the business is closed.'),
    voicemail: z
      .strictObject({
        policy: z
          .enum(['either-way', 'without-voicemail', 'after-transcript'])
          .default('either-way')
          .describe(
            'Whether the text waits to learn of a voicemail: not at all; to leave only without one; or until its transcript has been read.',
          ),
        waitSeconds: z
          .number()
          .int()
          .min(10)
          .max(300)
          .default(90)
          .describe('The longest that a text waits for a voicemail, or for its transcript.'),
      })
      .prefault({}),
    lineType: z
      .strictObject({
        lookUp: z
          .boolean()
          .default(false)
          .describe(
            'Whether the provider is asked, for a fee, what kind of line a caller has before they are texted; a landline then gets a call back at once.',
          ),
        mostPerDay: z
          .number()
          .int()
          .min(1)
          .max(100_000)
          .default(200)
          .describe('How many callers are asked about in 24 hours at most; beyond that texts are tried.'),
      })
      .prefault({}),
  })
  .prefault({});

export const firstText = z
  .strictObject({
    send: texted.describe('Whether calls are texted at all; for rules of a line, a group or a time of day.'),
    delaySeconds: z
      .number()
      .int()
      .min(0)
      .max(60)
      .default(2)
      .describe('How long the text waits, so that a second ring or a call back can make it pointless.'),
    maxLateMinutes: minutes
      .max(60)
      .default(15)
      .describe('A miss that we learn of when it is this old becomes a task, not a text.'),
    templates: z
      .strictObject({
        open: template.describe('While the business is open.'),
        afterHours: template.describe('While it is closed.'),
        lunch: template.describe('Between two spans of the same day.'),
        holiday: template.describe('On a day of `closures`.'),
        emergency: template.describe('On a line marked `emergency`, at any hour.'),
      })
      .prefault({})
      .describe('Your own words in place of the built-in ones.'),
  })
  .prefault({});

export const secondText = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'One more text, once, where there was no reply; only to callers who pressed the key, or whose call came to a greeting that tells of texts.',
      ),
    afterMinutes: z.number().int().min(10).max(1440).default(240).describe('How long after the first text.'),
    template: template.describe('Your own words.'),
  })
  .prefault({});

export const dedupe = z
  .strictObject({
    windowHours: z
      .number()
      .min(1)
      .default(24)
      .describe('No second automated first text within this many hours.'),
    per: z
      .enum(['business', 'line'])
      .default('business')
      .describe(
        'Whether the window counts over all lines of the business, or for each line by itself; while a text waits, it answers calls on every line.',
      ),
    maxIn7Days: z
      .number()
      .int()
      .min(1)
      .max(2)
      .default(2)
      .describe('The most automated first texts in 7 days, over all lines.'),
    maxIn30Days: z
      .number()
      .int()
      .min(1)
      .max(3)
      .default(3)
      .describe('The most automated first texts in 30 days, over all lines.'),
  })
  .prefault({});

export const quietHours = z
  .strictObject({
    mode: z
      .enum(['at-once', 'hold-21-8', 'state-strict'])
      .default('at-once')
      .describe(
        'at-once: at any hour while the call is under two minutes old, else as hold-21-8; hold-21-8: not between 9 PM and 8 AM where the caller lives; state-strict: the hours of their state, too.',
      ),
  })
  .prefault({});

export const brand = z
  .strictObject({
    name: name.optional().describe('How texts name the business, where not by its own name.'),
    sender: numberSchema
      .optional()
      .describe('The line from which automated texts leave, where not the one that was called.'),
    bookingUrl: z
      .url({ protocol: /^https$/ })
      .optional()
      .describe('Stands for {{booking.link}}.'),
    termsUrl: z
      .url({ protocol: /^https$/ })
      .optional()
      .describe('Stands for {{terms.link}}.'),
  })
  .prefault({});
