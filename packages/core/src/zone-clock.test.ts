import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { clockMs, dateOf, dayAt, momentOf, weekdayOf } from './zone-clock.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

const zone = fc.constantFrom(
  'America/New_York',
  'America/Phoenix',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
);
const instant = fc.integer({ min: Date.parse('2010-01-01'), max: Date.parse('2040-01-01') });

test('shows what the time zone database says, at every moment', () => {
  fc.assert(
    fc.property(zone, instant, (timeZone, epochMs) => {
      const there = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
      expect(iso(clockMs(timeZone, epochMs))).toBe(
        `${there.toPlainDateTime().toString({ smallestUnit: 'millisecond' })}Z`,
      );
      expect(dateOf(dayAt(timeZone, epochMs))).toBe(there.toPlainDate().toString());
      expect(weekdayOf(dayAt(timeZone, epochMs))).toBe(there.dayOfWeek - 1);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test('finds the first moment of a day at which a clock shows a time or, after a jump, a later one', () => {
  fc.assert(
    fc.property(zone, instant, fc.integer({ min: 0, max: 1440 }), (timeZone, epochMs, minutes) => {
      const today = dayAt(timeZone, epochMs);
      const shown = today * 86_400_000 + minutes * 60_000;
      const moment = momentOf(timeZone, today, minutes);
      expect(clockMs(timeZone, moment)).toBeGreaterThanOrEqual(shown);
      expect(clockMs(timeZone, moment - 1)).toBeLessThan(shown);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test.each([
  ['an ordinary day', 'America/Chicago', '2026-11-18', '02:30', '2026-11-18T08:30:00.000Z'],
  ['the day that has no 02:30', 'America/Chicago', '2026-03-08', '02:30', '2026-03-08T08:00:00.000Z'],
  ['the day that has 01:30 twice', 'America/Chicago', '2026-11-01', '01:30', '2026-11-01T06:30:00.000Z'],
  ['the hour after both', 'America/Chicago', '2026-11-01', '02:00', '2026-11-01T08:00:00.000Z'],
  ['the midnight that ends the day', 'America/Chicago', '2026-11-18', '24:00', '2026-11-19T06:00:00.000Z'],
  ['the day that has no 02:30', 'Australia/Sydney', '2026-10-04', '02:30', '2026-10-03T16:00:00.000Z'],
  ['the morning after the jump', 'Australia/Sydney', '2026-10-04', '08:00', '2026-10-03T21:00:00.000Z'],
  ['the day that has 02:30 twice', 'Australia/Sydney', '2026-04-05', '02:30', '2026-04-04T15:30:00.000Z'],
])('%s in %s', (_name, timeZone, date, time, expected) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  expect(iso(momentOf(timeZone, day(date), hours * 60 + minutes))).toBe(expected);
});
