import { toInstant } from '@ringback/core';
import { z } from 'zod';
import type { CallHistory, ListedCall, Ringing } from '../call-history.ts';
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

const endedStatuses: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/**
 * The Calls list of Twilio's REST API, by its own client.
 * Source: https://www.twilio.com/docs/voice/api/call-resource, read 2026-11-21
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
  };
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
