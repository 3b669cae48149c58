import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { businessId } from './testing/acme-plumbing.ts';
import { callers, calls, missAll, oneTextEach, readBalance } from './testing/many-missed-calls.ts';
import { openWorld, type World } from './testing/open-world.ts';

// Whatever Twilio's look-alike can be told to do to webhooks and deliveries, over 500 missed calls: texts sent = texts
// due, none twice.

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

test.each([
  ['twice', { duplicate: true }],
  ['in another order', { shuffle: 7 }],
] as const)('everybody is texted once where Twilio tells everything %s', async (_, faults) => {
  Object.assign(world.twilio.faults.webhooks, faults);
  await missAll(world);
  expect(await readBalance(world)).toEqual(oneTextEach);
});

test('a text that is not delivered is sent again where the phone was off, and becomes a task where it never can be', async () => {
  const phonesOff = callers.filter((_, index) => index % 10 < 2);
  const landlines = callers.filter((_, index) => index % 10 === 2);
  for (const phone of phonesOff) {
    world.twilio.setDeliveryOutcome(phone, { status: 'undelivered', errorCode: 30003 });
  }
  for (const phone of landlines) {
    world.twilio.setDeliveryOutcome(phone, { status: 'undelivered', errorCode: 30006 });
  }
  await missAll(world);
  for (const phone of phonesOff) world.twilio.setDeliveryOutcome(phone, null);
  await world.pass(12 * 60, { stepSeconds: 60 });
  expect(await readBalance(world)).toEqual({
    callersByTexts: { 1: calls - phonesOff.length, 2: phonesOff.length },
    textsByState: { delivered: calls - landlines.length, failed: phonesOff.length + landlines.length },
    reported: { missed: calls, texted: calls },
  });
  const waiting = await world.api.listConversations({
    query: { business: businessId, state: 'needs-person', limit: 100 },
  });
  expect(waiting.data.map(({ contact }) => contact.phone).toSorted()).toEqual(landlines.toSorted());
});
