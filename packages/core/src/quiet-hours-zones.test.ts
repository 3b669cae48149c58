import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addMs, addSeconds, type Instant, msBetween, toInstant } from './instant.ts';
import type { E164 } from './phone.ts';
import {
  allowedAt,
  lastAllowedInstant,
  nextAllowed,
  nextAllowedInstant,
  type QuietHoursMode,
} from './quiet-hours.ts';
import { at, business, callerPhone, callMissed, given, rules } from './testing/given.ts';
import { zonesOf } from './zones.ts';

const number = (prefix: string) => `+${prefix}5550142` as E164;
/** Two zones, three, one without summer time, Alaska with the Aleutians, one, an island, Canada, anywhere, abroad. */
const prefixes = ['1850', '1208', '1928', '1907', '1512', '1787', '1416', '1709', '1800', '44', '61'];

function allowedFrom(mode: QuietHoursMode, from: string, phone: E164, always = false): string | null {
  const missedAt = toInstant(from);
  const hours = always ? {} : business().hours;
  return nextAllowed(mode, missedAt, { business: business({ hours }), phone, missedAt });
}

describe('a number that may be in two zones', () => {
  test.each([
    // 850, the west of Florida: eight in New York is seven in Chicago.
    ['2026-11-19T13:30:00Z', '2026-11-19T14:00:00.000Z'],
    ['2026-11-19T14:00:00Z', '2026-11-19T14:00:00.000Z'],
    ['2026-11-20T01:59:59Z', '2026-11-20T01:59:59.000Z'],
    ['2026-11-20T02:00:00Z', '2026-11-20T14:00:00.000Z'],
  ])('from %s is texted when it is day in both: %s', (from, expected) => {
    expect(allowedFrom('hold-21-8', from, number('1850'))).toBe(expected);
  });

  test('is texted by its own day, not by that of the business', () => {
    // Ten in the evening in Chicago is eight in California.
    expect(allowedFrom('hold-21-8', '2026-11-19T04:00:00Z', number('1415'))).toBe('2026-11-19T04:00:00.000Z');
    expect(allowedFrom('hold-21-8', '2026-11-18T15:00:00Z', number('1415'))).toBe('2026-11-18T16:00:00.000Z');
  });

  test('that tells no place is texted when it is day on the whole mainland and at the business', () => {
    const phone = number('1800');
    expect(allowedFrom('hold-21-8', '2026-11-18T15:00:00Z', phone)).toBe('2026-11-18T16:00:00.000Z');
    expect(allowedFrom('hold-21-8', '2026-11-19T01:59:00Z', phone)).toBe('2026-11-19T01:59:00.000Z');
    expect(allowedFrom('hold-21-8', '2026-11-19T02:00:00Z', phone)).toBe('2026-11-19T16:00:00.000Z');
    const missedAt = toInstant('2026-11-18T16:00:00Z');
    const hawaiian = business({ timeZone: 'Pacific/Honolulu' });
    expect(nextAllowed('hold-21-8', missedAt, { business: hawaiian, phone, missedAt })).toBe(
      '2026-11-18T18:00:00.000Z',
    );
  });
});

describe('state-strict', () => {
  test.each([
    ['Texas on a weekday', '1512', '2026-11-18T14:00:00Z', '2026-11-18T15:00:00.000Z'],
    ['Texas on a Sunday', '1512', '2026-11-22T14:00:00Z', '2026-11-22T18:00:00.000Z'],
    ['the west of Florida, in both zones', '1850', '2026-11-20T01:00:00Z', '2026-11-20T14:00:00.000Z'],
    ['Alabama on a Sunday', '1205', '2026-11-22T18:00:00Z', '2026-11-23T14:00:00.000Z'],
    ['Alabama over Christmas', '1205', '2026-12-25T18:00:00Z', '2026-12-26T14:00:00.000Z'],
    ['Kentucky', '1502', '2026-11-18T13:00:00Z', '2026-11-18T15:00:00.000Z'],
    ['Rhode Island on a Saturday evening', '1401', '2026-11-21T22:00:00Z', '2026-11-22T15:00:00.000Z'],
    ['California', '1415', '2026-11-18T16:00:00Z', '2026-11-18T16:00:00.000Z'],
    ['Canada', '1416', '2026-11-19T01:30:00Z', '2026-11-19T01:30:00.000Z'],
    [
      'a number that tells no place, by all states',
      '1800',
      '2026-11-21T21:30:00Z',
      '2026-11-21T21:30:00.000Z',
    ],
    ['such a number, late on Saturday', '1800', '2026-11-21T22:00:00Z', '2026-11-23T18:00:00.000Z'],
  ])('%s', (_name, prefix, from, expected) => {
    expect(allowedFrom('state-strict', from, number(prefix))).toBe(expected);
  });

  test('says which zones and states it kept', () => {
    const missedAt = toInstant('2026-11-20T01:00:00Z');
    const held = nextAllowedInstant('state-strict', missedAt, {
      business: business({ hours: {} }),
      phone: number('1850'),
      missedAt,
    });
    expect(held.facts).toEqual({
      mode: 'state-strict',
      zones: 'America/Chicago America/New_York',
      states: 'FL',
    });
  });
});

test('where no hour suits every zone, the text is held for longer than any is kept', () => {
  // Ten to six on both coasts is the night of India.
  const missedAt = toInstant('2026-11-18T18:00:00Z');
  const indian = business({ timeZone: 'Asia/Kolkata', hours: {} });
  const about = { business: indian, phone: number('1800'), missedAt };
  expect(nextAllowed('state-strict', missedAt, about)).toBeNull();
  const held = nextAllowedInstant('state-strict', missedAt, about);
  expect(held.held).toBe(true);
  expect(msBetween(missedAt, held.at)).toBe(14 * 24 * 3_600_000);
});

/** Around both changes of the clocks in America, Europe and Australia, of two years. */
const instants = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
      '2027-03-14',
    ),
    fc.integer({ min: -3 * 86_400, max: 3 * 86_400 }),
  )
  .map(([date, seconds]) => addSeconds(toInstant(date), seconds));
const modes = fc.constantFrom<QuietHoursMode>('at-once', 'hold-21-8', 'state-strict');
const phones = fc.constantFrom(...prefixes.map(number));
const check = (property: (mode: QuietHoursMode, from: Instant, phone: E164) => void) =>
  fc.assert(fc.property(modes, instants, phones, property), { numRuns: 400, seed: 20261121 });

function hourIn(zone: string, instant: Instant): number {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).hour;
}

describe('through both changes of the clocks', () => {
  test('a held text leaves between eight and nine in every zone its number may be in', () => {
    let held = 0;
    check((mode, from, phone) => {
      const missedAt = addMs(from, -5 * 60_000);
      const time = nextAllowedInstant(mode, from, { business: business(), phone, missedAt });
      if (!time.held) expect(time.at).toBe(from);
      else held += 1;
      for (const zone of zonesOf(phone)) {
        expect(hourIn(zone, time.at)).toBeGreaterThanOrEqual(8);
        expect(hourIn(zone, time.at)).toBeLessThan(21);
      }
    });
    expect(held).toBeGreaterThan(100);
  });

  test('no moment before the one found is allowed', () => {
    check((mode, from, phone) => {
      const about = { business: business(), phone, missedAt: addMs(from, -5 * 60_000) };
      const found = nextAllowed(mode, from, about);
      expect(found).not.toBeNull();
      if (found === null) return;
      expect(allowedAt(mode, found, about)).toBe(true);
      if (found === from) return;
      expect(allowedAt(mode, addMs(found, -1), about)).toBe(false);
      for (let step = 1; step <= 20; step += 1) {
        const earlier = addMs(from, Math.floor((msBetween(from, found) * step) / 21));
        expect(allowedAt(mode, earlier, about)).toBe(false);
      }
    });
  });

  test('a text that is put off may leave at every moment up to the last one, and not right after it', () => {
    let cutShort = 0;
    check((mode, from, phone) => {
      const about = { business: business(), phone, missedAt: addMs(from, -30_000) };
      if (!allowedAt(mode, from, about)) return;
      const until = addMs(from, 15 * 3_600_000);
      const last = lastAllowedInstant(mode, { from, until }, about);
      expect(last >= from && last <= until).toBe(true);
      for (let step = 0; step <= 40; step += 1) {
        const moment = addMs(from, Math.floor((msBetween(from, last) * step) / 40));
        expect(allowedAt(mode, moment, about)).toBe(true);
      }
      if (last === until) return;
      cutShort += 1;
      expect(allowedAt(mode, addMs(last, 1), about)).toBe(false);
    });
    expect(cutShort).toBeGreaterThan(100);
  });
});

test.each([
  ['a call at night is answered while it is fresh, not in the morning', 'at-once', '06:30', '06:31:59.999'],
  ['what is fresh when the day begins has the day', 'at-once', '07:59', '09:30'],
  ['a text of the evening does not wait for the night', 'hold-21-8', '20:50', '20:59:59.999'],
] as const)('%s', (_name, mode, missed, expected) => {
  const missedAt = at(missed);
  const from = addSeconds(missedAt, 2);
  const until = missed < '12' ? at('09:30') : at('22:00');
  expect(
    lastAllowedInstant(mode, { from, until }, { business: business(), phone: callerPhone, missedAt }),
  ).toBe(at(expected));
});

test('the story of a caller from the other coast: the text waits for their morning, not for the owner’s', () => {
  const holding = rules({ quietHours: { mode: 'hold-21-8' } });
  const always = business({ hours: {} });
  const caller = given({ rules: holding, business: always, phone: '+14155550142' as E164 });
  // Half past eight in Chicago is half past six in San Francisco.
  caller.when(callMissed('08:30')).thenHeld({ rule: 'quiet-hours', until: at('10:00') });
  given({ rules: holding, business: always, phone: callerPhone })
    .when(callMissed('08:30'))
    .whenTimerFires('first-text')
    .thenTexts(/Acme/);
});
