import { toInstant } from '@ringback/core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  accountSid,
  created,
  from,
  message,
  messagesPath,
  messengerAt,
  patient,
  providerId,
  text,
  to,
} from '../testing/sending.ts';
import { json, openServer, plain } from '../testing/twilio-server.ts';
import { createTwilioMessenger } from './messenger.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function serve(...answers: Parameters<typeof openServer>[0]) {
  const server = await openServer(answers);
  cleanUps.push(server.close);
  return server;
}

const busy = json(429, { code: 20429, message: 'Too Many Requests', status: 429 });

describe('sending', () => {
  test('hands the text to Twilio with our id in the address of its status callback', async () => {
    const server = await serve(created);
    await expect(messengerAt(server.baseUrl).send(text, patient())).resolves.toEqual({ providerId });
    expect(server.seen).toEqual([
      {
        method: 'POST',
        path: messagesPath,
        query: {},
        form: {
          To: to,
          From: from,
          Body: text.body,
          ValidityPeriod: '600',
          StatusCallback:
            'https://ringback.example.com/webhooks/twilio/messages/status?business=acme&text=text-1#rc=3&rp=ct,rt,5xx',
        },
        authorization: `Basic ${Buffer.from(`${accountSid}:secret`).toString('base64')}`,
      },
    ]);
  });

  test('names the number besides the messaging service, so that the caller sees the one they called', async () => {
    const server = await serve(created);
    await messengerAt(server.baseUrl, { messagingServiceSid: 'MG1' }).send(text, patient());
    expect(server.seen[0]?.form).toMatchObject({ MessagingServiceSid: 'MG1', From: from });
  });

  test.each([
    [0.2, '1'],
    [90_000, '36000'],
    [30.5, '31'],
  ])('asks for a validity that Twilio takes when it is %d s', async (validitySeconds, ValidityPeriod) => {
    const server = await serve(created);
    await messengerAt(server.baseUrl).send({ ...text, validitySeconds }, patient());
    expect(server.seen[0]?.form).toMatchObject({ ValidityPeriod });
  });

  test('tries again after 429, which Twilio did not process, waiting a random while that grows', async () => {
    const server = await serve(busy, busy, created);
    const waits: number[] = [];
    const messenger = messengerAt(server.baseUrl, { wait: async (ms) => void waits.push(ms) });
    await expect(messenger.send(text, patient())).resolves.toEqual({ providerId });
    expect(server.seen).toHaveLength(3);
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(waits[1]).toBeLessThanOrEqual(1000);
  });

  test('waits less than half a second by itself before its second try', async () => {
    const server = await serve(busy, created);
    const messenger = createTwilioMessenger({
      accountSid,
      authToken: 'secret',
      apiBaseUrl: server.baseUrl,
      publicUrl: 'https://ringback.example.com',
      timeoutMs: 5000,
    });
    await expect(messenger.send(text, patient())).resolves.toEqual({ providerId });
  });

  test('gives up after the third 429 without waiting once more, to be tried later', async () => {
    const server = await serve(busy);
    let waits = 0;
    const messenger = messengerAt(server.baseUrl, {
      async wait() {
        waits += 1;
      },
    });
    await expect(messenger.send(text, patient())).rejects.toMatchObject({
      code: 'messaging-busy',
      retry: 'later',
      providerCode: '20429',
    });
    expect(server.seen).toHaveLength(3);
    expect(waits).toBe(2);
  });

  test('takes a 429 of something in between for the same', async () => {
    const server = await serve(plain(429, 'slow down'), created);
    await expect(messengerAt(server.baseUrl).send(text, patient())).resolves.toEqual({ providerId });
  });

  test('stops waiting when it is told to, knowing that nothing was sent', async () => {
    const server = await serve(busy);
    const controller = new AbortController();
    const messenger = messengerAt(server.baseUrl, {
      async wait(_ms, signal) {
        controller.abort();
        signal.throwIfAborted();
      },
    });
    await expect(messenger.send(text, { signal: controller.signal })).rejects.toMatchObject({
      retry: 'later',
    });
    expect(server.seen).toHaveLength(1);
  });

  test('sends nothing more when its time has run out while it waited', async () => {
    const server = await serve(busy, created);
    let isInTime = true;
    const messenger = messengerAt(server.baseUrl, {
      async wait() {
        isInTime = false;
      },
    });
    const sending = messenger.send(text, { ...patient(), mayStart: () => isInTime });
    await expect(sending).rejects.toMatchObject({ code: 'messaging-stopped', retry: 'later' });
    expect(server.seen).toHaveLength(1);
  });

  test('sends nothing when it was told to stop before', async () => {
    const server = await serve(created);
    await expect(
      messengerAt(server.baseUrl).send(text, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: 'messaging-stopped',
      retry: 'later',
    });
    expect(server.seen).toHaveLength(0);
  });
});

test('an account SID that is none is refused when the messenger is made', () => {
  expect(() => messengerAt('http://127.0.0.1:1', { accountSid: 'SK1' })).toThrow(RangeError);
});

describe('looking for what was sent', () => {
  const since = toInstant('2026-11-21T15:04:00Z');
  const page = (...messages: readonly unknown[]) => json(200, { messages, page: 0, page_size: 20 });
  const id = (digit: string) => `SM${digit.repeat(32)}`;

  test('asks for the dated texts from two minutes before and for the newest undated ones', async () => {
    const server = await serve(page());
    await expect(messengerAt(server.baseUrl).listSent({ from, to, since }, patient())).resolves.toEqual([]);
    expect(server.seen).toHaveLength(2);
    for (const { method, path } of server.seen) expect([method, path]).toEqual(['GET', messagesPath]);
    const queries = server.seen.map(({ query }) => query);
    expect(queries).toContainEqual({
      To: to,
      From: from,
      'DateSent>': '2026-11-21T15:02:00Z',
      PageSize: '20',
    });
    expect(queries).toContainEqual({ To: to, PageSize: '20' });
  });

  test('gives each text once, newest first, in our words', async () => {
    const later = message({
      sid: id('5'),
      status: 'undelivered',
      error_code: 30003,
      date_created: 'Sat, 21 Nov 2026 15:05:00 +0000',
    });
    const server = await serve(page(message(), later));
    await expect(messengerAt(server.baseUrl).listSent({ from, to, since }, patient())).resolves.toEqual([
      {
        providerId: id('5'),
        from,
        to,
        body: text.body,
        status: 'failed',
        code: '30003',
        failure: { kind: 'unreachable', meaning: 'The phone is switched off or out of reach.' },
        createdAt: '2026-11-21T15:05:00.000Z',
      },
      {
        providerId,
        from,
        to,
        body: text.body,
        status: 'sent',
        code: null,
        failure: null,
        createdAt: '2026-11-21T15:04:05.000Z',
      },
    ]);
  });

  test('finds a queued text that has neither a date of sending nor a sender yet', async () => {
    const queued = message({ from: null, status: 'accepted', date_sent: null });
    const server = await serve(page(queued));
    const texts = await messengerAt(server.baseUrl).listSent({ from, to, since }, patient());
    expect(texts).toMatchObject([{ providerId, from, status: 'accepted' }]);
  });

  test('leaves out what is not ours, not theirs, incoming or too old', async () => {
    const server = await serve(
      page(
        message({ sid: id('5'), from: '+15125550199' }),
        message({ sid: id('6'), to: '+15125550198' }),
        message({ sid: id('7'), direction: 'inbound' }),
        message({ sid: id('8'), date_created: 'Sat, 21 Nov 2026 15:01:59 +0000' }),
        message({ sid: id('9'), date_created: 'Sat, 21 Nov 2026 15:02:00 +0000' }),
      ),
    );
    const texts = await messengerAt(server.baseUrl).listSent({ from, to, since }, patient());
    expect(texts.map((each) => each.providerId)).toEqual([id('9')]);
  });

  test.each([
    ['500', json(500, { code: 20500, message: 'Internal', status: 500 })],
    ['a page that is no JSON', plain(200, '<html></html>')],
    ['a page without messages', json(200, {})],
    ['a message without an id', page({ ...message(), sid: undefined })],
    ['a message without a date of creation', page(message({ date_created: null }))],
  ])('fails on %s, because an empty list would mean that nothing was sent', async (_case, answer) => {
    const server = await serve(answer);
    await expect(messengerAt(server.baseUrl).listSent({ from, to, since }, patient())).rejects.toMatchObject({
      code: 'messaging-unclear',
    });
  });

  test('fails when only one of the two questions is answered', async () => {
    const server = await serve(page(), plain(503, ''));
    await expect(messengerAt(server.baseUrl).listSent({ from, to, since }, patient())).rejects.toMatchObject({
      code: 'messaging-unclear',
    });
  });

  test('stops when it is told to', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    await expect(
      messengerAt(server.baseUrl, { timeoutMs: 60_000 }).listSent(
        { from, to, since },
        { signal: controller.signal },
      ),
    ).rejects.toMatchObject({ name: 'MessagingError' });
  });
});

describe('asking about one text', () => {
  const read = async (answer: Parameters<typeof openServer>[0][number]) => {
    const server = await serve(answer);
    return { server, fate: messengerAt(server.baseUrl).readSent(providerId, patient()) };
  };

  test('says what became of it', async () => {
    const { server, fate } = await read(json(200, message({ status: 'delivered' })));
    await expect(fate).resolves.toEqual({ status: 'delivered', code: null, failure: null });
    expect(server.seen).toMatchObject([
      { method: 'GET', path: messagesPath.replace('.json', `/${providerId}.json`) },
    ]);
  });

  test('says why it failed', async () => {
    const { fate } = await read(json(200, message({ status: 'undelivered', error_code: 30003 })));
    await expect(fate).resolves.toMatchObject({
      status: 'failed',
      code: '30003',
      failure: { kind: 'unreachable' },
    });
  });

  test('says that Twilio does not know it any more', async () => {
    const { fate } = await read(json(404, { code: 20404, message: 'not found', status: 404 }));
    await expect(fate).resolves.toBeNull();
  });

  test.each([
    ['messaging-busy', json(429, { code: 20429, message: 'Too Many Requests', status: 429 })],
    ['messaging-unclear', json(500, { code: 20500, message: 'Internal', status: 500 })],
    ['messaging-unclear', plain(404, '<html>no such page</html>')],
    ['messaging-unclear', json(200, {})],
  ])('fails with %s where Twilio did not answer', async (code, answer) => {
    const { fate } = await read(answer);
    await expect(fate).rejects.toMatchObject({ code });
  });
});
