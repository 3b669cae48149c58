import { type E164, parsePhone } from '@ringback/core';

/**
 * The number in a `From` or `To`; null for everything that is none: words such as `anonymous` and their digits on
 * a phone's keys (+266696687), which no country has, SIP addresses, short codes, digits without a country, and
 * addresses of other channels such as `whatsapp:+1...`.
 * Source: https://www.twilio.com/docs/voice/twiml, read 2026-11-21
 */
export function readNumber(value: string): E164 | null {
  if (!/^\+\d+$/.test(value)) return null;
  return parsePhone(value, 'US')?.e164 ?? null;
}
