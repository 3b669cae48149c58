import { type Instant, msOf, toInstant } from '../instant.ts';
import type { E164 } from '../phone.ts';
import { nextAllowed } from '../quiet-hours.ts';
import { clockMs, dayMs, minuteMs, momentOf, weekdayOf } from '../zone-clock.ts';
import { knownZonesOf, mainlandZones } from '../zones.ts';
import type { Turn } from './turn.ts';

/** More than enough for several zones to agree; they need two or three rounds. */
const rounds = 20;

/**
 * The first moment from `at` on between 9 AM and 8 PM, on Sundays from noon, in every zone the number may be in: for
 * texts that answer nothing of this moment. null when there is none.
 */
export function nextDaytime({ business, rules }: Turn, phone: E164, at: Instant): Instant | null {
  const zones = knownZonesOf(phone) ?? [business.timeZone, ...mainlandZones];
  const mode = rules.quietHours.mode === 'state-strict' ? 'state-strict' : 'hold-21-8';
  let moment = at;
  for (let round = 0; round < rounds; round += 1) {
    const allowed = nextAllowed(mode, moment, { business, phone, missedAt: at });
    if (allowed === null) return null;
    const shifted = zones.reduce(nextInDay, msOf(allowed));
    if (shifted === msOf(moment)) return moment;
    moment = toInstant(shifted);
  }
  return null;
}

const until = 20 * 60;

function nextInDay(moment: number, zone: string): number {
  const clock = clockMs(zone, moment);
  const day = Math.floor(clock / dayMs);
  const minute = Math.floor((clock - day * dayMs) / minuteMs);
  if (minute >= until) return momentOf(zone, day + 1, beginning(day + 1));
  return minute < beginning(day) ? momentOf(zone, day, beginning(day)) : moment;
}

function beginning(day: number): number {
  return weekdayOf(day) === 6 ? 12 * 60 : 9 * 60;
}
