declare const instantBrand: unique symbol;

/** A moment in UTC, ISO 8601 with milliseconds: `2026-11-21T09:30:00.000Z`. Two of them compare as strings. */
export type Instant = string & { readonly [instantBrand]: true };

/** @throws RangeError when `value` is no date. */
export function toInstant(value: string | number | Date): Instant {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new RangeError(`not a date: ${String(value)}`);
  return date.toISOString() as Instant;
}

export function addMs(instant: Instant, ms: number): Instant {
  return toInstant(Date.parse(instant) + ms);
}

export function addSeconds(instant: Instant, seconds: number): Instant {
  return addMs(instant, seconds * 1000);
}

export function addMinutes(instant: Instant, minutes: number): Instant {
  return addMs(instant, minutes * 60_000);
}

export function addHours(instant: Instant, hours: number): Instant {
  return addMs(instant, hours * 3_600_000);
}

/** Positive when `later` is later. */
export function msBetween(earlier: Instant, later: Instant): number {
  return Date.parse(later) - Date.parse(earlier);
}

export function laterOf(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
