import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { isCallerIdPlaceholder } from './caller-id.ts';
import { createMemo } from './memo.ts';
import { placeNorthAmerican } from './north-american.ts';
import { type Candidate, scanPhones } from './phone-scan.ts';
import { plainPhoneText } from './phone-text.ts';

declare const e164Brand: unique symbol;

/** A phone number as `+` and digits (ITU-T E.164), made by `parsePhone` only. */
export type E164 = string & { readonly [e164Brand]: true };

/** What kind of number it is, as its digits tell; a number that was ported may be another kind. */
export type PhoneKind =
  | 'mobile'
  | 'fixed_line'
  | 'fixed_line_or_mobile'
  | 'toll_free'
  | 'voip'
  | 'short_code'
  | 'premium'
  | 'unknown';

/** A phone number that was read. */
export type Phone = {
  readonly e164: E164;
  readonly kind: PhoneKind;
  /** Whether a text to it can make sense at all. */
  readonly textable: boolean;
};

const kinds: { readonly [libraryType: string]: PhoneKind } = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed_line',
  FIXED_LINE_OR_MOBILE: 'fixed_line_or_mobile',
  TOLL_FREE: 'toll_free',
  VOIP: 'voip',
  PREMIUM_RATE: 'premium',
};

/** Of the kinds that have no name here (pagers, voicemail, shared cost, personal numbers) none takes texts. */
const textableTypes: ReadonlySet<string> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/**
 * Reads what a person or a carrier wrote as a phone number: the first of `parsePhones`, null when there is none.
 * `country` is ISO 3166, two letters, and says how to read a number without a country code.
 *
 * A short code has no E.164 form, so it is none here; `isShortCode` knows it, and `kind` names it.
 */
export function parsePhone(raw: string, country: string): Phone | null {
  // Programs without types hand over what a CRM gave them: no value, or a number.
  if (typeof raw !== 'string') return null;
  if (/^\+\d{7,15}$/.test(raw)) return readE164(raw).phone;
  if (isCallerIdPlaceholder(raw)) return null;
  return phonesIn(raw, country).next().value ?? null;
}

/**
 * Every phone number in a field of a CRM, in order and once each: with labels, extensions, letters in place of
 * digits, digits of any script, several in one field. What only looks like one (dates, amounts, orders, card
 * numbers, caller ids that stand for "withheld") is left out.
 */
export function parsePhones(raw: string, country: string): readonly Phone[] {
  if (typeof raw !== 'string' || isCallerIdPlaceholder(raw)) return [];
  return [...new Map([...phonesIn(raw, country)].map((phone) => [phone.e164, phone])).values()];
}

/** Five or six digits, as businesses of the United States and Canada rent them for texts. Takes no calls. */
export function isShortCode(raw: string, country: string): boolean {
  return (country === 'US' || country === 'CA') && /^[2-9]\d{4,5}$/.test(raw.trim());
}

/** The country a number belongs to, ISO 3166; null for numbers of no country, such as toll-free ones. */
export function countryOf(phone: E164): string | null {
  return readE164(phone).country;
}

type Read = { readonly phone: Phone | null; readonly country: string | null };

/** A caller's number is asked about several times in one decision. */
const readE164 = createMemo(10_000, (e164): Read => {
  const placed = placeNorthAmerican(e164);
  if (placed) return { phone: phoneOf(e164, placed.type, true), country: placed.country };
  const parsed = parsePhoneNumberFromString(withCurrentDigits(e164));
  const phone = isCallerIdPlaceholder(e164) ? null : toPhone(parsed, false);
  return { phone, country: parsed?.country ?? null };
});

function phonesIn(raw: string, country: string): Generator<Phone, undefined> {
  const home = isSupportedCountry(country) ? country : null;
  const northAmerican = home !== null && getCountryCallingCode(home) === '1';
  return scanPhones(plainPhoneText(raw, { northAmerican }), {
    northAmerican,
    read: (candidate) => readPhone(candidate, home),
  });
}

function readPhone({ digits, international, fax }: Candidate, home: CountryCode | null): Phone | null {
  if (!international && home === null) return null;
  const parsed = international
    ? parsePhoneNumberFromString(withCurrentDigits(`+${digits}`))
    : parsePhoneNumberFromString(digits, home ?? undefined);
  return toPhone(parsed, fax);
}

/** Until 2019 mobile numbers of Mexico were dialled with a 1 behind the country code, and are still written so. */
function withCurrentDigits(e164: string): string {
  return e164.replace(/^\+521(?=\d{10}$)/, '+52');
}

function toPhone(parsed: PhoneNumber | undefined, fax: boolean): Phone | null {
  // A number of no type is no valid number; asking for both would match every pattern twice.
  const type = parsed?.getType();
  if (!parsed || !type) return null;
  // Satellite phones and the like belong to no country; texts to them cost a fortune where they arrive at all.
  const placed = parsed.countryCallingCode === '1' || parsed.country !== undefined;
  return phoneOf(parsed.number, type, placed && !fax);
}

function phoneOf(e164: string, type: string, mayText: boolean): Phone {
  return { e164: e164 as E164, kind: kinds[type] ?? 'unknown', textable: mayText && textableTypes.has(type) };
}
