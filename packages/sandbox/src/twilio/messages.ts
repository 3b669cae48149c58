import type { Clock } from '../clock.ts';
import { createSid } from './identifiers.ts';
import type { Attachment, MediaFiles } from './media-files.ts';
import type { SandboxNumber } from './numbers.ts';
import type { OptOuts } from './opt-out.ts';
import { countSegments } from './segments.ts';
import type { WebhookSender } from './webhook-sender.ts';

export type MessageStatus =
  | 'accepted'
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'received';

/** A text as Twilio keeps it, whichever way it went. Times are ISO 8601. */
export type Message = {
  readonly sid: string;
  /** null: a Messaging Service has not chosen the sender yet. */
  readonly from: string | null;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly status: MessageStatus;
  readonly errorCode: number | null;
  readonly segments: number;
  readonly messagingServiceSid: string | null;
  readonly statusCallback: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** null until it has left for the carrier. */
  readonly sentAt: string | null;
};

export type OutgoingMessage = {
  from: string | null;
  to: string;
  body: string;
  mediaUrls?: readonly string[];
  statusCallback?: string | null;
  messagingServiceSid?: string | null;
  direction?: 'outbound-api' | 'outbound-reply';
  /** Twilio's test numbers accept a message and never send it. */
  neverSent?: boolean;
};

/** How texts to a number end instead of `delivered`. `sent`: its carrier gives no receipts. */
export type DeliveryOutcome = { status: 'undelivered' | 'failed'; errorCode: number } | { status: 'sent' };

export type MessageStore = {
  all(): Message[];
  find(sid: string): Message | undefined;
  send(message: OutgoingMessage): Message;
  receive(message: {
    from: string;
    to: string;
    body: string;
    mediaUrls: readonly string[];
    attachments: readonly Attachment[];
  }): Message;
  /** Takes the words away, and leaves that there was a message. */
  redact(sid: string): void;
  remove(sid: string): void;
  /** Every later text to `number` ends so; null: delivered again. */
  setOutcome(number: string, outcome: DeliveryOutcome | null): void;
};

const senderChosenAfterMs = 100;
const sentAfterMs = 200;
const deliveredAfterMs = 800;

export function createMessages(options: {
  accountSid: string;
  clock: Clock;
  webhooks: WebhookSender;
  optOuts: OptOuts;
  media: MediaFiles;
  numbers: readonly SandboxNumber[];
  changed: () => void;
}): MessageStore {
  const { accountSid, clock, webhooks, optOuts, media, numbers, changed } = options;
  const messages = new Map<string, Message>();
  const outcomes = new Map<string, DeliveryOutcome>();
  const timestamp = () => clock.now().toISOString();

  const add = (
    message: Omit<Message, 'sid' | 'createdAt' | 'updatedAt'>,
    sid = createSid(message.mediaUrls.length > 0 ? 'MM' : 'SM'),
  ): Message => {
    const now = timestamp();
    const stored = { ...message, sid, createdAt: now, updatedAt: now };
    messages.set(sid, stored);
    changed();
    return stored;
  };

  const update = (sid: string, change: Partial<Message>): Message | undefined => {
    const message = messages.get(sid);
    if (!message) return undefined;
    const updated = { ...message, ...change, updatedAt: timestamp() };
    messages.set(sid, updated);
    changed();
    return updated;
  };

  /** Moves a message on and tells its status callback. */
  const moveTo = (sid: string, status: MessageStatus, change: Partial<Message> = {}) => {
    const message = update(sid, { ...change, status });
    if (!message?.statusCallback) return;
    const isFinal = status === 'delivered' || status === 'undelivered';
    webhooks.notify({
      kind: 'message-status',
      url: message.statusCallback,
      parameters: {
        MessageSid: sid,
        SmsSid: sid,
        MessageStatus: status,
        SmsStatus: status,
        ...(message.errorCode === null ? {} : { ErrorCode: String(message.errorCode) }),
        ...(message.messagingServiceSid ? { MessagingServiceSid: message.messagingServiceSid } : {}),
        ...(isFinal ? { RawDlrDoneDate: receiptDate(clock.now()) } : {}),
        From: message.from ?? '',
        To: message.to,
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
      },
    });
  };

  const carry = (sid: string, to: string) => {
    clock.after(sentAfterMs, () => {
      const outcome = outcomes.get(to);
      if (outcome?.status === 'failed') return moveTo(sid, 'failed', { errorCode: outcome.errorCode });
      moveTo(sid, 'sent', { sentAt: timestamp() });
      if (outcome?.status === 'sent') return;
      clock.after(deliveredAfterMs, () =>
        outcome ? moveTo(sid, 'undelivered', { errorCode: outcome.errorCode }) : moveTo(sid, 'delivered'),
      );
    });
  };

  return {
    all: () => [...messages.values()],
    find: (sid) => messages.get(sid),
    setOutcome(number, outcome) {
      if (outcome) outcomes.set(number, outcome);
      else outcomes.delete(number);
    },
    send(outgoing) {
      const service = outgoing.messagingServiceSid ?? null;
      const message = add({
        from: outgoing.from,
        to: outgoing.to,
        body: outgoing.body,
        mediaUrls: outgoing.mediaUrls ?? [],
        direction: outgoing.direction ?? 'outbound-api',
        status: service ? 'accepted' : 'queued',
        errorCode: null,
        segments: service ? 0 : countSegments(outgoing.body),
        messagingServiceSid: service,
        statusCallback: outgoing.statusCallback ?? null,
        sentAt: null,
      });
      if (outgoing.neverSent) return message;
      if (!service) {
        carry(message.sid, message.to);
        return message;
      }
      clock.after(senderChosenAfterMs, () => {
        const from = outgoing.from ?? numbers[0]?.number ?? null;
        const segments = countSegments(outgoing.body);
        // With a Messaging Service Twilio finds out about the block list only now.
        if (from && optOuts.isBlocked(from, message.to)) {
          moveTo(message.sid, 'failed', { from, segments, errorCode: 21610 });
          return;
        }
        moveTo(message.sid, 'queued', { from, segments });
        carry(message.sid, message.to);
      });
      return message;
    },
    receive({ attachments, mediaUrls, ...incoming }) {
      const sid = createSid(mediaUrls.length + attachments.length > 0 ? 'MM' : 'SM');
      const kept = attachments.map((attachment) => media.add(sid, attachment).url);
      return add(
        {
          ...incoming,
          mediaUrls: [...mediaUrls, ...kept],
          direction: 'inbound',
          status: 'received',
          errorCode: null,
          segments: countSegments(incoming.body),
          messagingServiceSid: null,
          statusCallback: null,
          sentAt: timestamp(),
        },
        sid,
      );
    },
    redact: (sid) => void update(sid, { body: '' }),
    remove(sid) {
      for (const file of media.of(sid)) media.remove(file.sid);
      messages.delete(sid);
      changed();
    },
  };
}

/** The carrier's own date of a delivery receipt: YYMMDDhhmm. */
function receiptDate(date: Date): string {
  return date.toISOString().replaceAll(/[-T:]/g, '').slice(2, 12);
}
