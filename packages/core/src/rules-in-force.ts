import type { Business, Line } from './business.ts';
import type { Caller, State } from './caller.ts';
import type { Event } from './event.ts';
import { isOpenAt } from './hours.ts';
import { type Instant, msOf } from './instant.ts';
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
  const applied =
    rules.overrides.length === 0 ? rules : overridden(rules, { business, line, group, at: event.at });
  return { business: branded(business, applied, line), rules: applied, group };
}

/** The same few of the overrides hold together time and again, so what they come to is put together once. */
const merged = new WeakMap<Rules, Map<string, Rules>>();
const rememberedMerges = 200;

function overridden(rules: Rules, circumstances: Circumstances): Rules {
  const clock = clockMs(circumstances.business.timeZone, msOf(circumstances.at));
  const holding = rules.overrides.flatMap(({ when, set }, index) =>
    holds(when, circumstances, clock) ? [{ index, set }] : [],
  );
  if (holding.length === 0) return rules;
  const key = holding.map(({ index }) => index).join();
  const known = merged.get(rules) ?? new Map<string, Rules>();
  merged.set(rules, known);
  const found = known.get(key) ?? holding.reduce((changed, { set }) => mergeDeep<Rules>(changed, set), rules);
  if (known.size >= rememberedMerges) known.clear();
  known.set(key, found);
  return found;
}

/** The line that the event came over, or that the conversation is on. */
function numberOf(event: Event, { waiting, conversation }: Caller): E164 | null {
  if ('line' in event) return event.line;
  return waiting?.line ?? conversation?.line ?? null;
}

function groupOf(business: Business, { groups }: Rules, { phone, contact }: Caller): CallerGroup {
  if (phone === null) return 'new';
  if (isOwn(business, phone)) return 'staff';
  if (isBlocked(business, { groups }, phone)) return 'blocked';
  if (isAmong(groups.vip, phone)) return 'vip';
  const isKnown = contact?.match === 'one' && (contact.contact?.isCustomer ?? contact.knownBefore);
  return isKnown || isAmong(groups.customers, phone) ? 'customer' : 'new';
}

/** Whether the number is the business's own: staff that it names, its lines, and the phones that they ring. */
function isOwn({ staff, lines }: Business, phone: E164): boolean {
  return (
    staff.includes(phone) ||
    lines.some(({ number, forwardTo }) => number === phone || forwardTo.includes(phone))
  );
}

/** Whether the owner has blocked the number; one of their own never is. */
export function isBlocked(business: Business, { groups }: Pick<Rules, 'groups'>, phone: E164): boolean {
  return !isOwn(business, phone) && isAmong(groups.blocked, phone);
}

/** Longer lists are looked up rather than gone through: a shop's customers are thousands. */
const members = new WeakMap<readonly string[], ReadonlySet<string>>();
const shortList = 16;

function isAmong(list: readonly string[], phone: E164): boolean {
  if (list.length <= shortList) return list.includes(phone);
  const known = members.get(list) ?? new Set(list);
  members.set(list, known);
  return known.has(phone);
}

type Condition = Rules['overrides'][number]['when'];
type Circumstances = {
  readonly business: Business;
  readonly line: Line | null;
  readonly group: CallerGroup;
  readonly at: Instant;
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function holds(when: Condition, { business, line, group, at }: Circumstances, clock: number): boolean {
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
