import { z } from 'zod';
import { numberSchema, spanSchema } from './business.ts';
import { firstTextProblems, secondTextProblems } from './template.ts';

const minutes = z.number().int().min(1);
const name = z.string().trim().min(1).max(60);

/** What a rule makes of a call that is like this. */
const treatment = z.enum(['text', 'task', 'leave-alone']);
const texted = treatment.default('text');

const checkedBy = (problemsOf: (template: string) => readonly string[]) =>
  z.string().superRefine((template, context) => {
    for (const message of problemsOf(template)) context.addIssue({ code: 'custom', message });
  });
const firstTextTemplate = checkedBy(firstTextProblems).optional();

const detection = z
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
  })
  .prefault({});

const firstText = z
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
      .describe('A miss that we learn of later than this becomes a task, not a text.'),
    templates: z
      .strictObject({
        open: firstTextTemplate.describe('While the business is open.'),
        afterHours: firstTextTemplate.describe('While it is closed.'),
        lunch: firstTextTemplate.describe('Between two spans of the same day.'),
        holiday: firstTextTemplate.describe('On a day of `closures`.'),
        emergency: firstTextTemplate.describe('On a line marked `emergency`, at any hour.'),
      })
      .prefault({})
      .describe('Your own words in place of the built-in ones.'),
  })
  .prefault({});

const secondText = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'One more text, once, where there was no reply; only to callers who heard the notice or pressed the key.',
      ),
    afterMinutes: z.number().int().min(10).max(1440).default(240).describe('How long after the first text.'),
    template: checkedBy(secondTextProblems).optional().describe('Your own words.'),
  })
  .prefault({});

const dedupe = z
  .strictObject({
    windowHours: z
      .number()
      .min(1)
      .default(24)
      .describe('No second automated first text within this many hours.'),
    per: z
      .enum(['business', 'line'])
      .default('business')
      .describe('Whether the window counts over all lines of the business, or for each line by itself.'),
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

const quietHours = z
  .strictObject({
    mode: z
      .enum(['at-once', 'hold-21-8', 'state-strict'])
      .default('at-once')
      .describe(
        'at-once: at any hour while the call is under two minutes old, else as hold-21-8; hold-21-8: not between 9 PM and 8 AM where the caller lives; state-strict: the hours of their state, too.',
      ),
  })
  .prefault({});

const emergency = z
  .strictObject({
    tradeWords: z.boolean().default(true).describe('Whether the words of your trade count as an emergency.'),
    words: z.array(name).default([]).describe('More words or phrases that mean an emergency to you.'),
  })
  .prefault({});

const onCall = z
  .strictObject({
    people: z
      .array(
        z.strictObject({
          name: name.describe('As reasons and other programs name them.'),
          phone: numberSchema.optional().describe('Where they are reached; told to other programs.'),
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

const labels = z.array(name).default([]);

const routing = z
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

const followUp = z
  .strictObject({
    answerWithinMinutes: minutes
      .default(15)
      .describe('A person should have answered within this many minutes of opening hours.'),
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

const qualification = z
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

const brand = z
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

const conversation = z
  .strictObject({
    closeAfterHours: z
      .number()
      .int()
      .min(1)
      .default(72)
      .describe('A conversation in which nothing happens for this many hours is closed.'),
  })
  .prefault({});

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
  .describe('Who belongs to which group of callers; staff are the numbers of `staff` in the business.');

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
    between: spanSchema.optional().describe("The time of day in the business's time zone."),
  })
  .refine((when) => Object.keys(when).length > 0, 'names no condition; what always holds needs no override')
  .describe('All that is named here has to hold.');
