/** Calling codes of one and two digits (ITU-T E.164 assignments); every other one has three. */
const shortCallingCodes = new Set(
  (
    '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 ' +
    '81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
);

function withoutCallingCode(digits: string): string {
  for (const length of [1, 2]) {
    if (shortCallingCodes.has(digits.slice(0, length))) return digits.slice(length);
  }
  return digits.slice(3);
}

/**
 * The number as HubSpot's `hs_searchable_calculated_*` properties hold it: area code and local number, digits only,
 * without country code and leading zeros ("00004" is kept as "4"). A number typed without a country is taken as
 * North American.
 * Source: HubSpot's search guide, read 2026-11-20.
 */
export function searchablePhone(typed: string): string {
  const withoutExtension = typed.replace(/(?:;ext=|ext\.?|x|#).*$/i, '').replace('(0)', '');
  const digits = withoutExtension.replace(/\D/g, '');
  if (withoutExtension.trim().startsWith('+')) return withoutCallingCode(digits).replace(/^0+/, '');
  const dialledAbroad = /^(?:00|011)(\d{10,})$/.exec(digits)?.[1];
  if (dialledAbroad !== undefined) return withoutCallingCode(dialledAbroad).replace(/^0+/, '');
  if (/^1\d{10}$/.test(digits)) return digits.slice(1);
  return digits.replace(/^0+/, '');
}
