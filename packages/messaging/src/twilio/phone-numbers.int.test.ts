import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type E164, parsePhone } from '@ringback/core';
import { createManualClock, createTwilioLookalike, type SandboxNumber } from '@ringback/sandbox';
import { afterEach, expect, test } from 'vitest';
import { MessagingError } from '../errors.ts';
import { accountSid, patient } from '../testing/sending.ts';
import { createTwilioPhoneNumbers } from './phone-numbers.ts';

const publicUrl = 'https://ringback.example.com';
const ours = `${publicUrl}/webhooks/twilio`;
/** What answers while we are away lies at Twilio. */
const bin = `https://handler.twilio.com/twiml/EH${'0'.repeat(32)}`;
const here = {
  voiceUrl: `${ours}/voice`,
  voiceFallbackUrl: bin,
  statusCallback: `${ours}/voice/status`,
  smsUrl: `${ours}/messages`,
};
const shop = number('+15125550100');

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function number(raw: string): E164 {
  const phone = parsePhone(raw, 'US');
  if (!phone) throw new Error(`${raw} is no number`);
  return phone.e164;
}

async function openAccount(numbers: readonly SandboxNumber[] = [{ number: shop, ...here }]) {
  const twilio = createTwilioLookalike({
    accountSid,
    authToken: 'secret',
    clock: createManualClock('2026-11-20T15:00:00Z'),
    numbers,
  });
  const server = createServer(twilio.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const options = {
    accountSid,
    authToken: 'secret',
    apiBaseUrl: `http://127.0.0.1:${port}`,
    publicUrl,
    timeoutMs: 5_000,
    hasMessagingService: false,
  };
  return { twilio, options, account: createTwilioPhoneNumbers(options) };
}

test('a number whose calls, their ends and texts come here has no problem, however often Twilio tries again', async () => {
  const { account } = await openAccount();
  const [owned, ...others] = await account.list(patient());
  expect(others).toEqual([]);
  expect(owned).toMatchObject({ number: shop, label: '(512) 555-0100', problems: [] });
});

test.each([
  [
    { voiceUrl: 'https://old.example.com/voice?key=secret' },
    'calls-elsewhere',
    'https://old.example.com/voice.',
  ],
  [{ voiceUrl: '' }, 'calls-elsewhere', 'nobody'],
  [{ voiceMethod: 'GET' }, 'calls-elsewhere', '/webhooks/twilio/voice'],
  [{ voiceApplicationSid: `AP${'0'.repeat(32)}` }, 'calls-elsewhere', 'application AP'],
  [{ trunkSid: `TK${'0'.repeat(32)}` }, 'calls-elsewhere', 'SIP trunk TK'],
  [{ voiceFallbackUrl: '' }, 'no-fallback', 'an error'],
  [{ voiceFallbackUrl: `${ours}/voice` }, 'no-fallback', 'an error'],
  [{ statusCallback: 'https://old.example.com/' }, 'call-ends-elsewhere', 'https://old.example.com/'],
  [{ smsUrl: `${ours}/message` }, 'texts-elsewhere', '/webhooks/twilio/message.'],
  [{ smsApplicationSid: `AP${'0'.repeat(32)}` }, 'texts-elsewhere', 'application AP'],
] as const)('with %j the problem is %s', async (changes, code, words) => {
  const { account } = await openAccount([{ number: shop, ...here, ...changes }]);
  const owned = await account.find(shop, patient());
  expect(owned?.problems).toEqual([{ code, detail: expect.stringContaining(words) }]);
  expect(JSON.stringify(owned)).not.toContain('secret');
});

test('says nothing of a number’s texts where a messaging service takes them in', async () => {
  const { options } = await openAccount([{ number: shop, ...here, smsUrl: '' }]);
  const account = createTwilioPhoneNumbers({ ...options, hasMessagingService: true });
  expect((await account.find(shop, patient()))?.problems).toEqual([]);
});

test('points a number here, whatever took its calls and texts before', async () => {
  const { account } = await openAccount([
    {
      number: shop,
      voiceUrl: 'https://old.example.com',
      voiceMethod: 'GET',
      statusCallback: '',
      smsUrl: '',
      voiceFallbackUrl: bin,
      trunkSid: `TK${'0'.repeat(32)}`,
      smsApplicationSid: `AP${'0'.repeat(32)}`,
    },
  ]);
  expect((await account.connect(shop, patient()))?.problems).toEqual([]);
  expect((await account.find(shop, patient()))?.problems).toEqual([]);
  expect(await account.connect(number('+15125550177'), patient())).toBeNull();
});

test('finds numbers for sale in an area code', async () => {
  const { account } = await openAccount();
  const query = { country: 'US', areaCode: '737', limit: 3 } as const;
  const found = await account.searchAvailable(query, patient());
  expect(found).toHaveLength(3);
  expect(found[0]).toEqual({ number: '+17375550150', label: '(737) 555-0150', place: null, canText: true });
  expect(await account.searchAvailable({ ...query, areaCode: '011' }, patient())).toEqual([]);
});

const purchase = { number: number('+17375550150'), label: 'Acme Plumbing', confirm: true } as const;

test('buys a number, with its calls and texts coming here from the start', async () => {
  const { account } = await openAccount();
  expect(await account.buy(purchase, patient())).toMatchObject({
    number: purchase.number,
    label: 'Acme Plumbing',
    problems: [{ code: 'no-fallback' }],
  });
  expect(await account.list(patient())).toHaveLength(2);
});

test('a purchase whose answer was lost is found by the next try, not made again', async () => {
  const { account, twilio } = await openAccount();
  twilio.faults.next({ on: 'buy-number', kind: 'reset-after' });
  await expect(account.buy(purchase, patient())).rejects.toMatchObject({ retry: 'unknown' });
  twilio.faults.next({ on: 'buy-number', kind: 'status-500' });
  expect(await account.buy(purchase, patient())).toMatchObject({ number: purchase.number });
  expect(await account.list(patient())).toHaveLength(2);
});

test('nothing is bought while nobody can say whether it was bought before', async () => {
  const { account, twilio } = await openAccount();
  twilio.faults.next({ on: 'list-numbers', kind: 'status-500' });
  await expect(account.buy(purchase, patient())).rejects.toBeInstanceOf(MessagingError);
  expect(await account.list(patient())).toHaveLength(1);
});

test('two who buy the same number at once both have it, once', async () => {
  const { account } = await openAccount();
  const both = await Promise.all([account.buy(purchase, patient()), account.buy(purchase, patient())]);
  expect(new Set(both.map(({ providerId }) => providerId)).size).toBe(1);
  expect(await account.list(patient())).toHaveLength(2);
});

test('a number that is not for sale is refused in words for the owner', async () => {
  const { account } = await openAccount();
  await expect(account.buy({ ...purchase, number: number('+17375550199') }, patient())).rejects.toMatchObject(
    {
      code: 'messaging-refused',
      retry: 'never',
      providerCode: '21422',
      message: 'This number is not for sale any more; choose another one.',
    },
  );
});

test('a token that Twilio refuses is told as such', async () => {
  const { options } = await openAccount();
  const account = createTwilioPhoneNumbers({ ...options, authToken: 'old' });
  await expect(account.list(patient())).rejects.toMatchObject({ code: 'messaging-auth' });
});
