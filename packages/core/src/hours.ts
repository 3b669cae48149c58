import { Temporal } from 'temporal-polyfill';
import type { Business } from './business.ts';
import { addMinutes, type Instant, laterOf, msBetween, toInstant } from './instant.ts';

type Opening = { readonly start: Instant; readonly end: Instant };

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** How far ahead an opening is looked for: longer than any holiday, short enough to be cheap. */
const horizonDays = 62;

export function zoned(at: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
}

/** The moment at which a clock in the zone shows `time`; where the clock jumps over it, the moment after the jump. */
export function instantOf(date: Temporal.PlainDate, time: string, timeZone: string): Instant {
  const [day, plainTime] = time === '24:00' ? [date.add({ days: 1 }), '00:00'] : [date, time];
  return toInstant(day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}

/** Whether the owner has told any opening hours; without them nobody can say that the business is closed. */
export function hasHours(business: Business): boolean {
  return weekdays.some((day) => business.hours[day].length > 0);
}

/** A business that has told no hours counts as open. */
export function isOpenAt(business: Business, at: Instant): boolean {
  if (!hasHours(business)) return true;
  const today = zoned(at, business.timeZone).toPlainDate();
  return openingsOn(business, today).some(({ start, end }) => start <= at && at < end);
}

/** The first moment from `at` on at which the business is open; null if there is none in the next two months. */
export function nextOpening(business: Business, at: Instant): Instant | null {
  if (!hasHours(business)) return at;
  for (const { start } of openingsFrom(business, at)) return laterOf(start, at);
  return null;
}

/** `minutes` from `at`, of which only those count during which the business is open. */
export function addOpenMinutes(business: Business, at: Instant, minutes: number): Instant {
  if (!hasHours(business)) return addMinutes(at, minutes);
  let left = minutes;
  for (const { start, end } of openingsFrom(business, at)) {
    const from = laterOf(start, at);
    const available = msBetween(from, end) / 60_000;
    if (available >= left) return addMinutes(from, left);
    left -= available;
  }
  return addMinutes(at, minutes);
}

/** The openings that are not over at `at`, in order. */
function* openingsFrom(business: Business, at: Instant): Generator<Opening> {
  const today = zoned(at, business.timeZone).toPlainDate();
  for (let ahead = 0; ahead <= horizonDays; ahead += 1) {
    for (const opening of openingsOn(business, today.add({ days: ahead }))) {
      if (opening.end > at) yield opening;
    }
  }
}

function openingsOn(business: Business, date: Temporal.PlainDate): readonly Opening[] {
  const weekday = weekdays[date.dayOfWeek - 1];
  if (!weekday || business.closures.some((closure) => closure.date === date.toString())) return [];
  return [...business.hours[weekday]].sort().map((span) => ({
    start: instantOf(date, span.slice(0, 5), business.timeZone),
    end: instantOf(date, span.slice(6), business.timeZone),
  }));
}
