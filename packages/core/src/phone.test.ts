import { expect, test } from 'vitest';
import { countryOf, type E164, parsePhone } from './phone.ts';

test.each([
  ['(512) 555-0142', 'US', '+15125550142', 'fixed_line_or_mobile', true],
  ['+1 800 555 0123', 'US', '+18005550123', 'toll_free', false],
  ['+44 20 7946 0018', 'US', '+442079460018', 'fixed_line', false],
  ['+44 7400 123456', 'US', '+447400123456', 'mobile', true],
] as const)('reads %s', (raw, country, e164, kind, textable) => {
  expect(parsePhone(raw, country)).toEqual({ e164, kind, textable });
});

test.each(['anonymous', '', '123', '+266696687'])('"%s" is nobody’s number', (raw) => {
  expect(parsePhone(raw, 'US')).toBeNull();
});

test('knows the country of a number, and that some have none', () => {
  expect(countryOf('+16135550142' as E164)).toBe('CA');
  expect(countryOf('+18765550142' as E164)).toBe('JM');
  expect(countryOf('+80012345678' as E164)).toBeNull();
});
