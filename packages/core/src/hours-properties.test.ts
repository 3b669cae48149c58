import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Business } from './business.ts';
import { addOpenMinutes, hasHours, isOpenAt, nextOpening } from './hours.ts';
import { addMs, addSeconds, type Instant, msBetween, toInstant } from './instant.ts';
import { business } from './testing/given.ts';

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 48 }))
  .map(([from, length]) => `${time(from * 15)}-${time(Math.min(1440, (from + length) * 15))}`);
const spans = fc.array(span, { maxLength: 3 });
const someSpans = fc.array(span, { minLength: 1, maxLength: 2 });
const date = fc
  .integer({ min: -3, max: 12 })
  .chain((days) => fc.constantFrom('2026-03-05', '2026-10-29').map((first) => shift(first, days)));

function shift(first: string, days: number): string {
  return Temporal.PlainDate.from(first).add({ days }).toString();
}

const anyBusiness = fc
  .record({
    timeZone: fc.constantFrom(
      'America/Chicago',
      'America/Phoenix',
      'America/St_Johns',
      'America/Los_Angeles',
    ),
    hours: fc.record({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans }),
    closures: fc.array(fc.oneof(fc.record({ date }), fc.record({ date, spans: someSpans })), {
      maxLength: 4,
    }),
    openings: fc.array(fc.record({ date, spans: someSpans }), { maxLength: 3 }),
  })
  .map((told) => business(told))
  .filter(hasHours);

/** Around the days on which the clocks go forward and back in 2026. */
const instant = fc
  .tuple(
    fc.constantFrom('2026-03-08T08:00:00Z', '2026-11-01T07:00:00Z'),
    fc.integer({ min: -4 * 86_400, max: 4 * 86_400 }),
  )
  .map(([about, seconds]) => addSeconds(toInstant(about), seconds));

const check = (property: (business: Business, from: Instant) => void) =>
  fc.assert(fc.property(anyBusiness, instant, property), { numRuns: 500, seed: 20261121 });

/** The hours of a business told again, minute by minute, as an owner would read them off the clock on the wall. */
function isOpenByTheClock({ timeZone, hours, closures, openings }: Business, at: Instant): boolean {
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  const today = now.toPlainDate().toString();
  const shown = now.toPlainTime().toString().slice(0, 5);
  const within = (text: string) => text.slice(0, 5) <= shown && shown < text.slice(6);
  const closed = closures.filter((closure) => closure.date === today);
  const opened = openings.filter((opening) => opening.date === today);
  if (closed.some((closure) => closure.spans?.some(within))) return false;
  if (opened.length > 0) return opened.some((opening) => opening.spans.some(within));
  if (closed.some((closure) => !closure.spans)) return false;
  const weekday = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)[now.dayOfWeek - 1];
  return weekday !== undefined && hours[weekday].some(within);
}

test('a business is open when the clock on its wall says so, but for the hour that comes twice', () => {
  let open = 0;
  check((told, at) => {
    const wall = Temporal.Instant.from(at).toZonedDateTimeISO(told.timeZone);
    const again = wall.add({ hours: 1 }).hour === wall.hour || wall.subtract({ hours: 1 }).hour === wall.hour;
    if (again) return;
    expect(isOpenAt(told, at)).toBe(isOpenByTheClock(told, at));
    if (isOpenAt(told, at)) open += 1;
  });
  expect(open).toBeGreaterThan(50);
});

test('the next opening is open, and nothing before it is', () => {
  check((told, from) => {
    const found = nextOpening(told, from);
    if (found === null) {
      for (let day = 0; day <= 61; day += 1)
        expect(isOpenAt(told, addMs(from, day * 86_400_000))).toBe(false);
      return;
    }
    expect(found >= from).toBe(true);
    expect(isOpenAt(told, found)).toBe(true);
    if (found === from) return;
    expect(isOpenAt(told, addMs(found, -1))).toBe(false);
    for (let step = 0; step < 20; step += 1) {
      const earlier = addMs(from, Math.floor((msBetween(from, found) * step) / 20));
      expect(isOpenAt(told, earlier)).toBe(false);
    }
  });
});

test('time counted in opening hours ends while open or at the moment of closing, and adds up', () => {
  check((told, from) => {
    if (nextOpening(told, from) === null) return;
    const end = addOpenMinutes(told, from, 90);
    expect(isOpenAt(told, addMs(end, -1))).toBe(true);
    expect(addOpenMinutes(told, addOpenMinutes(told, from, 30), 60)).toBe(end);
  });
});
