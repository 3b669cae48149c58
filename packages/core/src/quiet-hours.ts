import type { Business } from './business.ts';
import type { Facts } from './decision.ts';
import { nextOpening } from './hours.ts';
import { type Instant, msOf, toInstant } from './instant.ts';
import type { E164 } from './phone.ts';
import type { Rules } from './rule-set.ts';
import { commonHours, type StateHours, stateHours } from './state-hours.ts';
import { clockMs, dayMs, momentOf } from './zone-clock.ts';
import { knownZonesOf, mainlandZones, statesOf } from './zones.ts';

/** How strictly quiet hours are kept; the reference of rules says what each means. */
export type QuietHoursMode = Rules['quietHours']['mode'];

/** A call answered within this time is answered at any hour: the caller has the phone in hand. */
const freshMs = 2 * 60_000;

const hourMs = 3_600_000;

/** How far ahead an allowed moment is looked for; a held text is given up long before. */
const horizonMs = 14 * dayMs;

/**
 * The call that a text answers: to whom the text goes, and when the call was missed.
 *
 * @inline
 */
export type About = { readonly business: Business; readonly phone: E164; readonly missedAt: Instant };

export type TextTime = {
  /** When the text may leave: `at`, or the end of the quiet hours if those are on. */
  readonly at: Instant;
  readonly held: boolean;
  /** What it rested on: the mode, and the zones (and states, by `state-strict`) in all of which the hours were kept. */
  readonly facts: Facts;
};

/** The first moment from `at` on at which a text that answers a call missed at `missedAt` may leave. */
export function nextAllowedInstant(mode: QuietHoursMode, at: Instant, about: About): TextTime {
  const now = msOf(at);
  const awake = firstAllowed(mode, now, about);
  if (awake === now) return { at, held: false, facts: { mode } };
  const facts = factsOf(mode, about);
  // Where no hour suits all the zones of a number, the end of the horizon makes the text too late to be sent at all.
  if (awake === null) return { at: toInstant(now + horizonMs), held: true, facts };
  // Somebody should be there when the answer comes, unless that would lead into the next night.
  const opening = nextOpening(about.business, toInstant(awake));
  const atOpening = opening !== null && allowedAt(mode, opening, about);
  return { at: atOpening ? opening : toInstant(awake), held: true, facts };
}

function factsOf(mode: QuietHoursMode, { business, phone }: About): Facts {
  const zones = zonesToRespect(business, phone).join(' ');
  if (mode !== 'state-strict') return { mode, zones };
  const states = rowsToRespect(mode, phone).map(({ state }) => state);
  return { mode, zones, states: states.join(' ') };
}

/**
 * Whether a text that answers a call missed at `missedAt` may leave at `at`: by the mode `at-once` always within two
 * minutes of the call; else in federal hours in every zone the number may be in, and by `state-strict` in the hours
 * of every state it may be in, too.
 */
export function allowedAt(mode: QuietHoursMode, at: Instant, about: About): boolean {
  const moment = msOf(at);
  return firstAllowed(mode, moment, about) === moment;
}

/**
 * The last moment at which a text that may leave at `from` may still leave: `until`, or the moment before quiet hours
 * begin if those begin sooner. A provider that puts it off must not carry it into the night.
 */
export function lastAllowedInstant(
  mode: QuietHoursMode,
  { from, until }: { readonly from: Instant; readonly until: Instant },
  about: About,
): Instant {
  if (until <= from) return from;
  const end = msOf(until);
  let last = msOf(from);
  if (mode === 'at-once') last = Math.max(last, msOf(about.missedAt) + freshMs - 1);
  if (last >= end) return until;
  // What is fresh leaves at any hour; what comes after it, or was never fresh, only while it is day everywhere.
  const zones = zonesToRespect(about.business, about.phone);
  const rows = rowsToRespect(mode, about.phone);
  const next = last === msOf(from) ? last : last + 1;
  const nightfall = Math.min(...zones.map((zone) => endOfHours(rows, zone, next)));
  if (nightfall > next) last = nightfall - 1;
  return last < end ? toInstant(last) : until;
}

/** The first moment from `at` on that is allowed; null when none in the next two weeks is. */
export function nextAllowed(mode: QuietHoursMode, at: Instant, about: About): Instant | null {
  const moment = firstAllowed(mode, msOf(at), about);
  return moment === null ? null : toInstant(moment);
}

function firstAllowed(mode: QuietHoursMode, from: number, about: About): number | null {
  if (mode === 'at-once' && from - msOf(about.missedAt) < freshMs) return from;
  const zones = zonesToRespect(about.business, about.phone);
  const rows = rowsToRespect(mode, about.phone);
  let moment = from;
  let settled = 0;
  // Moving on for one zone can lead into the night of another, so each is asked until none moves any more.
  for (let index = 0; settled < zones.length; index += 1) {
    const zone = zones[index % zones.length];
    const next = zone === undefined ? moment : nextInZone(rows, zone, moment);
    settled = next === moment ? settled + 1 : 1;
    moment = next;
    if (moment - from > horizonMs) return null;
  }
  return moment;
}

/**
 * The zones in all of which it must be day: those of the number, or, where it tells none, the business's own and
 * the whole mainland of the United States.
 */
function zonesToRespect(business: Business, phone: E164): readonly string[] {
  return knownZonesOf(phone) ?? [...new Set([business.timeZone, ...mainlandZones])];
}

/** The stricter hours a mode keeps: of the number's states, or of all states where it does not tell. */
function rowsToRespect(mode: QuietHoursMode, phone: E164): readonly StateHours[] {
  switch (mode) {
    case 'at-once':
    case 'hold-21-8':
      return [];
    case 'state-strict': {
      const states = statesOf(phone);
      return states ? stateHours.filter(({ state }) => states.includes(state)) : stateHours;
    }
    default:
      return mode satisfies never;
  }
}

/** The first moment from `moment` on that lies in the hours of its day, or the end of the horizon and a day. */
function nextInZone(rows: readonly StateHours[], zone: string, moment: number): number {
  const shown = clockMs(zone, moment);
  const today = Math.floor(shown / dayMs);
  const now = commonHours(rows, today);
  const hour = (shown - today * dayMs) / hourMs;
  if (now && hour >= now[0] && hour < now[1]) return moment;
  if (now && hour < now[0]) return momentOf(zone, today, now[0] * 60);
  for (let day = today + 1; day * dayMs <= shown + horizonMs; day += 1) {
    const hours = commonHours(rows, day);
    if (hours) return momentOf(zone, day, hours[0] * 60);
  }
  return moment + horizonMs + dayMs;
}

/** When the hours end that `moment` lies in; `moment` itself outside of them. */
function endOfHours(rows: readonly StateHours[], zone: string, moment: number): number {
  const shown = clockMs(zone, moment);
  const today = Math.floor(shown / dayMs);
  const now = commonHours(rows, today);
  const hour = (shown - today * dayMs) / hourMs;
  return now && hour >= now[0] && hour < now[1] ? momentOf(zone, today, now[1] * 60) : moment;
}
