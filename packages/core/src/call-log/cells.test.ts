import { describe, expect, test } from 'vitest';
import { readCaller, readLine, readSeconds, readTime } from './cells.ts';

describe('a time', () => {
  test.each([
    ['2026-11-02T15:14:07.000Z', '2026-11-02T15:14:07.000Z'],
    ['2026-11-02 09:14:07 -0600', '2026-11-02T15:14:07.000Z'],
    ['2026-11-02 09:14:07 CST', '2026-11-02T15:14:07.000Z'],
    ['Mon, 02 Nov 2026 15:14:07 +0000', '2026-11-02T15:14:07.000Z'],
    ['2026-11-02 15:14:07 UTC', '2026-11-02T15:14:07.000Z'],
    ['11/02/2026 9:14 AM', '2026-11-02T15:14:00.000Z'],
    ['Mon 11/2/26 9:14 pm', '2026-11-03T03:14:00.000Z'],
    ['Nov 2, 2026 12:05 am', '2026-11-02T06:05:00.000Z'],
    ['11/02/2026 12:05 PM', '2026-11-02T18:05:00.000Z'],
    ['2026-07-02 09:14', '2026-07-02T14:14:00.000Z'],
  ])('is read from %s, in the zone of the business where it names none', (text, moment) => {
    expect(readTime(text, 'America/Chicago')).toBe(moment);
  });

  test.each([
    '',
    'last Tuesday',
    '2026-11-02',
    '09:14',
    '2026-02-30 09:14',
    '2026-13-01 09:14',
    '11/02/2026 13:14 PM',
    '2026-11-02 25:00',
  ])('is not made of "%s"', (text) => {
    expect(readTime(text, 'America/Chicago')).toBeNull();
  });
});

test.each([
  ['65', 65],
  ['1:05', 65],
  ['0:01:05', 65],
  ['1m 5s', 65],
  ['2 min', 120],
  ['', null],
  ['soon', null],
  [undefined, null],
])('%j lasts %j seconds', (text, seconds) => {
  expect(readSeconds(text)).toBe(seconds);
});

test.each([
  ['(512) 555-0142', '+15125550142'],
  ['+1 512-555-0142', '+15125550142'],
  ['Anonymous', null],
  ['', null],
  ['+266696687', null],
  ['=cmd()', 'unreadable'],
])('%j calls as %j', (text, caller) => {
  expect(readCaller(text, 'US')).toBe(caller);
});

test.each([
  ...['+7378742833', '7378742833', '+7748283', '7748283', '+266696687', 'Anonymous Caller', 'Blocked Number'],
  ...['Out of Area', 'RESTRICTED', 'Private Number', 'Unknown'],
])('%s is a caller who does not tell their number', (text) => {
  expect(readCaller(text, 'US')).toBeNull();
});

test('a number that was once taken for RESTRICTED by a slip is a number', () => {
  expect(readCaller('7378742883', 'US')).toBe('+17378742883');
});

test('a line is found beside its name', () => {
  expect(readLine('Sales (+1 512-555-0100)', 'US')).toBe('+15125550100');
  expect(readLine('Front desk', 'US')).toBeNull();
});
