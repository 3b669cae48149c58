import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

declare const e164Brand: unique symbol;

/** A phone number as `+` and digits (ITU-T E.164), made by `parsePhone` only. */
export type E164 = string & { readonly [e164Brand]: true };

export type PhoneKind =
  | 'mobile'
  | 'fixed_line'
  | 'fixed_line_or_mobile'
  | 'toll_free'
  | 'voip'
  | 'short_code'
  | 'premium'
  | 'unknown';

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

const untextable: ReadonlySet<PhoneKind> = new Set(['fixed_line', 'toll_free', 'premium', 'short_code']);

/** Reads what a person or a carrier wrote as a phone number; null when it is none. `country` is ISO 3166, two letters. */
export function parsePhone(raw: string, country: string): Phone | null {
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode);
  if (!parsed?.isValid()) return null;
  const kind = kinds[parsed.getType() ?? ''] ?? 'unknown';
  return { e164: parsed.number as string as E164, kind, textable: !untextable.has(kind) };
}

/** The country a number belongs to, ISO 3166; null for numbers of no country, such as toll-free ones. */
export function countryOf(phone: E164): string | null {
  return parsePhoneNumberFromString(phone)?.country ?? null;
}
