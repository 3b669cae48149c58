import type { Business } from './business.ts';
import { addMinutes, type Instant, msOf, toInstant } from './instant.ts';
import { dateOf, dayAt, minuteMs, momentOf, weekdayOf } from './zone-clock.ts';

/** Milliseconds since 1970. */
type Opening = { readonly start: number; readonly end: number };
/** Minutes since midnight. */
type Span = { readonly from: number; readonly until: number };

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** How far ahead an opening is looked for: longer than any holiday, short enough to be cheap. */
const horizonDays = 62;

/** Whether the owner has told any opening hours; without them nobody can say that the business is closed. */
export function hasHours(business: Business): boolean {
  return business.openings.length > 0 || weekdays.some((day) => business.hours[day].length > 0);
}

/** A business that has told no hours counts as open. */
export function isOpenAt(business: Business, at: Instant): boolean {
  if (!hasHours(business)) return true;
  const moment = msOf(at);
  const today = dayAt(business.timeZone, moment);
  return openingsOn(business, today).some(({ start, end }) => start <= moment && moment < end);
}

/** The first moment from `at` on at which the business is open; null if there is none in the next two months. */
export function nextOpening(business: Business, at: Instant): Instant | null {
  if (!hasHours(business)) return at;
  const moment = msOf(at);
  for (const { start } of openingsFrom(business, moment)) return start <= moment ? at : toInstant(start);
  return null;
}

/** `minutes` from `at`, of which only those count during which the business is open. */
export function addOpenMinutes(business: Business, at: Instant, minutes: number): Instant {
  if (!hasHours(business)) return addMinutes(at, minutes);
  const moment = msOf(at);
  let leftMs = minutes * minuteMs;
  for (const { start, end } of openingsFrom(business, moment)) {
    const from = Math.max(start, moment);
    if (end - from >= leftMs) return toInstant(from + leftMs);
    leftMs -= end - from;
  }
  return addMinutes(at, minutes);
}

/** The openings that are not over at `moment`, in order. */
function* openingsFrom(business: Business, moment: number): Generator<Opening> {
  const today = dayAt(business.timeZone, moment);
  for (let day = today; day <= today + horizonDays; day += 1) {
    for (const opening of openingsOn(business, day)) {
      if (opening.end > moment) yield opening;
    }
  }
}

type Calendar = Pick<Business, 'timeZone' | 'openings' | 'closures'> & {
  readonly days: Map<number, readonly Opening[]>;
};

/** The openings of the days that were asked about, by the hours they rest on: the same days are asked about again and again. */
const calendars = new WeakMap<Business['hours'], Calendar>();
const rememberedDays = 400;

function calendarOf({ hours, timeZone, openings, closures }: Business): Calendar {
  const known = calendars.get(hours);
  // The same hours may be those of another business, or of this one since an exception was added.
  if (known?.timeZone === timeZone && known.openings === openings && known.closures === closures)
    return known;
  const calendar = { timeZone, openings, closures, days: new Map() };
  // Stryker disable next-line all: what is remembered makes it faster, and changes nothing.
  calendars.set(hours, calendar);
  return calendar;
}

function openingsOn(business: Business, day: number): readonly Opening[] {
  const { days } = calendarOf(business);
  const known = days.get(day);
  // Stryker disable next-line ConditionalExpression: what is remembered makes it faster, and changes nothing.
  if (known) return known;
  const found = findOpenings(business, day);
  // Stryker disable next-line all: as above
  if (days.size >= rememberedDays) days.clear();
  // Stryker disable next-line all: as above
  days.set(day, found);
  return found;
}

function findOpenings(business: Business, day: number): readonly Opening[] {
  return spansOn(business, day)
    .map(({ from, until }) => ({
      start: momentOf(business.timeZone, day, from),
      end: momentOf(business.timeZone, day, until),
    }))
    .filter(({ start, end }) => start < end);
}

/**
 * The hours of one day, in order and apart: a one-off opening stands in place of the weekday's hours and of a
 * closure of the whole day; a closure of some hours is cut out of either.
 */
function spansOn({ hours, openings, closures }: Business, day: number): readonly Span[] {
  const weekday = weekdays[weekdayOf(day)];
  const usual = weekday ? hours[weekday] : [];
  if (openings.length === 0 && closures.length === 0) return merge(usual.map(readSpan));
  const date = dateOf(day);
  const opened = openings.filter((opening) => opening.date === date);
  const closed = closures.filter((closure) => closure.date === date);
  if (opened.length === 0 && closed.some(({ spans }) => spans === undefined)) return [];
  const spans = opened.length > 0 ? opened.flatMap((opening) => opening.spans) : usual;
  return closed
    .flatMap((closure) => closure.spans ?? [])
    .map(readSpan)
    .reduce(cut, merge(spans.map(readSpan)));
}

/** `08:00-12:00` */
function readSpan(text: string): Span {
  return { from: readTime(text, 0), until: readTime(text, 6) };
}

function readTime(text: string, start: number): number {
  return Number(text.slice(start, start + 2)) * 60 + Number(text.slice(start + 3, start + 5));
}

function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (!last || span.from > last.until) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
  }
  return merged;
}

function cut(spans: readonly Span[], closed: Span): readonly Span[] {
  return spans
    .flatMap(({ from, until }) => [
      { from, until: Math.min(until, closed.from) },
      { from: Math.max(from, closed.until), until },
    ])
    .filter(({ from, until }) => from < until);
}
