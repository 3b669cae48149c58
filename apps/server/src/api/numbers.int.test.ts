import { routes } from '@ringback/api';
import { createTwilioPhoneNumbers } from '@ringback/messaging';
import { createManualClock, createTwilioLookalike, type TwilioLookalike } from '@ringback/sandbox';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Served, serve } from '../sandbox/serve.ts';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const publicUrl = 'https://ringback.example.com';
const at = `${publicUrl}/webhooks/twilio`;
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

let twilio: TwilioLookalike;
let served: Served;
let world: ApiWorld;

beforeAll(async () => {
  twilio = createTwilioLookalike({
    ...account,
    clock: createManualClock('2026-11-19T16:00:00Z'),
    numbers: [
      {
        number: '+15125550100',
        label: 'Front desk',
        voiceUrl: `${at}/voice`,
        voiceFallbackUrl: 'https://handler.twilio.com/twiml/EH00000000000000000000000000000001',
        statusCallback: `${at}/voice/status`,
        smsUrl: 'https://old.example.com/texts',
      },
      { number: '+15125550300', voiceUrl: '', statusCallback: '', smsUrl: '' },
    ],
  });
  served = await serve(twilio.app);
  const phoneNumbers = createTwilioPhoneNumbers({
    ...account,
    apiBaseUrl: served.url,
    publicUrl,
    timeoutMs: 5_000,
    hasMessagingService: false,
  });
  world = await openApi({ phoneNumbers });
});
afterAll(async () => {
  await world.close();
  await served.close();
});
beforeEach(() => twilio.faults.clear());

const bought = async () => (await world.client.listNumbers()).data.filter(({ label }) => label !== null);

test('lists every line and every number of the account, with what is wrong in words', async () => {
  const list = await world.client.listNumbers();
  expect(routes.listNumbers.answer.parse(list)).toEqual(list);
  expect(list.data).toMatchObject([
    {
      number: '+15125550200',
      label: null,
      business: 'bright-dental',
      line: 'Main line',
      problems: [{ code: 'not-in-account' }],
    },
    {
      number: '+15125550100',
      label: 'Front desk',
      business: 'acme-plumbing',
      problems: [{ code: 'texts-elsewhere', detail: 'Texts go to https://old.example.com/texts.' }],
    },
    { number: '+15125550300', business: null, line: null },
  ]);
  expect(list.data[2]?.problems.map(({ code }) => code)).toEqual([
    'no-line',
    'calls-elsewhere',
    'call-ends-elsewhere',
    'texts-elsewhere',
  ]);
});

test('points a number here', async () => {
  const params = { number: '+15125550100' };
  expect((await world.client.connectNumber({ params })).problems).toEqual([]);
  expect((await bought())[0]?.problems).toEqual([]);
});

test('says so when the account has no such number', async () => {
  await expect(world.client.connectNumber({ params: { number: '+15125550999' } })).rejects.toMatchObject({
    status: 404,
    type: '/problems/unknown-number',
  });
});

test('offers numbers of an area code', async () => {
  const { data } = await world.client.searchNumbers({ query: { areaCode: '737' } });
  expect(data[0]).toEqual({ number: '+17375550150', label: '(737) 555-0150', place: null, canText: true });
  await expect(world.client.searchNumbers({ query: { areaCode: '73' } })).rejects.toMatchObject({
    status: 400,
    detail: expect.stringContaining('query.areaCode: write an area code of three digits'),
  });
});

const order = { business: 'acme-plumbing', number: '+17375550150', confirm: true } as const;

test('buys nothing unless it is confirmed', async () => {
  const before = await bought();
  for (const body of [
    { ...order, confirm: false as true },
    { ...order, confirm: undefined as never },
  ]) {
    await expect(world.client.buyNumber({ body })).rejects.toMatchObject({
      status: 400,
      detail: expect.stringContaining('body.confirm: write true'),
    });
  }
  expect(await bought()).toEqual(before);
});

test('buys a number once, however often it is asked and whatever was lost on the way', async () => {
  const before = await bought();
  const buy = () => world.client.buyNumber({ body: order, idempotencyKey: 'first' });
  twilio.faults.next({ on: 'buy-number', kind: 'reset-after' });
  await expect(buy()).rejects.toMatchObject({
    status: 503,
    detail: expect.stringContaining('ask again, which looks before it buys'),
  });
  expect(await buy()).toMatchObject({ number: order.number, label: 'Acme Plumbing' });
  await buy();
  expect(await bought()).toHaveLength(before.length + 1);
  const { data } = await world.client.listAudit();
  expect(data.filter(({ act }) => act === 'buy-number')).toMatchObject([
    { business: 'acme-plumbing', by: 'Dana', details: { number: order.number } },
  ]);
  const other = { ...order, number: '+17375550151' };
  await expect(world.client.buyNumber({ body: other, idempotencyKey: 'first' })).rejects.toMatchObject({
    status: 422,
    type: '/problems/idempotency-key-reused',
  });
});

test('tells a refusal of the provider in the owner’s words', async () => {
  const body = { ...order, number: '+17375550199' };
  await expect(world.client.buyNumber({ body })).rejects.toMatchObject({
    status: 422,
    type: '/problems/provider-refused',
    detail: 'This number is not for sale any more; choose another one.',
  });
});

test('says that nothing was done where the provider put it off', async () => {
  twilio.faults.next({ on: 'list-numbers', kind: 'status-429' });
  await expect(world.client.listNumbers()).rejects.toMatchObject({
    status: 503,
    detail: 'Twilio asked us to slow down. Nothing was done; ask again in a minute.',
  });
});

test('shows the account to nobody but an administrator', async () => {
  const refusal = { status: 403, type: '/problems/admin-only' };
  await expect(world.dental.listNumbers()).rejects.toMatchObject(refusal);
  await expect(world.dental.searchNumbers({ query: { areaCode: '737' } })).rejects.toMatchObject(refusal);
  await expect(world.dental.buyNumber({ body: order })).rejects.toMatchObject(refusal);
  await expect(world.dental.connectNumber({ params: { number: '+15125550100' } })).rejects.toMatchObject(
    refusal,
  );
});
