import type { Attachment, MediaFiles } from './media-files.ts';
import type { Message, MessageStore } from './messages.ts';
import { placeOf, type SandboxNumber } from './numbers.ts';
import type { OptOuts } from './opt-out.ts';
import { parseTwiml, TwimlError } from './twiml.ts';
import type { WebhookAnswer, WebhookSender } from './webhook-sender.ts';

export type IncomingText = {
  from: string;
  to: string;
  body: string;
  /** Addresses that Twilio tells as they are, whatever lies there. */
  mediaUrls?: readonly string[];
  /** Files that Twilio keeps, and gives to whoever has the account's password. */
  attachments?: readonly Attachment[];
};

/** Takes texts from handsets: Twilio's own opt-out first, then the number's webhook and what it answers. */
export function createIncomingTexts(options: {
  accountSid: string;
  messages: MessageStore;
  optOuts: OptOuts;
  media: MediaFiles;
  webhooks: WebhookSender;
  numbers: readonly SandboxNumber[];
  advancedOptOut: boolean;
  log: (line: string) => void;
}): (text: IncomingText) => Message {
  const { accountSid, messages, optOuts, media, webhooks, numbers, advancedOptOut, log } = options;

  /** `<Message>` in the answer, or any plain text, goes back to the person as a text. */
  const sendReplies = (message: Message, answer: WebhookAnswer & { ok: true }) => {
    const reply = (body: string, mediaUrls: readonly string[], statusCallback: string | null) => {
      if (optOuts.isBlocked(message.to, message.from ?? '')) return;
      const back = { from: message.to, to: message.from ?? '', direction: 'outbound-reply' as const };
      messages.send({ ...back, body, mediaUrls, statusCallback });
    };
    if (answer.contentType.startsWith('text/plain')) {
      if (answer.body.trim()) reply(answer.body.trim(), [], null);
      return;
    }
    if (!answer.body.trim()) return;
    for (const verb of parseTwiml(answer.body)) {
      if (verb.name !== 'Message') throw new TwimlError(12200, `<${verb.name}> is not run for texts here`);
      const body = verb.children.find((child) => child.name === 'Body')?.text ?? verb.text;
      const media = verb.children.filter((child) => child.name === 'Media').map((child) => child.text);
      reply(body, media, verb.attributes.statusCallback ?? null);
    }
  };

  const deliver = (message: Message, number: SandboxNumber, optOutType: string | null) => {
    const { sid } = message;
    const parameters: Record<string, string> = {
      ...placeOf('To', message.to),
      ...placeOf('From', message.from ?? ''),
      MessageSid: sid,
      SmsSid: sid,
      SmsMessageSid: sid,
      AccountSid: accountSid,
      From: message.from ?? '',
      To: message.to,
      Body: message.body,
      NumMedia: String(message.mediaUrls.length),
      NumSegments: String(message.segments),
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      ...(optOutType ? { OptOutType: optOutType } : {}),
    };
    const files = media.of(sid);
    message.mediaUrls.forEach((url, index) => {
      const file = files.find((each) => each.url === url);
      parameters[`MediaUrl${index}`] = url;
      parameters[`MediaContentType${index}`] = file?.contentType ?? 'image/jpeg';
    });

    const failed = (errorCode: number, why: string) => {
      log(`message ${sid}: error ${errorCode}: ${why}`);
      if (!number.smsFallbackUrl) return;
      const fallback = { ...parameters, ErrorCode: String(errorCode), ErrorUrl: number.smsUrl };
      webhooks.notify({ kind: 'message', url: number.smsFallbackUrl, parameters: fallback });
    };
    webhooks.notify({ kind: 'message', url: number.smsUrl, parameters }, (answer) => {
      if (!answer.ok) return failed(11200, `the webhook answered ${answer.status ?? answer.failure}`);
      try {
        sendReplies(message, answer);
      } catch (error) {
        if (!(error instanceof TwimlError)) throw error;
        failed(error.code, error.message);
      }
    });
  };

  return ({ from, to, body, mediaUrls = [], attachments = [] }) => {
    const number = numbers.find((candidate) => candidate.number === to);
    if (!number) throw new Error(`${to} is not a number of this account`);
    const message = messages.receive({ from, to, body, mediaUrls, attachments });
    const seen = optOuts.observe(from, to, body);
    if (seen?.confirmation) {
      messages.send({ from: to, to: from, body: seen.confirmation, direction: 'outbound-reply' });
    }
    deliver(message, number, advancedOptOut ? (seen?.keyword ?? null) : null);
    return message;
  };
}
