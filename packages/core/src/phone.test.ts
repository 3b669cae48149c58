import { expect, test } from 'vitest';
import { countryOf, type E164, isShortCode, parsePhone, parsePhones } from './phone.ts';

test.each([
  ['(512) 555-0142', 'US', '+15125550142', 'fixed_line_or_mobile', true],
  ['+1 800 555 0123', 'US', '+18005550123', 'toll_free', false],
  ['+1 900 555 0123', 'US', '+19005550123', 'premium', false],
  ['+1 500 555 0006', 'US', '+15005550006', 'unknown', false],
  ['+1 600 555 0142', 'US', '+16005550142', 'voip', true],
  ['+44 20 7946 0018', 'US', '+442079460018', 'fixed_line', false],
  ['+44 7400 123456', 'US', '+447400123456', 'mobile', true],
  ['+44 7600 123456', 'US', '+447600123456', 'unknown', false],
  ['613 555 0142', 'US', '+16135550142', 'fixed_line_or_mobile', true],
] as const)('reads %s', (raw, country, e164, kind, textable) => {
  expect(parsePhone(raw, country)).toEqual({ e164, kind, textable });
});

test.each(['anonymous', '', '123', '+266696687'])('"%s" is nobody’s number', (raw) => {
  expect(parsePhone(raw, 'US')).toBeNull();
});

test('a number in Austin that spells a word is a number all the same, once it is written as one', () => {
  for (const raw of ['+17378742833', '737-874-2833', '1 737 874 2833']) {
    expect(parsePhone(raw, 'US')?.e164).toBe('+17378742833');
  }
});

test.each(['fax: 512-555-0142', '512-555-0142 (fax)', 'F 512-555-0142'])('nobody texts %s', (raw) => {
  expect(parsePhone(raw, 'US')).toMatchObject({ e164: '+15125550142', textable: false });
});

test('nobody texts a satellite phone, which is at home nowhere', () => {
  expect(parsePhone('+881612345678', 'US')).toMatchObject({ kind: 'mobile', textable: false });
});

test.each([null, undefined, 5125550142, {}])(
  '%j, as a program without types may hand over, is no number',
  (raw) => {
    expect(parsePhone(raw as unknown as string, 'US')).toBeNull();
    expect(parsePhones(raw as unknown as string, 'US')).toEqual([]);
  },
);

test('a short code is known, and is no phone number', () => {
  expect(['24273', '787878', ' 24273 '].map((raw) => isShortCode(raw, 'US'))).toEqual([true, true, true]);
  expect(['123', '12345', '2427300', '24-273'].map((raw) => isShortCode(raw, 'CA'))).not.toContain(true);
  expect(isShortCode('24273', 'GB')).toBe(false);
  expect(parsePhone('24273', 'US')).toBeNull();
});

test('knows the country of a number, and that some have none', () => {
  expect(countryOf('+16135550142' as E164)).toBe('CA');
  expect(countryOf('+18765550142' as E164)).toBe('JM');
  expect(countryOf('+80012345678' as E164)).toBeNull();
});
