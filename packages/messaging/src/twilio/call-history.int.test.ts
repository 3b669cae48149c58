import { toInstant } from '@ringback/core';
import { afterEach, expect, test } from 'vitest';
import { json, openServer } from '../testing/twilio-server.ts';
import { createTwilioCallHistory } from './call-history.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const list = `/2010-04-01/Accounts/${accountSid}/Calls.json`;
const { signal } = new AbortController();
const period = { since: toInstant('2026-11-21T15:00:00Z'), until: toInstant('2026-11-21T16:00:00Z') };
let server: Awaited<ReturnType<typeof openServer>>;

afterEach(() => server.close());

async function open(...answers: Parameters<typeof openServer>[0]) {
  server = await openServer(answers);
  return createTwilioCallHistory({
    accountSid,
    authToken: 'secret',
    apiBaseUrl: server.baseUrl,
    timeoutMs: 5000,
  });
}

function leg(sid: string, fields: { readonly [name: string]: unknown } = {}) {
  return {
    sid,
    from: '+15125550142',
    to: '+15125550100',
    direction: 'inbound',
    status: 'completed',
    date_created: 'Sat, 21 Nov 2026 15:30:00 +0000',
    start_time: 'Sat, 21 Nov 2026 15:30:00 +0000',
    end_time: 'Sat, 21 Nov 2026 15:30:20 +0000',
    ...fields,
  };
}

function page(calls: readonly unknown[], next: string | null = null) {
  return json(200, { calls, page: 0, page_size: 1000, next_page_uri: next });
}

const call = {
  callId: 'CA1',
  line: '+15125550100',
  from: '+15125550142',
  startedAt: toInstant('2026-11-21T15:30:00Z'),
  endedAt: toInstant('2026-11-21T15:30:20Z'),
  wasPickedUp: true,
} as Parameters<ReturnType<typeof createTwilioCallHistory>['readRinging']>[0];

test('goes through every page of what came in between two moments', async () => {
  const history = await open(
    page([leg('CA2', { status: 'in-progress', end_time: null })], `${list}?Page=1&PageToken=PACA2`),
    page([leg('CA1')]),
  );
  expect(await history.listIncoming(period, { signal })).toEqual([
    { ...call, callId: 'CA2', endedAt: null, wasPickedUp: false },
    call,
  ]);
  expect(server.seen.map(({ path }) => path)).toEqual([list, list]);
  expect(server.seen[0]?.query).toEqual({
    'StartTime>': '2026-11-21T15:00:00Z',
    'StartTime<': '2026-11-21T16:00:00Z',
    PageSize: '1000',
  });
  expect(server.seen[1]?.query).toMatchObject({ PageToken: 'PACA2' });
});

test('leaves out the legs that we rang and calls on other channels, and names nobody who withheld their number', async () => {
  const history = await open(
    page([
      leg('CA3', { direction: 'outbound-dial', parent_call_sid: 'CA1' }),
      leg('CA4', { to: 'sip:shop@example.com' }),
      leg('CA5', { from: 'anonymous', start_time: null }),
    ]),
  );
  expect(await history.listIncoming(period, { signal })).toEqual([{ ...call, callId: 'CA5', from: null }]);
});

test.each<[string, readonly unknown[], boolean, { result: string; callerGone: boolean }]>([
  ['nothing was rung, and Twilio spoke of an error', [], true, { result: 'failed', callerGone: false }],
  ['nothing was rung before the caller hung up', [], false, { result: 'no-answer', callerGone: true }],
  [
    'the last of two was busy',
    [
      leg('CB2', { status: 'busy', date_created: 'Sat, 21 Nov 2026 15:30:09 +0000' }),
      leg('CB1', { status: 'no-answer' }),
    ],
    false,
    { result: 'busy', callerGone: false },
  ],
  [
    'one did not answer',
    [leg('CB1', { status: 'no-answer' })],
    true,
    { result: 'no-answer', callerGone: false },
  ],
  [
    'the ringing was called off',
    [leg('CB1', { status: 'canceled' })],
    false,
    { result: 'no-answer', callerGone: true },
  ],
  [
    'none could be reached',
    [leg('CB1', { status: 'failed' })],
    true,
    { result: 'failed', callerGone: false },
  ],
  [
    'something picked up and silenced the others',
    [leg('CB1', { status: 'canceled' }), leg('CB2')],
    true,
    { result: 'picked-up', callerGone: false },
  ],
])('tells of the phones that were rung: %s', async (_, legs, wasPickedUp, expected) => {
  const history = await open(page(legs));
  expect(await history.readRinging({ ...call, wasPickedUp }, { signal })).toEqual(expected);
  expect(server.seen[0]?.query).toMatchObject({ ParentCallSid: 'CA1' });
});

function recording(fields: { readonly [name: string]: unknown } = {}) {
  return {
    sid: 'RE1',
    call_sid: 'CA1',
    source: 'RecordVerb',
    status: 'completed',
    duration: '12',
    date_created: 'Sat, 21 Nov 2026 15:30:20 +0000',
    start_time: 'Sat, 21 Nov 2026 15:30:20 +0000',
    media_url: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1',
    ...fields,
  };
}

test('finds what callers have said on the voicemail, and nothing else that was recorded', async () => {
  const recordings = [
    recording(),
    recording({ sid: 'RE2', source: 'DialVerb' }),
    recording({ sid: 'RE3', status: 'in-progress', duration: null }),
    recording({ sid: 'RE4', duration: '0' }),
    recording({ sid: 'RE5', start_time: 'Sat, 21 Nov 2026 16:30:20 +0000' }),
  ];
  const history = await open(json(200, { recordings, page: 0, page_size: 1000, next_page_uri: null }));
  expect(await history.listVoicemails(period, { signal })).toEqual([
    {
      callId: 'CA1',
      recordingUrl: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1',
      seconds: 12,
      startedAt: '2026-11-21T15:30:20.000Z',
    },
  ]);
  expect(server.seen[0]?.path).toBe(`/2010-04-01/Accounts/${accountSid}/Recordings.json`);
});

test('never takes a failure for an empty list', async () => {
  const history = await open(json(500, { code: 20500, message: 'Internal Server Error', status: 500 }));
  await expect(history.listIncoming(period, { signal })).rejects.toMatchObject({ code: 'messaging-unclear' });
  await expect(history.listVoicemails(period, { signal })).rejects.toMatchObject({
    code: 'messaging-unclear',
  });
  await expect(history.readRinging(call, { signal })).rejects.toMatchObject({ code: 'messaging-unclear' });
});
