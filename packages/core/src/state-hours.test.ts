import { describe, expect, test } from 'vitest';
import { commonHours, federalHours, isLegalHoliday, stateHours } from './state-hours.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;
const rowOf = (state: string) => stateHours.filter((row) => row.state === state);

const [wednesday, saturday, sunday, christmas] = ['2026-11-18', '2026-11-21', '2026-11-22', '2026-12-25'];

describe('commonHours', () => {
  test.each([
    ['TX', [9, 21], [9, 21], [12, 21], [9, 21]],
    ['FL', [8, 20], [8, 20], [8, 20], [8, 20]],
    ['OK', [8, 20], [8, 20], [8, 20], [8, 20]],
    ['MD', [8, 20], [8, 20], [8, 20], [8, 20]],
    ['WA', [8, 20], [8, 20], [8, 20], [8, 20]],
    ['CT', [9, 20], [9, 20], [9, 20], [9, 20]],
    ['NJ', [8, 20], [8, 20], [8, 20], [8, 20]],
    ['MA', [8, 20], [8, 20], [8, 20], [8, 20]],
    ['LA', [8, 20], [8, 20], null, null],
    ['MS', [8, 20], [8, 20], null, [8, 20]],
    ['AL', [8, 20], [8, 20], null, null],
    ['KY', [10, 21], [10, 21], [10, 21], [10, 21]],
    ['NV', [9, 20], [9, 20], [9, 20], [9, 20]],
    ['RI', [9, 18], [10, 17], [10, 17], [9, 18]],
    ['CA', [8, 21], [8, 21], [8, 21], [8, 21]],
  ])('%s', (state, ...expected) => {
    const days = [wednesday, saturday, sunday, christmas];
    expect(days.map((date) => commonHours(rowOf(state), day(date ?? '')))).toEqual(expected);
  });

  test('of several states are those that all of them allow', () => {
    const rows = [...rowOf('KY'), ...rowOf('RI')];
    expect(commonHours(rows, day('2026-11-18'))).toEqual([10, 18]);
    expect(commonHours([], day('2026-11-18'))).toEqual([8, 21]);
    expect(commonHours(stateHours, day('2026-11-18'))).toEqual([10, 18]);
    expect(commonHours(stateHours, day('2026-11-22'))).toBeNull();
  });

  test('are none when one state begins where another ends', () => {
    const early = { ...federalHours, weekday: [8, 10] as const };
    const late = { ...federalHours, weekday: [10, 21] as const };
    expect(commonHours([early, late], day('2026-11-18'))).toBeNull();
  });
});

test('of several states, one that keeps the holidays is enough', () => {
  const rows = [...rowOf('CT'), ...rowOf('AL')];
  expect(commonHours(rows, day('2026-12-25'))).toBeNull();
  expect(commonHours(rows, day('2026-12-24'))).toEqual([9, 20]);
});

test('every row says where it is from and when that was so', () => {
  expect(stateHours).toHaveLength(14);
  for (const { source, asOf } of [federalHours, ...stateHours]) {
    expect(source).not.toBe('');
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});

test('knows the legal holidays of a year, and the days on which they are kept', () => {
  const year = Array.from({ length: 365 }, (_, index) => day('2026-01-01') + index);
  const found = year.filter(isLegalHoliday).map((number) => new Date(number * 86_400_000).toISOString());
  expect(found.map((date) => date.slice(5, 10))).toEqual([
    ...['01-01', '01-19', '02-16', '05-25', '06-19', '07-03', '07-04', '09-07', '10-12', '11-11', '11-26'],
    '12-25',
  ]);
  expect(isLegalHoliday(day('2021-07-05'))).toBe(true);
  expect(isLegalHoliday(day('2024-05-27'))).toBe(true);
  expect(isLegalHoliday(day('2027-12-31'))).toBe(true);
});
