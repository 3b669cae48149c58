import { describe, expect, test } from 'vitest';
import type { E164 } from './phone.ts';
import { areaCodeZones, countryCodeZones } from './zone-table.ts';
import { knownZonesOf, mainlandZones, statesOf, zonesOf } from './zones.ts';

const numberIn = (prefix: string) => `+${prefix}5550142` as E164;

describe('zonesOf', () => {
  test.each([
    ['1512', 'America/Chicago'],
    ['1850', 'America/Chicago America/New_York'],
    ['1448', 'America/Chicago America/New_York'],
    ['1208', 'America/Boise America/Denver America/Los_Angeles'],
    ['1541', 'America/Denver America/Los_Angeles'],
    ['1458', 'America/Denver America/Los_Angeles'],
    ['1928', 'America/Denver America/Phoenix'],
    ['1602', 'America/Phoenix'],
    ['1808', 'Pacific/Honolulu'],
    ['1787', 'America/Puerto_Rico'],
    ['1807', 'America/Toronto America/Winnipeg'],
    ['4420', 'Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London'],
    ['4930', 'Europe/Berlin'],
    ['35318', 'Europe/Guernsey Europe/Isle_of_Man Europe/London'],
  ])('+%s may be in %s', (prefix, zones) => {
    expect(zonesOf(numberIn(prefix))).toEqual(zones.split(' '));
  });

  test('Alaska reaches from Juneau to the Aleutians', () => {
    expect(zonesOf(numberIn('1907'))).toEqual(
      expect.arrayContaining(['America/Adak', 'America/Anchorage', 'America/Juneau']),
    );
  });

  test.each(['1800', '1888', '1500', '1299', '1900', '800', '999'])('+%s may be anywhere', (prefix) => {
    expect(zonesOf(numberIn(prefix))).toEqual(mainlandZones);
    expect(knownZonesOf(numberIn(prefix))).toBeNull();
  });

  test('names only zones that a clock can be set by', () => {
    const lines = `${areaCodeZones}${countryCodeZones}`.trim().split('\n').filter(Boolean);
    const named = new Set(lines.flatMap((line) => line.replace(/:.*/, '').split(' ')));
    expect(named.size).toBeGreaterThan(200);
    for (const zone of [...named, ...mainlandZones]) {
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
  });
});

test.each([
  ['1512', ['TX']],
  ['1202', ['DC']],
  ['1201', ['NJ']],
  ['1206', ['WA']],
  ['1729', ['TN']],
  ['1787', []],
  ['1416', []],
  ['4420', []],
  ['1800', null],
  ['1299', null],
])('+%s belongs to the states %s', (prefix, states) => {
  expect(statesOf(numberIn(prefix))).toEqual(states);
});
