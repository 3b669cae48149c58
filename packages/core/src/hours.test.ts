import { describe, expect, test } from 'vitest';
import { addOpenMinutes, isOpenAt, nextOpening } from './hours.ts';
import { toInstant } from './instant.ts';
import { at, business } from './testing/given.ts';

const split = () => business({ hours: { wed: ['13:00-17:00', '08:00-12:00'], thu: ['08:00-17:00'] } });

describe('isOpenAt', () => {
  test.each([
    ['07:59:59', false],
    ['08:00', true],
    ['11:59:59', true],
    ['12:00', false],
    ['13:00', true],
    ['17:00', false],
  ])('with a break at noon, at %s: %s', (time, open) => {
    expect(isOpenAt(split(), at(time))).toBe(open);
  });

  test('a business that told no hours counts as open', () => {
    expect(isOpenAt(business({ hours: {} }), at('03:00'))).toBe(true);
  });

  test('the same hours are told apart by zone, closures and openings', () => {
    const plain = business();
    const isOpen = (changes: Partial<typeof plain>, time: string) =>
      isOpenAt({ ...plain, ...changes }, at(time));
    const closed = { closures: [{ date: '2026-11-18' }] };
    const longer = { openings: [{ date: '2026-11-18', spans: ['08:00-24:00'] }] };
    for (let time = 0; time < 2; time += 1) {
      expect(isOpen({}, '16:30')).toBe(true);
      expect(isOpen(closed, '16:30')).toBe(false);
      expect(isOpen({}, '17:30')).toBe(false);
      expect(isOpen(longer, '17:30')).toBe(true);
      expect(isOpen({}, '16:30')).toBe(true);
      expect(isOpen({ timeZone: 'America/New_York' }, '16:30')).toBe(false);
    }
  });

  test('hours of a night in which the clocks skip them are none', () => {
    const early = business({ hours: { sun: ['02:15-02:45'] } });
    expect(nextOpening(early, toInstant('2026-03-08T06:00:00Z'))).toBe('2026-03-15T07:15:00.000Z');
  });

  test('a year of days is remembered, and those before it found again', () => {
    const of = business();
    const days = Array.from({ length: 410 }, (_, day) => isOpenAt(of, at('10:00', day)));
    expect(days.filter((open) => open)).toHaveLength(293);
    expect(days.slice(0, 7)).toEqual([true, true, true, false, false, true, true]);
    expect(isOpenAt(of, at('10:00'))).toBe(true);
    expect(isOpenAt(of, at('10:00', 409))).toBe(days.at(-1));
  });

  test('a closure closes the day', () => {
    const closed = business({ closures: [{ date: '2026-11-18' }] });
    expect(isOpenAt(closed, at('10:00'))).toBe(false);
    expect(nextOpening(closed, at('10:00'))).toBe(at('08:00', 'tomorrow'));
  });

  test('a closure of some hours is cut out of the day', () => {
    const early = business({ closures: [{ date: '2026-11-18', spans: ['12:00-13:00', '15:00-24:00'] }] });
    const open = ['11:59', '12:00', '13:00', '14:59', '15:00'].map((time) => isOpenAt(early, at(time)));
    expect(open).toEqual([true, false, true, true, false]);
    expect(nextOpening(early, at('12:30'))).toBe(at('13:00'));
    expect(nextOpening(early, at('15:00'))).toBe(at('08:00', 'tomorrow'));
    expect(isOpenAt(early, at('12:30', 'tomorrow'))).toBe(true);
  });

  test('a one-off opening stands in place of the hours of its day', () => {
    const evening = business({ openings: [{ date: '2026-11-18', spans: ['18:00-21:00'] }] });
    const open = ['10:00', '17:59', '18:00', '20:59', '21:00'].map((time) => isOpenAt(evening, at(time)));
    expect(open).toEqual([false, false, true, true, false]);
    expect(isOpenAt(evening, at('10:00', 'tomorrow'))).toBe(true);
    const saturday = business({
      openings: [{ date: '2026-11-21', name: 'Open house', spans: ['10:00-12:00'] }],
    });
    expect(nextOpening(saturday, at('18:00', 2))).toBe(at('10:00', 3));
  });

  test('a one-off opening wins over a closure of the day, and not over one of some hours', () => {
    const openings = [{ date: '2026-11-18', spans: ['09:00-12:00'] }];
    const both = business({ openings, closures: [{ date: '2026-11-18', name: 'Holiday' }] });
    expect(nextOpening(both, at('07:00'))).toBe(at('09:00'));
    const cut = business({ openings, closures: [{ date: '2026-11-18', spans: ['09:00-10:00'] }] });
    expect(nextOpening(cut, at('07:00'))).toBe(at('10:00'));
  });

  test('one-off openings are hours, even of a business that has no others', () => {
    const rare = business({ hours: {}, openings: [{ date: '2026-11-21', spans: ['10:00-12:00'] }] });
    expect(isOpenAt(rare, at('10:00'))).toBe(false);
    expect(nextOpening(rare, at('10:00'))).toBe(at('10:00', 3));
  });

  test.each([
    { openings: [{ date: '2026-11-18', spans: [] }] },
    { openings: [{ date: '2026-11-18', spans: ['12:00-08:00'] }] },
    { openings: [{ date: '18.11.2026', spans: ['08:00-12:00'] }] },
    { closures: [{ date: '2026-11-18', spans: ['8-12'] }] },
  ])('%j are no hours', (wrong) => {
    expect(() => business(wrong)).toThrow(/date|spans/);
  });

  test('24:00 is the midnight that ends the day', () => {
    const bar = business({ hours: { wed: ['18:00-24:00'], thu: ['00:00-02:00'] } });
    expect(isOpenAt(bar, at('23:59:59'))).toBe(true);
    expect(isOpenAt(bar, at('01:59', 'tomorrow'))).toBe(true);
    expect(isOpenAt(bar, at('02:00', 'tomorrow'))).toBe(false);
  });
});

describe('nextOpening', () => {
  test.each([
    ['10:00', at('10:00')],
    ['12:30', at('13:00')],
    ['17:00', at('08:00', 'tomorrow')],
  ])('from %s', (time, expected) => {
    expect(nextOpening(split(), at(time))).toBe(expected);
  });

  test('is now where no hours are told', () => {
    expect(nextOpening(business({ hours: {} }), at('03:00'))).toBe(at('03:00'));
  });

  test('looks two months ahead and no further', () => {
    const on = (day: number) =>
      business({ hours: {}, openings: [{ date: at('12:00', day).slice(0, 10), spans: ['10:00-12:00'] }] });
    expect(nextOpening(on(62), at('09:00'))).toBe(at('10:00', 62));
    expect(nextOpening(on(63), at('09:00'))).toBeNull();
  });

  test('skips the week-end', () => {
    expect(nextOpening(business(), at('18:00', 2))).toBe(at('08:00', 5));
  });

  test('keeps 8 o’clock on the clock when the clocks change', () => {
    const sunday = business({ hours: { sun: ['08:00-12:00'] } });
    // Saturday evening before the clocks go forward (8 March 2026) and back (1 November 2026) in Chicago.
    expect(nextOpening(sunday, toInstant('2026-03-08T00:00:00Z'))).toBe('2026-03-08T13:00:00.000Z');
    expect(nextOpening(sunday, toInstant('2026-11-01T00:00:00Z'))).toBe('2026-11-01T14:00:00.000Z');
  });

  test('is null when every day for two months is closed', () => {
    const closures = Array.from({ length: 70 }, (_, day) => ({ date: at('12:00', day).slice(0, 10) }));
    expect(nextOpening(business({ closures }), at('18:00'))).toBeNull();
  });
});

describe('addOpenMinutes', () => {
  test.each([
    ['in the middle of the day', '10:00', at('10:15')],
    ['over the noon break', '11:50', at('13:05')],
    ['over the night', '16:50', at('08:05', 'tomorrow')],
    ['from before the opening', '06:00', at('08:15')],
  ])('counts opening hours only: %s', (_name, time, expected) => {
    expect(addOpenMinutes(split(), at(time), 15)).toBe(expected);
  });

  test('counts hours that overlap once', () => {
    const twice = business({ hours: { wed: ['08:00-12:00', '10:00-11:00', '11:30-13:00', '13:00-14:00'] } });
    expect(addOpenMinutes(twice, at('09:00'), 5 * 60)).toBe(at('14:00'));
  });

  test('counts plain minutes where no opening is near', () => {
    const rare = business({ hours: {}, openings: [{ date: '2027-11-18', spans: ['10:00-12:00'] }] });
    expect(addOpenMinutes(rare, at('03:00'), 15)).toBe(at('03:15'));
  });

  test('counts plain minutes where no hours are told', () => {
    expect(addOpenMinutes(business({ hours: {} }), at('03:00'), 15)).toBe(at('03:15'));
  });
});
