import { z } from 'zod';

/** So many days or months, as `90 days` or `24 months`. */
export type Period = `${number} ${'days' | 'months'}`;

const daysInMonth = 30;
const form = /^([1-9]\d{0,3}) (day|month)s?$/;

const period = z.string('write it as 90 days or 24 months').transform((text, context): Period => {
  const [, count, unit] = form.exec(text) ?? [];
  if (count !== undefined) return `${Number(count)} ${unit as 'day' | 'month'}s`;
  context.addIssue({ code: 'custom', message: `"${text}" is no period; write it as 90 days or 24 months` });
  return z.NEVER;
});

const least = {
  texts: 30,
  calls: 90,
  events: 90,
  work: 7,
  productEvents: 7,
  audit: 365,
  consent: 48 * daysInMonth,
};

/**
 * How long each kind of data is kept. What proves consent is kept for five years after the last text: claims under the
 * TCPA can be brought for four (28 U.S.C. 1658), and telemarketers keep records for five (16 CFR 310.5, as of 2024).
 * An opt-out has no end: Virginia wants it honoured for ten years (SB 1339, from 2026), everybody until it is lifted.
 */
export const retentionSchema = z
  .strictObject({
    /** The words of texts and voicemails, wherever they lie; that there was a text stays known. */
    texts: period.default('24 months'),
    calls: period.default('60 months'),
    /** Events with their decisions, and with them the texts and closed conversations that they tell of. */
    events: period.default('60 months'),
    /** What has been done: texts handed over, entries written into the CRM. */
    work: period.default('90 days'),
    productEvents: period.default('12 months'),
    audit: period.default('60 months'),
    /** What is known of a caller, above all their consent, counted from the last that happened. */
    consent: period.default('60 months'),
  })
  .superRefine((retention, context) => {
    function refuse(path: keyof typeof least, message: string): void {
      context.addIssue({ code: 'custom', path: [path], message });
    }
    for (const [name, days] of Object.entries(least) as [keyof typeof least, number][]) {
      if (daysOf(retention[name]) < days) refuse(name, `keep it for ${sayDays(days)} at least`);
    }
    if (daysOf(retention.calls) < daysOf(retention.events)) {
      refuse('calls', 'keep calls for as long as events: reports find what happened by the calls');
    }
    if (daysOf(retention.events) < daysOf(retention.texts)) {
      refuse('events', 'keep events for as long as texts: a text is shown where it happened');
    }
    if (daysOf(retention.productEvents) > daysOf(retention.texts)) {
      refuse('productEvents', 'keep product events no longer than texts: they hold the words of texts');
    }
    if (daysOf(retention.consent) < daysOf(retention.events)) {
      refuse('consent', 'keep consent for as long as events: it is what they rested on');
    }
  });

export type Retention = z.output<typeof retentionSchema>;

export const defaultRetention: Retention = retentionSchema.parse({});

/** A month counted as 30 days, to compare periods by. */
function daysOf(period: Period): number {
  const [count, unit] = period.split(' ');
  return Number(count) * (unit === 'months' ? daysInMonth : 1);
}

function sayDays(days: number): string {
  return days % daysInMonth === 0 && days >= 360 ? `${days / daysInMonth} months` : `${days} days`;
}
