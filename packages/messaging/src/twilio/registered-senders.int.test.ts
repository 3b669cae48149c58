import { type E164, parsePhone } from '@ringback/core';
import { afterEach, expect, test } from 'vitest';
import { json, openServer } from '../testing/twilio-server.ts';
import { createTwilioRegisteredSenders } from './registered-senders.ts';

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret', timeoutMs: 5000 };
const [local, tollFree] = ['+15125550100', '+18005550199'].map(number);
if (!local || !tollFree) throw new Error('the example numbers are numbers');

let server: Awaited<ReturnType<typeof openServer>>;
afterEach(() => server.close());

function number(text: string): E164 | undefined {
  return parsePhone(text, 'US')?.e164;
}

function page(key: string, items: readonly object[]) {
  return json(200, { meta: { key, page: 0, page_size: 50, next_page_url: null }, [key]: items });
}

async function standingsOf(numbers: readonly E164[], answers: Parameters<typeof openServer>[0]) {
  server = await openServer(answers);
  const senders = createTwilioRegisteredSenders({ ...account, apiBaseUrl: server.baseUrl });
  const standings = await senders.standingsOf(numbers, { signal: AbortSignal.timeout(5000) });
  return [...standings.values()];
}

const service = page('services', [{ sid: `MG${'1'.repeat(32)}` }]);

test('a number in no messaging service is not registered, nor one whose service has no campaign', async () => {
  expect(await standingsOf([local], [page('services', [])])).toEqual(['unregistered']);
  await server.close();
  const inService = page('phone_numbers', [{ phone_number: local }]);
  expect(await standingsOf([local], [service, inService, page('compliance', [])])).toEqual(['unregistered']);
});

test('of a service that has none of the numbers the campaign is not asked about', async () => {
  expect(await standingsOf([local], [service, page('phone_numbers', [])])).toEqual(['unregistered']);
  expect(server.seen).toHaveLength(2);
});

test.each([
  ['TWILIO_APPROVED', 'registered'],
  ['IN_REVIEW', 'in-review'],
  ['TWILIO_REJECTED', 'refused'],
])('a toll-free number whose verification is %s: %s', async (status, expected) => {
  const owned = json(200, {
    incoming_phone_numbers: [{ sid: `PN${'2'.repeat(32)}` }],
    page: 0,
    page_size: 1,
  });
  expect(await standingsOf([tollFree], [owned, page('verifications', [{ status }])])).toEqual([expected]);
  expect(server.seen.at(-1)?.query).toMatchObject({ TollfreePhoneNumberSid: `PN${'2'.repeat(32)}` });
});

test('without an answer nothing is said of any number', async () => {
  await expect(
    standingsOf([local], [json(401, { code: 20003, message: 'Authenticate' })]),
  ).rejects.toMatchObject({
    code: 'messaging-auth',
  });
});
