import { createHmac } from 'node:crypto';
import { parseForm } from '@ringback/messaging';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine } from '../testing/acme-plumbing.ts';
import { openWorld, type World } from '../testing/open-world.ts';

// Ten thousand bodies that Twilio would hardly send, half of them with its signature.

const count = 10_000;
const atOnce = 24;
let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

type Shot = { readonly path: string; readonly body: string };

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    ' ',
    '-1',
    '1e99',
    'NaN',
    'null',
    '__proto__',
    '🛑',
    `${'9'.repeat(300)}`,
    "'; drop table calls; --",
  ),
);
const plausible: { readonly [name: string]: fc.Arbitrary<string> } = {
  CallSid: fc.constantFrom('CA1', 'CA2', 'CA3'),
  ParentCallSid: fc.constantFrom('CA1', 'CA9'),
  MessageSid: fc.constantFrom('SM1', 'SM2'),
  From: fc.constantFrom(
    '+15125550142',
    '+15125550143',
    'anonymous',
    '+266696687',
    'sip:a@b.c',
    'whatsapp:+15125550142',
    '4444',
  ),
  To: fc.constantFrom(ringingLine, forwardedLine, '+15125550188', 'client:x'),
  CallStatus: fc.constantFrom('ringing', 'completed', 'busy', 'no-answer', 'in-progress'),
  DialCallStatus: fc.constantFrom('completed', 'no-answer', 'busy', 'canceled', 'failed'),
  CallDuration: fc.constantFrom('0', '12', '-4'),
  Timestamp: fc.constantFrom('Thu, 19 Nov 2026 16:00:00 +0000', 'never', '9999-99-99'),
  StirVerstat: fc.constantFrom('TN-Validation-Passed-A', 'TN-Validation-Failed'),
  Digits: fc.constantFrom('1', '9', 'hangup'),
  RecordingStatus: fc.constantFrom('completed', 'absent'),
  RecordingUrl: fc.constantFrom('https://example.com/r', 'javascript:alert(1)', 'nowhere'),
  RecordingDuration: fc.constantFrom('0', '7', '99999999999999999999'),
  TranscriptionStatus: fc.constantFrom('completed', 'failed'),
  TranscriptionText: fc.constantFrom('My sink leaks', ' '),
  Body: fc.constantFrom('STOP', 'hello', 'Help', '1'),
  NumMedia: fc.constantFrom('0', '1', '11', '-1', 'x'),
  MediaUrl0: fc.constantFrom('https://example.com/m', 'file:///etc/passwd'),
  MediaContentType0: fc.constantFrom('image/png', 'x'),
  OptOutType: fc.constantFrom('STOP', 'START', 'HELP', 'NO'),
  MessageStatus: fc.constantFrom('sent', 'delivered', 'failed', 'odd'),
  ErrorCode: fc.constantFrom('30003', 'x'),
};

function formOf(given: { readonly [name: string]: string | undefined }): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) form.set(name, value);
  return form.toString();
}

const params = fc.record(
  Object.fromEntries(
    Object.entries(plausible).map(([name, value]) => [name, fc.oneof({ weight: 5, arbitrary: value }, odd)]),
  ),
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 8, arbitrary: params.map(formOf) },
  { weight: 1, arbitrary: fc.dictionary(odd, odd).map((given) => new URLSearchParams(given).toString()) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);
const route = fc.constantFrom(
  ...['voice', 'voice/screen', 'voice/accept', 'voice/dialed', 'voice/consent', 'voice/recorded'],
  ...['voice/recording', 'voice/transcribed', 'voice/status', 'messages', 'messages/status', 'nothing'],
);
const query = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(`?business=${businessId}&call=CA1`, `?business=${businessId}&text=t1`),
  },
  { weight: 1, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.tuple(odd, odd).map(([business, call]) => `?${new URLSearchParams({ business, call })}`),
  },
);
const shots = fc.record({
  path: fc.tuple(route, query).map(([to, asked]) => `/webhooks/twilio/${to}${asked}`),
  body,
});

function sign({ path, body }: Shot): string {
  const form = parseForm(Buffer.from(body));
  const text = Object.keys(form)
    .toSorted()
    .reduce(
      (signed, name) =>
        signed +
        [form[name]]
          .flat()
          .map((value) => name + value)
          .join(''),
      world.url + path,
    );
  return createHmac('sha1', world.twilioAuthToken).update(text).digest('base64');
}

async function fire(
  all: readonly Shot[],
  signature: (shot: Shot) => string,
): Promise<ReadonlyMap<number, number>> {
  const answers = new Map<number, number>();
  const left = [...all];
  const fireOn = async () => {
    for (let shot = left.pop(); shot; shot = left.pop()) {
      const answer = await fetch(world.url + shot.path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signature(shot),
        },
        body: shot.body,
      });
      await answer.arrayBuffer();
      if (answer.status >= 500) throw new Error(`${answer.status}: ${JSON.stringify(shot)}`);
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, fireOn));
  return answers;
}

async function countStored(): Promise<unknown> {
  const { rows } = await sql`select (select count(*) from events) + (select count(*) from calls)
    + (select count(*) from callers) + (select count(*) from texts) as stored`.execute(world.engine.store.db);
  return rows;
}

test('whatever comes without a signature gets 403 and is stored nowhere', { timeout: 120_000 }, async () => {
  const before = await countStored();
  const forged = await fire(fc.sample(shots, { numRuns: count / 2, seed: 1 }), () => 'Zm9yZ2Vk');
  expect([...forged]).toEqual([[403, count / 2]]);
  expect(await countStored()).toEqual(before);
});

test('whatever is signed is taken or refused, and never too much for the server', {
  timeout: 120_000,
}, async () => {
  const signed = await fire(fc.sample(shots, { numRuns: count / 2, seed: 2 }), sign);
  expect([...signed.keys()].toSorted()).toEqual([200, 204, 400, 404]);
  expect([...signed.values()].reduce((sum, each) => sum + each)).toBe(count / 2);
});
