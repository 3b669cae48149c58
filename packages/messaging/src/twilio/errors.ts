import type { TextFailure, TextFailureKind } from '@ringback/core';

/**
 * What a Twilio error is about: a failure of a text, which says what it asks for, or
 * - `webhook`: Twilio could not use an answer of ours
 * - `channel`: concerns WhatsApp or RCS only
 */
export type TwilioErrorKind = TextFailureKind | 'webhook' | 'channel';

/** `meaning` is one sentence for the owner. */
export type TwilioErrorMeaning = { readonly kind: TwilioErrorKind; readonly meaning: string };

/**
 * Data, because Twilio says that codes may change.
 * Source: https://www.twilio.com/docs/api/errors, read 2026-11-21
 */
const meanings: { readonly [code: string]: readonly [TwilioErrorKind, string] } = {
  21211: ['not-textable', 'This is not a valid phone number, so the caller cannot be texted.'],
  21614: ['not-textable', 'This is not a mobile number, so the caller cannot be texted.'],
  21635: ['not-textable', 'This is a landline, so the caller cannot be texted.'],
  30006: ['not-textable', 'This is a landline, or its carrier takes no texts.'],
  30005: ['unknown-phone', 'The carrier does not know this phone; the number may be out of use.'],
  21610: ['opted-out', 'This person has replied STOP, so Twilio sends them nothing until they text START.'],
  30004: ['blocked', 'The person or their carrier blocks texts from this number.'],
  21408: ['destination', 'The Twilio account is not allowed to text the country of this number.'],
  21212: ['sender', 'The sending number is not valid.'],
  21606: ['sender', 'The sending number cannot send texts, or does not belong to the Twilio account.'],
  21608: ['destination', 'A Twilio trial account may only text numbers that were verified in its console.'],
  21612: ['destination', 'Twilio cannot text this caller from this number.'],
  21703: ['senders', 'The messaging service has no number that can send this text.'],
  21704: ['senders', 'The messaging service has no numbers.'],
  30024: ['sender', 'The sending number is not set up for this kind of text.'],
  20003: ['credentials', 'Twilio does not accept the account SID and auth token.'],
  20404: ['credentials', 'Twilio does not know the account or messaging service.'],
  21617: ['words', 'The text is too long for Twilio.'],
  30019: ['words', 'The attachment is too large for the carrier.'],
  30007: ['words', 'The carrier filtered the text as unwanted; the same words would be filtered again.'],
  30039: ['loop', 'Two automatic answers were replying to each other, so Twilio stopped the exchange.'],
  20429: ['congested', 'Too many requests at once; Twilio did not process this one.'],
  21611: ['congested', 'Too many texts are already waiting to leave this number.'],
  30001: ['congested', 'Too many texts are already waiting to leave.'],
  30017: ['congested', 'The carrier is congested.'],
  30022: ['congested', 'The carrier allows fewer texts a second than were sent.'],
  30023: ['daily-limit', 'The carrier allows no more texts today; its day ends at midnight Pacific time.'],
  30026: ['near-limit', 'The carrier allows only a few more texts today.'],
  30027: [
    'daily-limit',
    'T-Mobile allows this business no more texts today; its day ends at midnight Pacific time.',
  ],
  30003: ['unreachable', 'The phone is switched off or out of reach.'],
  30008: ['other', 'The carrier did not deliver the text and did not say why.'],
  30500: ['other', 'Twilio had an internal error.'],
  20500: ['other', 'Twilio had an internal error.'],
  20503: ['other', 'Twilio is not available at the moment.'],
  30032: ['unregistered', 'The toll-free number is not verified yet, so carriers block its texts.'],
  30033: ['campaign-suspended', 'The texting campaign of this number is suspended.'],
  30034: [
    'unregistered',
    'The number is not registered for business texting (10DLC), so carriers block its texts.',
  ],
  30035: ['unregistered', 'Carriers are still setting up the registration of this number.'],
  30036: ['expired', 'The text could not be delivered while it was still useful.'],
  30002: ['account', 'The Twilio account is suspended.'],
  30037: ['account', 'Sending texts is switched off for the Twilio account.'],
  30450: ['account', 'Twilio blocked the text to protect the account from fraud.'],
  30453: ['account', 'Twilio blocked the text because of a limit or its protection against fraud.'],
  30454: ['account', 'Twilio blocked the text because of a limit or its protection against fraud.'],
  30610: ['account', 'Twilio blocked the text because of a limit or its protection against fraud.'],
  11200: ['webhook', 'Twilio could not fetch an answer from this server.'],
  11205: ['webhook', 'Twilio could not connect to this server.'],
  11215: ['webhook', 'This server redirected Twilio too many times.'],
  12300: ['webhook', 'This server answered Twilio in a form that Twilio does not accept.'],
  63016: [
    'channel',
    'WhatsApp allows only a template here, because the person wrote more than 24 hours ago.',
  ],
  63018: ['channel', 'WhatsApp or RCS allows fewer messages than were sent.'],
  63024: ['channel', 'This person cannot be reached on WhatsApp or RCS.'],
  63036: ['channel', 'This phone cannot be reached by RCS.'],
  63049: ['channel', 'WhatsApp withheld the message because of its limits on marketing.'],
};

/** What a code of Twilio's means to the owner of the business; a code that we do not know is said to be one. */
export function explainTwilioError(code: string): TwilioErrorMeaning {
  const known = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (known) return { kind: known[0], meaning: known[1] };
  return {
    kind: 'other',
    meaning: `Twilio could not deliver the text (error ${code}); see https://www.twilio.com/docs/api/errors/${encodeURIComponent(code)}.`,
  };
}

/** The failure of a text in our words; one that is known of other channels or of webhooks alone asks for nothing. */
export function readTextFailure(code: string): TextFailure {
  const { kind, meaning } = explainTwilioError(code);
  return { kind: kind === 'webhook' || kind === 'channel' ? 'other' : kind, meaning };
}
