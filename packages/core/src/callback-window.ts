import type { Business } from './business.ts';
import { isOpenAt, nextOpening } from './hours.ts';
import { addMinutes, type Instant } from './instant.ts';

/** A stretch of time in which a call back suits the business. */
export type CallbackWindow = { readonly from: Instant; readonly until: Instant };

/** Nobody can be expected to call in the next moment. */
const noticeMinutes = 30;
const windowMinutes = 120;
const stepMinutes = 15;

/**
 * The next stretches of opening hours in which somebody could call back: two hours each, shorter where the business
 * closes before, none of less than a quarter of an hour; [] where it does not open in the next two months.
 */
export function callbackWindows(business: Business, at: Instant, count: number): readonly CallbackWindow[] {
  const windows: CallbackWindow[] = [];
  let earliest = addMinutes(at, noticeMinutes);
  while (windows.length < count) {
    const from = nextOpening(business, earliest);
    if (from === null) return windows;
    const until = lastOpenMoment(business, from);
    if (until > from) windows.push({ from, until });
    earliest = until > from ? until : addMinutes(from, stepMinutes);
  }
  return windows;
}

function lastOpenMoment(business: Business, from: Instant): Instant {
  for (let minutes = windowMinutes; minutes > 0; minutes -= stepMinutes) {
    const until = addMinutes(from, minutes);
    // A window ends when the business does: it need not be open at that moment, but until then.
    if (isOpenThroughout(business, from, minutes)) return until;
  }
  return from;
}

function isOpenThroughout(business: Business, from: Instant, minutes: number): boolean {
  for (let passed = 0; passed < minutes; passed += stepMinutes) {
    if (!isOpenAt(business, addMinutes(from, passed))) return false;
  }
  return isOpenAt(business, addMinutes(from, minutes - 1));
}
