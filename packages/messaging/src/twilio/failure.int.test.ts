import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { created, messengerAt, patient, text } from '../testing/sending.ts';
import { json, openServer, plain } from '../testing/twilio-server.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function serve(...answers: Parameters<typeof openServer>[0]) {
  const server = await openServer(answers);
  cleanUps.push(server.close);
  return server;
}

describe('a refusal', () => {
  test.each([
    [400, 21610, 'messaging-refused'],
    [400, 21211, 'messaging-refused'],
    [400, 20003, 'messaging-auth'],
    [401, 20003, 'messaging-auth'],
    [403, 20403, 'messaging-auth'],
    [404, 20404, 'messaging-auth'],
  ])('of %d with code %d is %s, never to be tried again', async (status, providerCode, code) => {
    const server = await serve(json(status, { code: providerCode, message: 'No', more_info: '', status }));
    await expect(messengerAt(server.baseUrl).send(text, patient())).rejects.toMatchObject({
      code,
      retry: 'never',
      providerCode: String(providerCode),
    });
    expect(server.seen).toHaveLength(1);
  });

  test('in the newer form of RFC 9457 is understood, too', async () => {
    const body = { type: 'about:blank', title: 'Opted out', status: 400, code: 21610 };
    const server = await serve(json(400, body));
    await expect(messengerAt(server.baseUrl).send(text, patient())).rejects.toMatchObject({
      code: 'messaging-refused',
      providerCode: '21610',
    });
  });
});

describe('an outcome that nobody saw', () => {
  const unclear = { code: 'messaging-unclear', retry: 'unknown' };

  test.each([
    ['500 with a code', json(500, { code: 20500, message: 'Internal', status: 500 })],
    ['503 without a body', plain(503, '')],
    ['502 of a proxy', plain(502, '<html>Bad gateway</html>')],
    ['400 of a proxy', plain(400, '<html>Bad request</html>')],
    ['a redirect', plain(302, '')],
    ['201 that is no JSON', plain(201, '<html>Created</html>')],
    ['201 that is empty', plain(201, '')],
    ['201 that is null', json(201, null)],
    ['201 without an id', json(201, { status: 'queued' })],
  ])('%s is unclear and not tried again', async (_case, answer) => {
    const server = await serve(answer);
    await expect(messengerAt(server.baseUrl).send(text, patient())).rejects.toMatchObject(unclear);
    expect(server.seen).toHaveLength(1);
  });

  test('a reset after the request was read is unclear', async () => {
    const server = await serve((_response, _seen, request) => void request.socket.resetAndDestroy());
    await expect(messengerAt(server.baseUrl).send(text, patient())).rejects.toMatchObject(unclear);
    expect(server.seen).toHaveLength(1);
  });

  test('a reset in the middle of the answer is unclear', async () => {
    const server = await serve((response, _seen, request) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"sid":"SM', () => request.socket.resetAndDestroy());
    });
    await expect(messengerAt(server.baseUrl).send(text, patient())).rejects.toMatchObject(unclear);
  });

  test('a reset on the first bytes of the request is unclear, since the client cannot tell', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(async () => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : null;
    await expect(messengerAt(`http://127.0.0.1:${port}`).send(text, patient())).rejects.toMatchObject(
      unclear,
    );
  });

  test('an answer that does not come is unclear once the time is up', async () => {
    const server = await serve(() => {});
    await expect(messengerAt(server.baseUrl, { timeoutMs: 50 }).send(text, patient())).rejects.toMatchObject(
      unclear,
    );
  });

  test('an answer that drips is unclear once the time is up', async () => {
    const server = await serve((response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(messengerAt(server.baseUrl, { timeoutMs: 100 }).send(text, patient())).rejects.toMatchObject(
      unclear,
    );
  });

  test('a send that is told to stop under way is unclear at once', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    const messenger = messengerAt(server.baseUrl, { timeoutMs: 60_000 });
    await expect(messenger.send(text, { signal: controller.signal })).rejects.toMatchObject(unclear);
  });
});

test('a server that nobody runs was sent nothing, so the text may be tried later', async () => {
  const server = await openServer([created]);
  await server.close();
  await expect(messengerAt(server.baseUrl).send(text, patient())).rejects.toMatchObject({
    code: 'messaging-unreachable',
    retry: 'later',
  });
});

test('a host that does not exist was sent nothing, either', async () => {
  await expect(messengerAt('http://twilio.invalid').send(text, patient())).rejects.toMatchObject({
    code: 'messaging-unreachable',
    retry: 'later',
  });
});
