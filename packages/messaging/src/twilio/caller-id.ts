import { type E164, parsePhone } from '@ringback/core';

/** Words that stand for a withheld number, in letters or as a phone's keys spell them (ANONYMOUS is +266696687). */
const withheldWords = ['anonymous', 'blocked', 'private', 'restricted', 'unavailable', 'unknown'];

const keys = '22233344455566677778889999';

function onKeypad(word: string): string {
  return [...word].map((letter) => keys[letter.charCodeAt(0) - 97] ?? '').join('');
}

const placeholders: ReadonlySet<string> = new Set([
  ...withheldWords.map((word) => `+${onKeypad(word)}`),
  // Spelled by no word; Twilio sends it where a carrier gave no caller id.
  '+464',
]);

/**
 * The number in a `From` or `To`; null for everything that is none: withheld numbers, SIP addresses, short codes,
 * digits without a country, and addresses of other channels such as `whatsapp:+1...`.
 * Source: https://www.twilio.com/docs/voice/twiml, read 2026-11-21
 */
export function readNumber(value: string): E164 | null {
  if (!/^\+\d+$/.test(value) || placeholders.has(value)) return null;
  return parsePhone(value, 'US')?.e164 ?? null;
}
