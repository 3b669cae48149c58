import { TwilioApiError } from './api-error.ts';
import type { OutgoingMessage } from './messages.ts';
import { isE164, type SandboxNumber } from './numbers.ts';
import type { OptOuts } from './opt-out.ts';

// Numbers that make Twilio's test credentials answer so. Source: www.twilio.com/docs/iam/test-credentials,
// crawled 2026-06-30.
const magicSender = '+15005550006';
const magicSenders: Record<string, [code: number, message: string]> = {
  '+15005550001': [21212, "Invalid 'From' Phone Number: +15005550001"],
  '+15005550007': [21606, unusableSender('+15005550007')],
  '+15005550008': [21611, 'This From number has exceeded the maximum number of queued messages'],
};
const magicRecipients: Record<string, [code: number, message: string]> = {
  '+15005550001': [21211, "Invalid 'To' Phone Number: +15005550001"],
  '+15005550002': [
    21612,
    "Message cannot be sent with the current combination of 'To' and 'From' parameters",
  ],
  '+15005550003': [21408, 'Permission to send an SMS has not been enabled for the region of the To number'],
  '+15005550004': [21610, 'Attempt to send to unsubscribed recipient'],
  '+15005550009': [21614, "'To' number is not a valid mobile number: +15005550009"],
};
const longestBody = 1_600;

function unusableSender(from: string): string {
  return `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination.`;
}

/**
 * The message that a form of `POST Messages.json` asks for.
 * @throws TwilioApiError 400 with the code that Twilio answers with
 */
export function readMessageRequest(
  form: URLSearchParams,
  account: { numbers: readonly SandboxNumber[]; optOuts: OptOuts },
): OutgoingMessage {
  const refuse = (code: number, message: string): never => {
    throw new TwilioApiError(400, code, message);
  };
  const to = form.get('To') ?? '';
  const from = form.get('From') || null;
  const body = form.get('Body') ?? '';
  const mediaUrls = form.getAll('MediaUrl');
  const messagingServiceSid = form.get('MessagingServiceSid') || null;

  if (!to) refuse(21604, "A 'To' phone number is required.");
  if (!body && mediaUrls.length === 0) refuse(21602, 'Message body is required.');
  if (!from && !messagingServiceSid) refuse(21603, "A 'From' phone number is required.");
  if (body.length > longestBody) {
    refuse(21617, 'The concatenated message body exceeds the 1600 character limit');
  }
  const magic = (from && magicSenders[from]) || magicRecipients[to];
  if (magic) refuse(...magic);
  if (!isE164(to)) refuse(21211, `Invalid 'To' Phone Number: ${to}`);
  const isOurs = account.numbers.some(({ number }) => number === from);
  if (from && from !== magicSender && !isOurs) refuse(21606, unusableSender(from));
  if (from && !messagingServiceSid && account.optOuts.isBlocked(from, to)) {
    refuse(21610, 'Attempt to send to unsubscribed recipient');
  }
  return {
    from,
    to,
    body,
    mediaUrls,
    statusCallback: form.get('StatusCallback') || null,
    messagingServiceSid,
    neverSent: from === magicSender,
  };
}
