import { type E164, parsePhone } from '@ringback/core';
import { createTwilioMessenger, type TwilioMessengerOptions } from '../twilio/messenger.ts';
import { json } from './twilio-server.ts';

export const accountSid = `AC${'0'.repeat(32)}`;
export const providerId = `SM${'3'.repeat(32)}`;
export const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
export const from = number('+15125550100');
export const to = number('+15125550142');
export const text = {
  textId: 'text-1',
  businessId: 'acme',
  from,
  to,
  body: '¿Qué tal? 👍',
  validitySeconds: 600,
};

function number(raw: string): E164 {
  const phone = parsePhone(raw, 'US');
  if (!phone) throw new Error(`${raw} is no number`);
  return phone.e164;
}

/** A messenger that speaks to `apiBaseUrl` and does not wait between its tries. */
export function messengerAt(apiBaseUrl: string, options: Partial<TwilioMessengerOptions> = {}) {
  return createTwilioMessenger({
    accountSid,
    authToken: 'secret',
    apiBaseUrl,
    publicUrl: 'https://ringback.example.com',
    timeoutMs: 5000,
    wait: async () => {},
    ...options,
  });
}

/** A signal that never aborts. */
export const patient = () => ({ signal: new AbortController().signal });

/** The message resource as Twilio's API describes it. */
export function message(changes: { readonly [field: string]: unknown } = {}) {
  return {
    sid: providerId,
    account_sid: accountSid,
    from,
    to,
    body: text.body,
    status: 'sent',
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    num_media: '0',
    num_segments: '1',
    date_created: 'Sat, 21 Nov 2026 15:04:05 +0000',
    date_sent: 'Sat, 21 Nov 2026 15:04:06 +0000',
    date_updated: 'Sat, 21 Nov 2026 15:04:06 +0000',
    ...changes,
  };
}

export const created = json(201, message({ status: 'queued' }));
