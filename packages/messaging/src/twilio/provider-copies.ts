import { z } from 'zod';
import { MessagingError } from '../errors.ts';
import type { ProviderCopies } from '../provider-copies.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { toMessagingError } from './failure.ts';

const failureSchema = z.object({ status: z.number() });
/** Twilio refuses to delete what has not come to its end. */
const notOver = 409;
const notThere = 404;

/**
 * Deletes messages with their media, recordings and calls by Twilio's REST API, through its own client.
 * Source: https://www.twilio.com/docs/messaging/api/message-resource, .../media-resource, /docs/voice/api/call-resource
 * and .../recording, read 2026-11-21
 */
export function createTwilioCopies(options: TwilioClientOptions): ProviderCopies {
  /** A client has a deadline, which is meant for one request. */
  const openClient = createClientOpener(options);

  return {
    deleteText: (sid, { signal }) =>
      deleting(async () => {
        const media = await unlessGone(async () => (await openClient(signal)).messages(sid).media.list());
        for (const { sid: mediaSid } of media ?? []) {
          await unlessGone(async () => (await openClient(signal)).messages(sid).media(mediaSid).remove());
        }
        await unlessGone(async () => (await openClient(signal)).messages(sid).remove());
      }),

    deleteCall: (sid, { signal }) =>
      deleting(async () => {
        const recordings = await (await openClient(signal)).recordings.list({ callSid: sid });
        for (const { sid: recordingSid } of recordings) {
          await unlessGone(async () => (await openClient(signal)).recordings(recordingSid).remove());
        }
        // A leg names the caller, too.
        const legs = await (await openClient(signal)).calls.list({ parentCallSid: sid });
        for (const each of [...legs.map((leg) => leg.sid), sid]) {
          await unlessGone(async () => (await openClient(signal)).calls(each).remove());
        }
      }),
  };
}

async function deleting(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (statusOf(cause) === notOver) {
      throw new MessagingError('messaging-busy', 'Twilio deletes nothing that is still on its way', {
        retry: 'later',
        cause,
      });
    }
    const error = toMessagingError(cause);
    if (error.retry !== 'unknown') throw error;
    throw new MessagingError(error.code, error.message, { retry: 'later', cause });
  }
}

async function unlessGone<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (statusOf(error) === notThere) return null;
    throw error;
  }
}

function statusOf(error: unknown): number | null {
  return failureSchema.safeParse(error).data?.status ?? null;
}
