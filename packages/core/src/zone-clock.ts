import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import {
  addNanoseconds,
  getTimeZoneTransition,
  offsetNanoseconds,
} from 'temporal-polyfill/fns/ZonedDateTime';

/** A stretch of time during which the clocks of a zone keep the same distance from UTC; milliseconds. */
type Stretch = { readonly from: number; readonly until: number; readonly offsetMs: number };

export const dayMs = 86_400_000;
export const minuteMs = 60_000;

/**
 * What has been found out about each zone, the latest first. Asking the time zone database costs a hundred times
 * more than all the rest of a decision, and its answers change twice a year.
 */
const stretches = new Map<string, Stretch[]>();

/** What a clock in the zone shows, as milliseconds from its own 1 January 1970, 00:00. */
export function clockMs(timeZone: string, epochMs: number): number {
  return epochMs + stretchAt(timeZone, epochMs).offsetMs;
}

/** The day on the calendar of the zone, counted from 1 January 1970, as `dateOf` reads it. */
export function dayAt(timeZone: string, epochMs: number): number {
  return Math.floor(clockMs(timeZone, epochMs) / dayMs);
}

/** Which of the 168 hours of the week a clock in the zone shows; 0 is Monday from midnight to one o'clock. */
export function hourOfWeekAt(timeZone: string, epochMs: number): number {
  const shown = clockMs(timeZone, epochMs);
  const day = Math.floor(shown / dayMs);
  return weekdayOf(day) * 24 + Math.floor((shown - day * dayMs) / (60 * minuteMs));
}

/**
 * The first moment of a day at which a clock in the zone shows `minutes` after midnight; where the clock jumps over
 * that, the moment of the jump; where it shows it twice, the first.
 */
export function momentOf(timeZone: string, day: number, minutes: number): number {
  const shown = day * dayMs + minutes * minuteMs;
  const before = stretchAt(timeZone, shown - dayMs);
  const early = shown - before.offsetMs;
  if (early < before.until) return early;
  const after = stretchAt(timeZone, before.until);
  return Math.max(shown - after.offsetMs, before.until);
}

/** `2026-11-21`, of a day counted from 1 January 1970. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function stretchAt(timeZone: string, epochMs: number): Stretch {
  const known = stretches.get(timeZone);
  if (known) {
    for (const stretch of known) if (stretch.from <= epochMs && epochMs < stretch.until) return stretch;
  }
  const stretch = askDatabase(timeZone, epochMs);
  if (known) known.unshift(stretch);
  else stretches.set(timeZone, [stretch]);
  return stretch;
}

function askDatabase(timeZone: string, epochMs: number): Stretch {
  const there = toZonedDateTimeISO(fromEpochMilliseconds(epochMs), timeZone);
  const next = getTimeZoneTransition(there, 'next');
  // A transition at this very moment is the start of the stretch, and `previous` alone would look past it.
  const previous = getTimeZoneTransition(addNanoseconds(there, 1), 'previous');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: offsetNanoseconds(there) / 1e6,
  };
}
