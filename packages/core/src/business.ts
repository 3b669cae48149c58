import { z } from 'zod';
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

export const lineSchema = z.strictObject({
  number: numberSchema,
  label: z.string().min(1).default('Main line'),
  /** Rung one after the other; empty: the carrier forwards missed calls here. */
  forwardTo: z.array(numberSchema).max(10).default([]),
  ringSeconds: z.number().int().min(5).max(60).default(18),
  screening: z.enum(['press-1', 'none']).default('press-1'),
  voicemail: z.boolean().default(true),
  consent: z.enum(['notice', 'key-press', 'call-alone']).default('notice'),
  /** What rules, templates and the routing may go by. */
  location: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  /** The language of this line's texts, where it is not the business's. */
  language: z.enum(['en', 'es']).optional(),
  /** Who calls here has an emergency. */
  emergency: z.boolean().optional(),
});

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

export type BusinessInput = z.input<typeof businessSchema>;
/** A business as the rules see it: plain data, every default filled in. */
export type Business = z.output<typeof businessSchema>;
export type Line = z.output<typeof lineSchema>;
export type Trade = Business['trade'];
