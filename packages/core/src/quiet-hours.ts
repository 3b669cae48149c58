import type { Business } from './business.ts';
import { instantOf, nextOpening, zoned } from './hours.ts';
import { type Instant, laterOf, msBetween } from './instant.ts';
import type { E164 } from './phone.ts';
import type { Rules } from './rule-set.ts';

export type QuietHoursMode = Rules['quietHours']['mode'];

/** A call answered within this time is answered at any hour: the caller has the phone in hand. */
const freshMs = 2 * 60_000;

type Quiet = { readonly from: string; readonly until: string };

/** Local times between which no automated text leaves. Source: 47 CFR 64.1200(c)(1), 8 a.m. to 9 p.m. */
const federal: Quiet = { from: '21:00', until: '08:00' };

export type TextTime = {
  /** When the text may leave: `at`, or the end of the quiet hours if those are on. */
  readonly at: Instant;
  readonly held: boolean;
};

/** The first moment from `at` on at which a text that answers a call missed at `missedAt` may leave. */
export function nextAllowedInstant(
  mode: QuietHoursMode,
  at: Instant,
  about: { readonly business: Business; readonly phone: E164; readonly missedAt: Instant },
): TextTime {
  if (mode === 'at-once' && msBetween(about.missedAt, at) < freshMs) return { at, held: false };
  const zones = zonesToRespect(about.business, about.phone);
  const quiet = quietHoursOf(mode);
  const awake = afterQuietHours(quiet, zones, at);
  if (awake === at) return { at, held: false };
  // Somebody should be there when the answer comes, unless that would lead into the next night.
  const opening = nextOpening(about.business, awake);
  const atOpening = opening !== null && afterQuietHours(quiet, zones, opening) === opening;
  return { at: atOpening ? opening : awake, held: true };
}

/** The zones in all of which it must be day. The caller's own can be added here once numbers are mapped to zones. */
function zonesToRespect(business: Business, _phone: E164): readonly string[] {
  return [business.timeZone];
}

/** The hours that a mode keeps quiet. Every state's stricter hours concern sales texts only, so one pair serves all. */
function quietHoursOf(mode: QuietHoursMode): Quiet {
  switch (mode) {
    case 'at-once':
    case 'hold-21-8':
    case 'state-strict':
      return federal;
    default:
      return mode satisfies never;
  }
}

function afterQuietHours(quiet: Quiet, zones: readonly string[], at: Instant): Instant {
  let latest = at;
  for (const zone of zones) {
    latest = laterOf(latest, endOfQuiet(quiet, zone, latest));
  }
  // Moving on for one zone can lead into the night of another; somewhere it settles, as the nights overlap.
  return latest === at || zones.length === 1 ? latest : afterQuietHours(quiet, zones, latest);
}

function endOfQuiet({ from, until }: Quiet, zone: string, at: Instant): Instant {
  const local = zoned(at, zone);
  const time = local.toPlainTime().toString().slice(0, 5);
  if (time < until) return instantOf(local.toPlainDate(), until, zone);
  if (time >= from) return instantOf(local.toPlainDate().add({ days: 1 }), until, zone);
  return at;
}
