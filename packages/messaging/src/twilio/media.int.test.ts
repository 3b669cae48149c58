import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { openServer } from '../testing/twilio-server.ts';
import { createTwilioMedia } from './media.ts';

const accountSid = `AC${'1'.repeat(32)}`;
const path = `/2010-04-01/Accounts/${accountSid}/Messages/MM${'2'.repeat(32)}/Media/ME${'3'.repeat(32)}`;
const url = `https://api.twilio.com${path}`;
const picture = Buffer.from('a picture');
const { signal } = new AbortController();

type Answer = Parameters<typeof openServer>[0][number];
const servers: Awaited<ReturnType<typeof openServer>>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function open(...answers: [Answer, ...Answer[]]) {
  const server = await openServer(answers);
  servers.push(server);
  return server;
}

function file(bytes: Buffer, contentType = 'image/jpeg'): Answer {
  return (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': contentType }).end(bytes);
  };
}

function fetchFrom(apiBaseUrl: string, address = url) {
  return createTwilioMedia({ accountSid, authToken: 'secret', apiBaseUrl, timeoutMs: 2_000 }).fetch(address, {
    signal,
  });
}

test('a picture is fetched with the password of the account', async () => {
  const server = await open(file(picture, 'image/JPEG; q=1'));
  const { contentType, bytes } = await fetchFrom(server.baseUrl);
  expect({ contentType, words: Buffer.from(bytes).toString() }).toEqual({
    contentType: 'image/jpeg',
    words: 'a picture',
  });
  const password = Buffer.from(`${accountSid}:secret`).toString('base64');
  expect(server.seen).toMatchObject([{ path, authorization: `Basic ${password}` }]);
});

test('a file is deleted with the password of the account, once and for good', async () => {
  const gone = (response: ServerResponse) => void response.writeHead(404).end();
  const away = (response: ServerResponse) => void response.writeHead(500).end();
  const server = await open((response) => void response.writeHead(204).end(), gone, away);
  const media = createTwilioMedia({
    accountSid,
    authToken: 'secret',
    apiBaseUrl: server.baseUrl,
    timeoutMs: 2_000,
  });
  await media.remove(url, { signal });
  await media.remove(url, { signal });
  await expect(media.remove(url, { signal })).rejects.toMatchObject({ retry: 'later' });
  await expect(media.remove('https://example.com/x', { signal })).rejects.toMatchObject({ retry: 'never' });
  expect(server.seen.map(({ method, path: asked }) => `${method} ${asked}`)).toEqual(
    Array(3).fill(`DELETE ${path}.json`),
  );
});

test('the account’s password is not shown to an address without TLS to which Twilio leads on', async () => {
  const elsewhere = await open(file(picture));
  const twilio = await open((response) => response.writeHead(307, { location: elsewhere.baseUrl }).end());
  await expect(fetchFrom(twilio.baseUrl)).rejects.toMatchObject({ code: 'media-refused' });
  expect(elsewhere.seen).toEqual([]);
});

test('where Twilio leads on within itself, the file is fetched there', async () => {
  const twilio = await open(
    (response) => response.writeHead(302, { location: '/file' }).end(),
    file(picture),
  );
  expect((await fetchFrom(twilio.baseUrl)).bytes).toHaveLength(9);
  expect(twilio.seen.map((each) => each.path)).toEqual([path, '/file']);
});

describe('is never asked for', () => {
  test.each([
    'https://example.com/picture.jpg',
    `https://example.com${path}`,
    'https://api.twilio.com/2010-04-01/Accounts.json',
    `http://api.twilio.com${path}`,
    `https://api.twilio.com@example.com${path}`,
    'file:///etc/passwd',
    'no address',
  ])('what lies at %s', async (address) => {
    const server = await open(file(picture));
    await expect(fetchFrom(server.baseUrl, address)).rejects.toMatchObject({
      code: 'media-refused',
      retry: 'never',
    });
    expect(server.seen).toEqual([]);
  });
});

describe('is not kept', () => {
  test.each(['text/html', 'image/svg+xml', 'application/javascript', ''])(
    'a file of the kind "%s"',
    async (kind) => {
      const server = await open(file(picture, kind));
      await expect(fetchFrom(server.baseUrl)).rejects.toMatchObject({
        code: 'media-refused',
        retry: 'never',
      });
    },
  );

  test('a file of more than 5 MB, whatever it says of its length', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024 + 1);
    const saysSo = await open(file(large));
    await expect(fetchFrom(saysSo.baseUrl)).rejects.toMatchObject({ code: 'media-refused' });
    const saysNothing = await open((response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg', 'transfer-encoding': 'chunked' }).end(large);
    });
    await expect(fetchFrom(saysNothing.baseUrl)).rejects.toMatchObject({ code: 'media-refused' });
  });
});

test.each([
  [404, 'media-refused', 'never'],
  [401, 'messaging-auth', 'later'],
  [429, 'messaging-unreachable', 'later'],
  [500, 'messaging-unreachable', 'later'],
])('an answer of %i is %s, to be tried %s', async (status, code, retry) => {
  const server = await open((response) => response.writeHead(status).end());
  await expect(fetchFrom(server.baseUrl)).rejects.toMatchObject({ code, retry });
});

test('a file that breaks off is tried again later', async () => {
  const server = await open((response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  await expect(fetchFrom(server.baseUrl)).rejects.toMatchObject({
    code: 'messaging-unreachable',
    retry: 'later',
  });
});
