import { toInstant } from '@ringback/core';
import { z } from 'zod';
import type { CallHistory, ListedCall, ListedVoicemail, Ringing } from '../call-history.ts';
import { readNumber } from './caller-id.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { toMessagingError } from './failure.ts';

/** The most that Twilio gives at once. */
const pageSize = 1_000;

/** The client turns RFC 2822 dates into `Date`. */
const listedSchema = z.object({
  sid: z.string().min(1),
  from: z.string().nullish(),
  to: z.string().nullish(),
  direction: z.string().nullish(),
  status: z.string(),
  startTime: z.date().nullish(),
  dateCreated: z.date(),
  endTime: z.date().nullish(),
});

const recordingSchema = z.object({
  callSid: z.string().nullish(),
  source: z.string(),
  status: z.string(),
  duration: z.coerce.number().catch(0),
  startTime: z.date().nullish(),
  dateCreated: z.date(),
  mediaUrl: z.url(),
});

const endedStatuses: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/**
 * The Calls and Recordings lists of Twilio's REST API, by its own client.
 * Source: https://www.twilio.com/docs/voice/api/call-resource and .../recording, read 2026-11-21
 */
export function createTwilioCallHistory(options: TwilioClientOptions): CallHistory {
  const openClient = createClientOpener(options);

  return {
    async listIncoming({ since, until }, { signal }) {
      // Twilio counts in whole seconds.
      const period = { startTimeAfter: new Date(since), startTimeBefore: new Date(until), pageSize };
      const calls: ListedCall[] = [];
      try {
        let page = await (await openClient(signal)).calls.page(period);
        for (;;) {
          calls.push(...page.instances.flatMap(readListed));
          if (!page.nextPageUrl) return calls;
          // A client has a deadline, which is meant for one request.
          page = await (await openClient(signal)).calls.getPage(page.nextPageUrl);
        }
      } catch (error) {
        throw toMessagingError(error);
      }
    },

    async readRinging(call, { signal }) {
      try {
        const client = await openClient(signal);
        const legs = await client.calls.list({ parentCallSid: call.callId, pageSize });
        return readLegs(call, legs);
      } catch (error) {
        throw toMessagingError(error);
      }
    },

    async listVoicemails({ since, until }, { signal }) {
      const period = { dateCreatedAfter: new Date(since), dateCreatedBefore: new Date(until), pageSize };
      const voicemails: ListedVoicemail[] = [];
      try {
        let page = await (await openClient(signal)).recordings.page(period);
        for (;;) {
          voicemails.push(...page.instances.flatMap(readVoicemail));
          if (!page.nextPageUrl) break;
          page = await (await openClient(signal)).recordings.getPage(page.nextPageUrl);
        }
      } catch (error) {
        throw toMessagingError(error);
      }
      // The documentation promises this filter for whole days only.
      return voicemails.filter(({ startedAt }) => startedAt >= since && startedAt <= until);
    },
  };
}

/** What `<Record>` has taken of a caller: recordings of whole calls, and those that hold nothing, are no voicemails. */
function readVoicemail(item: unknown): ListedVoicemail[] {
  const recording = recordingSchema.parse(item);
  const { callSid, source, status, duration: seconds, mediaUrl } = recording;
  if (!callSid || source !== 'RecordVerb' || status !== 'completed' || seconds <= 0) return [];
  const startedAt = toInstant(recording.startTime ?? recording.dateCreated);
  return [{ callId: callSid, recordingUrl: mediaUrl, seconds, startedAt }];
}

/** Legs that we rang are no calls of callers, and a call on another channel than the phone is none of ours. */
function readListed(item: unknown): ListedCall[] {
  const { sid, from, to, direction, status, startTime, dateCreated, endTime } = listedSchema.parse(item);
  const line = readNumber(to ?? '');
  if (direction !== 'inbound' || line === null) return [];
  const startedAt = startTime ?? dateCreated;
  return [
    {
      callId: sid,
      line,
      from: readNumber(from ?? ''),
      startedAt: toInstant(startedAt),
      endedAt: endedStatuses.has(status) ? toInstant(endTime ?? startedAt) : null,
      wasPickedUp: status === 'completed',
    },
  ];
}

function readLegs(call: ListedCall, items: readonly unknown[]): Ringing {
  const legs = items
    .map((item) => listedSchema.parse(item))
    .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime());
  if (legs.some(({ status }) => status === 'completed')) return { result: 'picked-up', callerGone: false };
  const last = legs.at(-1);
  switch (last?.status) {
    // Whoever hung up before any phone rang gave up; whom Twilio told of an error never had the chance to.
    case undefined:
      return call.wasPickedUp
        ? { result: 'failed', callerGone: false }
        : { result: 'no-answer', callerGone: true };
    case 'canceled':
      return { result: 'no-answer', callerGone: true };
    case 'no-answer':
    case 'busy':
      return { result: last.status, callerGone: false };
    default:
      return { result: 'failed', callerGone: false };
  }
}
