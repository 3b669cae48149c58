import type { E164 } from './phone.ts';
import { areaCodeZones, countryCodeZones, stateAreaCodes } from './zone-table.ts';

const byAreaCode = readTable(areaCodeZones);
const byCountryCode = readTable(countryCodeZones);
const statesByAreaCode = readTable(stateAreaCodes);

/**
 * Where a number that says nothing of its place (toll-free, personal, of an area code too new for the table, of no
 * country) is taken to be: in all zones of the United States mainland at once.
 */
export const mainlandZones: readonly string[] = [
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/New_York',
  'America/Phoenix',
];

/**
 * Every IANA time zone that a number may be in, at least one, in the order of the alphabet. Numbers of +1 go by
 * area code, others by country code; one that tells no place may be anywhere on the mainland of the United States.
 * Only a presumption: a mobile number moves with its owner.
 */
export function zonesOf(phone: E164): readonly string[] {
  return knownZonesOf(phone) ?? mainlandZones;
}

/** As `zonesOf`, but null for a number that tells no place. */
export function knownZonesOf(phone: E164): readonly string[] | null {
  if (phone.startsWith('+1')) return byAreaCode.get(phone.slice(2, 5)) ?? null;
  for (const length of [1, 2, 3]) {
    const zones = byCountryCode.get(phone.slice(1, 1 + length));
    if (zones) return zones;
  }
  return null;
}

/**
 * The states of the United States (`TX`, and `DC`) that a number's area code lies in; none for a number of another
 * country or of a territory, null for one of +1 that tells no place.
 */
export function statesOf(phone: E164): readonly string[] | null {
  if (!phone.startsWith('+1')) return [];
  const areaCode = phone.slice(2, 5);
  return statesByAreaCode.get(areaCode) ?? (byAreaCode.has(areaCode) ? [] : null);
}

/** Lines of `values: keys`, turned into the values of each key. */
function readTable(table: string): ReadonlyMap<string, readonly string[]> {
  const entries = table.trim().split('\n');
  return new Map(
    entries.flatMap((line) => {
      const [values = '', keys = ''] = line.split(': ');
      return keys.split(' ').map((key): [string, readonly string[]] => [key, values.split(' ')]);
    }),
  );
}
