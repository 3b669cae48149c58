import type { Business, Line } from './business.ts';
import type { Caller, State } from './caller.ts';
import type { Event } from './event.ts';
import { isOpenAt } from './hours.ts';
import type { Instant } from './instant.ts';
import { mergeDeep } from './partial-schema.ts';
import type { E164 } from './phone.ts';
import type { callerGroups } from './rule-schema.ts';
import type { Rules } from './rule-set.ts';
import { clockMs, dayMs, minuteMs, weekdayOf } from './zone-clock.ts';

export type CallerGroup = (typeof callerGroups)[number];

export type InForce = {
  readonly business: Business;
  readonly rules: Rules;
  readonly group: CallerGroup;
};

/** The rules as they are for this line, this caller and this moment, and the business as its texts name it. */
export function inForce({ business, rules }: State, event: Event, caller: Caller): InForce {
  const line = business.lines.find(({ number }) => number === numberOf(event, caller)) ?? null;
  const group = groupOf(business, rules, caller);
  const applied = rules.overrides.reduce<Rules>(
    (changed, { when, set }) =>
      holds(when, { business, line, group, at: event.at }) ? mergeDeep<Rules>(changed, set) : changed,
    rules,
  );
  return { business: branded(business, applied, line), rules: applied, group };
}

/** The line that the event came over, or that the conversation is on. */
function numberOf(event: Event, { waiting, conversation }: Caller): E164 | null {
  if ('line' in event) return event.line;
  return waiting?.line ?? conversation?.line ?? null;
}

function groupOf(business: Business, { groups }: Rules, { phone, contact }: Caller): CallerGroup {
  if (phone === null) return 'new';
  if (business.staff.includes(phone)) return 'staff';
  if (groups.blocked.includes(phone)) return 'blocked';
  if (groups.vip.includes(phone)) return 'vip';
  const isKnown = contact?.match === 'one' && (contact.contact?.isCustomer ?? contact.knownBefore);
  return isKnown || groups.customers.includes(phone) ? 'customer' : 'new';
}

type Condition = Rules['overrides'][number]['when'];
type Circumstances = {
  readonly business: Business;
  readonly line: Line | null;
  readonly group: CallerGroup;
  readonly at: Instant;
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function holds(when: Condition, { business, line, group, at }: Circumstances): boolean {
  const clock = clockMs(business.timeZone, Date.parse(at));
  const weekday = weekdays[weekdayOf(Math.floor(clock / dayMs))];
  return (
    among(when.lines, line?.number) &&
    among(when.locations, line?.location) &&
    among(when.services, line?.service) &&
    among(when.groups, group) &&
    among(when.days, weekday) &&
    (when.hours === undefined || among(when.hours, isOpenAt(business, at) ? 'open' : 'closed')) &&
    (when.between === undefined || isWithin(when.between, Math.floor((clock % dayMs) / minuteMs)))
  );
}

function among<T>(wanted: readonly T[] | undefined, found: T | undefined): boolean {
  return wanted === undefined || (found !== undefined && wanted.includes(found));
}

/** `08:00-17:00`, from the first minute up to but not including the last. */
function isWithin(span: string, minute: number): boolean {
  const read = (start: number) =>
    Number(span.slice(start, start + 2)) * 60 + Number(span.slice(start + 3, start + 5));
  return read(0) <= minute && minute < read(6);
}

function branded(business: Business, { brand }: Rules, line: Line | null): Business {
  const { name, bookingUrl } = brand;
  if (name === undefined && bookingUrl === undefined && line?.language === undefined) return business;
  return {
    ...business,
    name: name ?? business.name,
    language: line?.language ?? business.language,
    ...(bookingUrl === undefined ? {} : { bookingUrl }),
  };
}
