import { afterEach, expect, test } from 'vitest';
import { json, openServer, type SeenRequest } from '../testing/twilio-server.ts';
import { createTwilioCopies } from './provider-copies.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const message = `SM${'1'.repeat(32)}`;
const call = `CA${'2'.repeat(32)}`;
const { signal } = new AbortController();
const gone = json(404, { code: 20404, message: 'The requested resource was not found', status: 404 });
const deleted = json(204, '');
let server: Awaited<ReturnType<typeof openServer>>;

afterEach(() => server.close());

async function open(...answers: Parameters<typeof openServer>[0]) {
  server = await openServer(answers);
  return createTwilioCopies({
    accountSid,
    authToken: 'secret',
    apiBaseUrl: server.baseUrl,
    timeoutMs: 5000,
  });
}

const seen = () =>
  server.seen.map(({ method, path }: SeenRequest) => `${method} ${path.split(`${accountSid}/`)[1] ?? path}`);

test('deletes what came with a text before the text itself', async () => {
  const copies = await open(json(200, { media_list: [{ sid: 'ME1' }, { sid: 'ME2' }] }), deleted);
  await copies.deleteText(message, { signal });
  expect(seen()).toEqual([
    `GET Messages/${message}/Media.json`,
    `DELETE Messages/${message}/Media/ME1.json`,
    `DELETE Messages/${message}/Media/ME2.json`,
    `DELETE Messages/${message}.json`,
  ]);
});

test('deletes what was recorded of a call, and the legs that were rung for it, before the call itself', async () => {
  const recordings = json(200, { recordings: [{ sid: 'RE1' }] });
  const copies = await open(recordings, deleted, json(200, { calls: [{ sid: 'CA3' }] }), deleted);
  await copies.deleteCall(call, { signal });
  expect(seen()).toEqual([
    'GET Recordings.json',
    'DELETE Recordings/RE1.json',
    'GET Calls.json',
    'DELETE Calls/CA3.json',
    `DELETE Calls/${call}.json`,
  ]);
  expect(server.seen[0]?.query).toMatchObject({ CallSid: call });
});

test('takes what is gone for deleted', async () => {
  const copies = await open(gone);
  await copies.deleteText(message, { signal });
  expect(seen()).toHaveLength(2);
});

test.each([
  ['what is still on its way', 409, 20009, 'messaging-busy', 'later'],
  ['Twilio in trouble', 500, 20500, 'messaging-unclear', 'later'],
  ['an account that is not ours', 401, 20003, 'messaging-auth', 'never'],
] as const)('%s is an error that says whether to ask again', async (_, status, code, expected, retry) => {
  const copies = await open(json(200, { media_list: [] }), json(status, { code, message: 'no', status }));
  await expect(copies.deleteText(message, { signal })).rejects.toMatchObject({ code: expected, retry });
});
