import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { E164 } from '@ringback/core';
import { createManualClock, createTwilioLookalike, type LineType } from '@ringback/sandbox';
import { afterEach, expect, test } from 'vitest';
import { accountSid, patient } from '../testing/sending.ts';
import { json, openServer } from '../testing/twilio-server.ts';
import { createTwilioLineTypes } from './line-types.ts';

const caller = '+15125550142' as E164;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

function at(apiBaseUrl: string) {
  return createTwilioLineTypes({ accountSid, authToken: 'secret', apiBaseUrl, timeoutMs: 5_000 });
}

async function openLookups(lineType: LineType) {
  const twilio = createTwilioLookalike({
    accountSid,
    authToken: 'secret',
    clock: createManualClock('2026-11-20T15:00:00Z'),
    numbers: [{ number: '+15125550100', voiceUrl: '', statusCallback: '', smsUrl: '' }],
    carrierNumbers: [{ number: caller, lineType }],
  });
  const server = createServer(twilio.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { twilio, lineTypes: at(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) };
}

test.each([
  ['mobile', 'mobile'],
  ['landline', 'landline'],
  ['fixedVoip', 'voip'],
  ['nonFixedVoip', 'voip'],
  ['personal', 'personal'],
  ['tollFree', 'toll-free'],
  ['premium', 'premium'],
  ['sharedCost', 'shared-cost'],
  ['uan', 'universal-access'],
  ['voicemail', 'voicemail'],
  ['pager', 'pager'],
  ['unknown', 'unknown'],
] as const)('what Twilio calls %s is %s', async (theirs, ours) => {
  const { lineTypes } = await openLookups(theirs);
  expect(await lineTypes.find(caller, patient())).toBe(ours);
});

test.each([
  ['no coverage of the country', 404, 60600],
  ['a country that the account has no approval for', 403, 60601],
])('%s leaves the line unknown', async (_why, status, code) => {
  const server = await openServer([json(status, { code, message: 'no', status })]);
  cleanUps.push(server.close);
  expect(await at(server.baseUrl).find(caller, patient())).toBe('unknown');
});

test('a Twilio that does not answer in time is no answer', async () => {
  const { twilio, lineTypes } = await openLookups('mobile');
  twilio.faults.next({ on: 'look-up', kind: 'slow', delayMs: 60_000 });
  const signal = AbortSignal.timeout(50);
  await expect(lineTypes.find(caller, { signal })).rejects.toMatchObject({ code: 'messaging-unclear' });
});
