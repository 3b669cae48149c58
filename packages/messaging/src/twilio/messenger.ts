import { setTimeout as delay } from 'node:timers/promises';
import { addMinutes, type E164, type Instant, toInstant } from '@ringback/core';
import pRetry from 'p-retry';
import { z } from 'zod';
import { MessagingError } from '../errors.ts';
import type { Messenger, OutgoingText, SentText } from '../messenger.ts';
import { callbackUrl } from './callback-url.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { readTextFailure } from './errors.ts';
import { toMessagingError } from './failure.ts';
import { readTextStatus } from './text-status.ts';

export type TwilioMessengerOptions = TwilioClientOptions & {
  readonly messagingServiceSid?: string;
  /** The address at which Twilio reaches us, for status callbacks. */
  readonly publicUrl: string;
  /** Waits between two tries of a send that Twilio put off. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Twice more after the first 429: beyond that, the effect's own retry has the longer breath. */
const sendRetries = 2;
const firstWaitMs = 250;
const longestWaitMs = 2000;
/** Twilio dates by its own clock, in whole seconds. */
const clockMarginMinutes = 2;
const listLimit = 20;

const createdSchema = z.object({ sid: z.string().min(1) });

const notFoundSchema = z.object({ status: z.literal(404), code: z.literal(20404) });

const fateSchema = z.object({ status: z.string(), errorCode: z.number().nullish().catch(null) });

/** The client turns RFC 2822 dates into `Date`. */
const listedSchema = fateSchema.extend({
  sid: z.string().min(1),
  from: z.string().nullish(),
  to: z.string(),
  body: z.string().nullish(),
  direction: z.string(),
  dateCreated: z.date(),
});

/** Texts through Twilio's REST API, by its own client. */
export function createTwilioMessenger(options: TwilioMessengerOptions): Messenger {
  const { messagingServiceSid, publicUrl } = options;
  const openClient = createClientOpener(options);
  const wait = options.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));

  async function create(
    text: OutgoingText,
    { signal, mayStart }: Parameters<Messenger['send']>[1],
  ): Promise<{ readonly providerId: string }> {
    const client = await openClient(signal);
    // After the last wait: a process that was stopped in one sees here that its time is over.
    if (signal.aborted || mayStart?.() === false) {
      throw new MessagingError('messaging-stopped', 'stopped before the text was handed over', {
        retry: 'later',
        cause: signal.reason,
      });
    }
    try {
      const created = await client.messages.create({
        to: text.to,
        // With a messaging service, too: the caller knows this number, and replies belong to it.
        from: text.from,
        ...(messagingServiceSid ? { messagingServiceSid } : {}),
        body: text.body,
        validityPeriod: Math.min(Math.max(Math.ceil(text.validitySeconds), 1), 36_000),
        statusCallback: callbackUrl(publicUrl, '/webhooks/twilio/messages/status', {
          business: text.businessId,
          text: text.textId,
        }),
      });
      return { providerId: createdSchema.parse(created).sid };
    } catch (error) {
      throw toMessagingError(error);
    }
  }

  return {
    send(text, options) {
      return pRetry(() => create(text, options), {
        retries: sendRetries,
        minTimeout: 0,
        shouldRetry: ({ error }) => isPutOff(error),
        async onFailedAttempt({ error, attemptNumber, retriesLeft }) {
          if (!isPutOff(error) || retriesLeft === 0) return;
          const mostMs = Math.min(firstWaitMs * 2 ** attemptNumber, longestWaitMs);
          // Full jitter, so that many texts put off together do not come back together.
          await wait(Math.random() * mostMs, options.signal).catch(() => {
            throw error;
          });
        },
      });
    },

    async listSent({ from, to, since }, { signal }) {
      const earliest = addMinutes(since, -clockMarginMinutes);
      try {
        const client = await openClient(signal);
        const [dated, newest] = await Promise.all([
          client.messages.list({ to, from, dateSentAfter: new Date(earliest), limit: listLimit }),
          // A queued text has no date yet, and with a messaging service perhaps no sender either.
          client.messages.list({ to, limit: listLimit }),
        ]);
        const texts = new Map<string, SentText>();
        for (const item of [...dated, ...newest]) {
          const text = readListed(item, { from, to, earliest });
          if (text) texts.set(text.providerId, text);
        }
        return [...texts.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      } catch (error) {
        throw toMessagingError(error);
      }
    },

    async readSent(providerId, { signal }) {
      try {
        const client = await openClient(signal);
        return readFate(await client.messages(providerId).fetch());
      } catch (error) {
        // Messages can be deleted, and the account may be another one by now.
        if (notFoundSchema.safeParse(error).success) return null;
        throw toMessagingError(error);
      }
    },
  };
}

function isPutOff(error: Error): boolean {
  return error instanceof MessagingError && error.code === 'messaging-busy';
}

function readListed(
  item: unknown,
  query: { readonly from: E164; readonly to: E164; readonly earliest: Instant },
): SentText | null {
  const { sid, from, to, body, direction, dateCreated } = listedSchema.parse(item);
  if (to !== query.to || (from ?? query.from) !== query.from || direction === 'inbound') return null;
  const createdAt = toInstant(dateCreated);
  if (createdAt < query.earliest) return null;
  return {
    providerId: sid,
    from: query.from,
    to: query.to,
    body: body ?? '',
    ...readFate(item),
    createdAt,
  };
}

function readFate(item: unknown): Pick<SentText, 'status' | 'code' | 'failure'> {
  const { status, errorCode } = fateSchema.parse(item);
  const code = errorCode ? String(errorCode) : null;
  return {
    status: readTextStatus(status) ?? 'accepted',
    code,
    failure: code === null ? null : readTextFailure(code),
  };
}
