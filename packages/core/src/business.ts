import * as z from 'zod';
import type { E164 } from './phone.ts';
import { parsePhone } from './phone.ts';

const trades = [
  'home-services',
  'dental-medical',
  'legal',
  'salon',
  'restaurant',
  'auto',
  'real-estate',
  'general',
] as const;

/** A phone number as people write it, read as E.164. */
export const numberSchema = z.string().transform((raw, context): E164 => {
  const phone = raw.startsWith('+') ? parsePhone(raw, 'US') : null;
  if (phone) return phone.e164;
  context.addIssue({ code: 'custom', message: `"${raw}" is no phone number; write it as +15125550100` });
  return z.NEVER;
});

export const spanSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write a span as "08:00-17:00"')
  .refine((text) => text.slice(0, 5) < text.slice(6), 'a span must end after it begins');
const day = z.array(spanSchema).default([]);

/** A day on which the business is closed, or closed during some spans only. */
const closure = z.strictObject({
  date: z.iso.date(),
  name: z.string().min(1).optional(),
  spans: z.array(spanSchema).min(1).optional(),
});

/** A day with hours of its own, in place of its weekday's and of a closure of that whole day. */
const opening = z.strictObject({
  date: z.iso.date(),
  name: z.string().min(1).optional(),
  spans: z.array(spanSchema).min(1),
});

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'is no time zone; write one as America/Chicago');

/** Words to be spoken, or a recording to be played. */
const greeting = z.union([
  z.strictObject({ say: z.string().trim().min(1).max(500) }),
  z.strictObject({ play: z.url({ protocol: /^https$/, error: 'is no https address of a recording' }) }),
]);

export const lineSchema = z.strictObject({
  number: numberSchema,
  label: z.string().min(1).default('Main line'),
  /** Rung one after the other, unless `ringing` says otherwise; empty: the carrier forwards missed calls here. */
  forwardTo: z.array(numberSchema).max(10).default([]),
  ringSeconds: z.number().int().min(5).max(60).default(18),
  screening: z.enum(['press-1', 'none']).default('press-1'),
  /** One after the other, or all of them at once. */
  ringing: z.enum(['in-turn', 'at-once']).optional(),
  voicemail: z.boolean().default(true),
  /** Has the provider write down what is said on the voicemail, at its price. */
  transcribe: z.boolean().optional(),
  /** In place of the built-in first sentence, by the hours; what the law wants said follows it all the same. */
  greeting: z.strictObject({ open: greeting.optional(), closed: greeting.optional() }).optional(),
  consent: z.enum(['notice', 'key-press', 'call-alone']).default('notice'),
  /** What rules, templates and the routing may go by. */
  location: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  /** The language of this line's texts, where it is not the business's. */
  language: z.enum(['en', 'es']).optional(),
  /** Who calls here has an emergency. */
  emergency: z.boolean().optional(),
});

/** Reads a business as a person or a file describes it, and fills in every default: `businessSchema.parse({...})`. */
export const businessSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,63}$/, 'use lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(60),
  country: z.enum(['US', 'CA']).default('US'),
  language: z.enum(['en', 'es']).default('en'),
  trade: z.enum(trades).default('general'),
  timeZone,
  hours: z
    .strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })
    .prefault({}),
  closures: z.array(closure).default([]),
  openings: z.array(opening).default([]),
  bookingUrl: z.url({ protocol: /^https$/ }).optional(),
  staff: z.array(numberSchema).default([]),
  lines: z.array(lineSchema).min(1),
});

/**
 * A business as it is described: only `id`, `name`, `timeZone` and one line are needed.
 *
 * @interface
 */
export type BusinessInput = z.input<typeof businessSchema>;
/**
 * A business as the rules see it: plain data, every default filled in.
 *
 * @interface
 */
export type Business = z.output<typeof businessSchema>;
/**
 * One phone number of a business, with what it does when somebody calls.
 *
 * @interface
 */
export type Line = z.output<typeof lineSchema>;
/** What the business does; chooses the wording of the texts and what counts as an emergency. */
export type Trade = Business['trade'];
