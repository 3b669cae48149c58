import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { placeNorthAmerican } from './north-american.ts';

/** Every area code with some exchanges that the patterns tell apart, and numbers within them. */
const exchanges = ['200', '242', '310', '446', '555', '611', '700', '888', '976', '999'];
const lasts = ['0000', '0142', '9999'];

test('says of every area code what libphonenumber says, or leaves the number to it', () => {
  const placed = { US: 0, CA: 0 };
  const differences: unknown[] = [];
  for (let areaCode = 200; areaCode < 1000; areaCode += 1) {
    exchanges.forEach((exchange, index) => {
      const e164 = `+1${areaCode}${exchange}${lasts[index % lasts.length]}`;
      const found = placeNorthAmerican(e164);
      const parsed = parsePhoneNumberFromString(e164);
      const theirs = { type: parsed?.getType(), country: parsed?.country };
      if (found) placed[found.country] += 1;
      const isTheirs = theirs.type !== undefined && /^(US|CA)$/.test(theirs.country ?? '');
      if (found || isTheirs) {
        if (found?.type !== theirs.type || found?.country !== theirs.country)
          differences.push({ e164, found, theirs });
      }
    });
  }
  expect(differences).toEqual([]);
  expect(placed.US).toBeGreaterThan(3_000);
  expect(placed.CA).toBeGreaterThan(300);
});

test.each(['+1512555014', '+15125550142x', '+25125550142', '+11125550142', '+442079460123'])(
  'leaves %s to libphonenumber',
  (e164) => {
    expect(placeNorthAmerican(e164)).toBeNull();
  },
);
