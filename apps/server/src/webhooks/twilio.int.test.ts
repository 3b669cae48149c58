import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine, shopPhone } from '../testing/acme-plumbing.ts';
import { openWorld, type World } from '../testing/open-world.ts';

const caller = '+15125550142';
let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world.close();
});

type Params = { readonly [name: string]: string };

function sign(path: string, params: Params): string {
  const sorted = Object.keys(params).toSorted();
  const text = sorted.reduce((signed, name) => signed + name + params[name], world.url + path);
  return createHmac('sha1', world.twilioAuthToken).update(text).digest('base64');
}

function post(path: string, params: Params, signature = sign(path, params)): Promise<Response> {
  return fetch(world.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: new URLSearchParams(params),
  });
}

test('a signed request that only tries the way gets its nonce back, a forged one nothing', async () => {
  const params = { nonce: 'n-1' };
  const signed = await post('/webhooks/twilio/echo', params);
  expect([signed.status, await signed.text()]).toEqual([200, 'ringback n-1']);
  expect((await post('/webhooks/twilio/echo', params, 'forged')).status).toBe(403);
});

const incoming = {
  CallSid: 'CA100',
  From: caller,
  To: ringingLine,
  CallStatus: 'ringing',
  Direction: 'inbound',
};

async function countEvents(): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) from events`.execute(world.engine.store.db);
  return Number(rows[0]?.count);
}

test('a call on a line is answered with instructions to ring the shop', async () => {
  const answer = await post('/webhooks/twilio/voice', incoming);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/xml/);
  expect(await answer.text()).toContain('+15125550111</Number>');
});

test.each(['/voice', '/voice/status', '/voice/dialed', '/voice/accept', '/messages', '/messages/status'])(
  'an unsigned request to %s gets 403 and stores nothing',
  async (path) => {
    const before = await countEvents();
    const answer = await post(
      `/webhooks/twilio${path}`,
      { ...incoming, MessageSid: 'SM1', Body: 'hi' },
      'forged',
    );
    expect(answer.status).toBe(403);
    expect(await countEvents()).toBe(before);
  },
);

test('a signed request whose body was altered on the way gets 403', async () => {
  const answer = await post(
    '/webhooks/twilio/voice',
    { ...incoming, From: '+15125550199' },
    sign('/webhooks/twilio/voice', incoming),
  );
  expect(answer.status).toBe(403);
});

test.each<[string, string, Params, string]>([
  ['a call without its id', '/webhooks/twilio/voice', { From: caller, To: ringingLine }, 'CallSid'],
  [
    'a text without its id',
    '/webhooks/twilio/messages',
    { From: caller, To: ringingLine, Body: 'hi' },
    'MessageSid',
  ],
  [
    'an end of ringing that names no call',
    `/webhooks/twilio/voice/dialed?business=${businessId}`,
    { ...incoming, DialCallStatus: 'no-answer' },
    'call',
  ],
  [
    'a status that names no text',
    `/webhooks/twilio/messages/status?business=${businessId}`,
    { MessageSid: 'SM1', MessageStatus: 'sent' },
    'text',
  ],
  [
    'a business that does not exist',
    '/webhooks/twilio/voice/screen?business=nobody&call=CA1',
    incoming,
    'nobody',
  ],
])('%s gets 400 that names what is missing', async (_, path, params, named) => {
  const answer = await post(path, params);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(named);
});

const ofCall = `?business=${businessId}&call=CA1`;
test.each<[string, string, Params]>([
  ['the end of ringing', 'dialed', { CallSid: 'CA2', To: ringingLine, DialCallStatus: 'no-answer' }],
  ['a key pressed for consent', 'consent', { CallSid: 'CA2', To: ringingLine, Digits: '1' }],
  [
    'a recording',
    'recording',
    {
      CallSid: 'CA2',
      RecordingStatus: 'completed',
      RecordingUrl: 'https://example.com/r',
      RecordingDuration: '9',
    },
  ],
  ['a rung leg', 'screen', { CallSid: 'CA9', ParentCallSid: 'CA2' }],
  ['a leg that accepts', 'accept', { CallSid: 'CA9', ParentCallSid: 'CA2', Digits: '1' }],
])('%s of another call than the address names gets 400 and stores nothing', async (_, step, params) => {
  const before = await countEvents();
  const answer = await post(`/webhooks/twilio/voice/${step}${ofCall}`, params);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('CallSid is not the call that the address names');
  expect(await countEvents()).toBe(before);
});

test('a call that the phone of the line has forwarded back does not ring it again, and is missed', async () => {
  const call = { ...incoming, CallSid: 'CA106', From: '+15125550147', ForwardedFrom: shopPhone };
  const words = await (await post('/webhooks/twilio/voice', call)).text();
  expect(words).toContain('<Record');
  expect(words).not.toContain('<Dial');
  const { db } = world.engine.store;
  const stored = await db.selectFrom('calls').select('call').where('call_id', '=', 'CA106').execute();
  expect(stored).toMatchObject([{ call: { verdict: 'missed', cause: 'forwarded' } }]);
});

test('a rung leg whose caller’s call Twilio does not name is believed', async () => {
  const answer = await post(`/webhooks/twilio/voice/screen${ofCall}`, { CallSid: 'CA9' });
  expect(answer.status).toBe(200);
});

test('a call on a number that no business has is answered with nothing to do', async () => {
  const answer = await post('/webhooks/twilio/voice', { ...incoming, To: '+15125550188' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<Response/>');
});

test('a status of a text that is not ours is taken quietly', async () => {
  const path = `/webhooks/twilio/messages/status?business=${businessId}&text=nothing`;
  expect((await post(path, { MessageSid: 'SM1', MessageStatus: 'delivered' })).status).toBe(204);
});

test('a body that is too large is refused before it is read', async () => {
  const answer = await post('/webhooks/twilio/messages', { MessageSid: 'SM1', Body: 'x'.repeat(300_000) });
  expect(answer.status).toBe(413);
});

/** The store takes no call while `act` runs. */
async function whileAway<T>(act: () => Promise<T>): Promise<T> {
  await sql`alter table calls rename to calls_away`.execute(world.engine.store.db);
  try {
    return await act();
  } finally {
    await sql`alter table calls_away rename to calls`.execute(world.engine.store.db);
  }
}

test('the phone in the shop rings even while the store is away', async () => {
  const answer = await whileAway(() => post('/webhooks/twilio/voice', { ...incoming, CallSid: 'CA101' }));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('+15125550111</Number>');
});

const putThrough = {
  ...incoming,
  CallStatus: 'in-progress',
  DialCallStatus: 'completed',
  DialCallDuration: '600',
  DialBridged: 'true',
};

test('a call is answered when the two were put through, although the store was away when 1 was pressed', async () => {
  const call = { CallSid: 'CA102' };
  const query = `?business=${businessId}&call=CA102`;
  await post('/webhooks/twilio/voice', { ...incoming, ...call });
  const accepted = await whileAway(() =>
    post(`/webhooks/twilio/voice/accept${query}`, {
      CallSid: 'CA9',
      ParentCallSid: call.CallSid,
      Digits: '1',
    }),
  );
  expect([accepted.status, await accepted.text()]).toEqual([200, expect.not.stringContaining('Hangup')]);
  await post(`/webhooks/twilio/voice/dialed${query}`, { ...putThrough, ...call });
  const { db } = world.engine.store;
  const stored = await db.selectFrom('calls').select('outcome').where('call_id', '=', 'CA102').execute();
  expect(stored).toEqual([{ outcome: 'answered' }]);
});

test('whoever was put through is not greeted afterwards, even while the store is away', async () => {
  const query = `?business=${businessId}&call=CA103`;
  const answer = await whileAway(() =>
    post(`/webhooks/twilio/voice/dialed${query}`, { ...putThrough, CallSid: 'CA103' }),
  );
  expect([answer.status, await answer.text()]).toEqual([
    200,
    expect.stringContaining('<Response><Hangup/></Response>'),
  ]);
});

test('a caller who presses 1 while the store is away may leave a message, and is promised no text', async () => {
  const call = { ...incoming, CallSid: 'CA104', CallStatus: 'in-progress', Digits: '1' };
  const path = `/webhooks/twilio/voice/consent?business=${businessId}&call=CA104`;
  const away = await whileAway(() => post(path, call));
  expect(away.status).toBe(200);
  const words = await away.text();
  expect(words).toContain('<Record');
  expect(words).not.toContain('We will text you');
  expect(await (await post(path, call)).text()).toContain('We will text you');
});

test('the greeting goes by the hours of the store’s clock', async () => {
  const call = { ...incoming, To: forwardedLine, CallSid: 'CA105' };
  const greeting = async () => (await post('/webhooks/twilio/voice', call)).text();
  expect(await greeting()).toContain('answer right now');
  const hours = 12 * 3_600;
  await world.pass(hours, { stepSeconds: hours });
  expect(await greeting()).toContain('closed right now');
});

test('a text that the store could not take gets 500, so that Twilio sends it again', async () => {
  await sql`alter table texts rename to texts_away`.execute(world.engine.store.db);
  const text = { MessageSid: 'SM7', From: caller, To: ringingLine, Body: 'hello', NumMedia: '0' };
  const first = await post('/webhooks/twilio/messages', text);
  await sql`alter table texts_away rename to texts`.execute(world.engine.store.db);
  const second = await post('/webhooks/twilio/messages', text);
  expect([first.status, second.status]).toEqual([500, 200]);
  const stored = await world.engine.store.db
    .selectFrom('texts')
    .select('body')
    .where('direction', '=', 'in')
    .execute();
  expect(stored).toEqual([{ body: 'hello' }]);
});

test('a STOP with a NUL character behind it, which no database takes, is stored without it and obeyed', async () => {
  const text = { MessageSid: 'SM8\0', From: '+15125550143', To: ringingLine, Body: 'STOP\0', NumMedia: '1' };
  const media = { MediaUrl0: 'https://example.com/\0a', MediaContentType0: 'image/png' };
  expect((await post('/webhooks/twilio/messages', { ...text, ...media })).status).toBe(200);
  const { db } = world.engine.store;
  const stored = await db.selectFrom('events').select('event').where('event_id', '=', 'text-SM8').execute();
  expect(stored).toMatchObject([{ event: { body: 'STOP', media: [{ url: 'https://example.com/a' }] } }]);
  const callers = await db.selectFrom('callers').select('state').where('phone', '=', text.From).execute();
  expect(callers).toMatchObject([{ state: { suppression: expect.anything() } }]);
});

test.each([
  ['WhatsApp', { From: 'whatsapp:+15125550142', To: `whatsapp:${ringingLine}` }],
  ['RCS', { From: 'rcs:+15125550142', To: 'rcs:acme_agent' }],
])('a message over %s is taken, counted and left alone', async (_channel, addresses) => {
  const before = await countEvents();
  const answer = await post('/webhooks/twilio/messages', { ...addresses, MessageSid: 'SM900', Body: 'hi' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<Response/>');
  expect(await countEvents()).toBe(before);
});
