import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { missAll, oneTextEach, readBalance } from './testing/many-missed-calls.ts';
import { openWorld, type World } from './testing/open-world.ts';

// Whatever Twilio's look-alike can be told to do to requests, over 500 missed calls: texts sent = texts due, none twice.

/** Our own patience, in real time; a request that nothing holds back is answered well within. */
const twilioTimeoutMs = 1_000;

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await openWorld({}, { twilioTimeoutMs });
});
afterEach(() => world.close());

test.each([
  ['answers too late', { kind: 'slow', delayMs: 60_000 }],
  ['breaks the connection before it has taken the text', { kind: 'reset-before' }],
  ['breaks the connection after it has taken the text', { kind: 'reset-after' }],
  ['asks us to slow down', { kind: 'status-429' }],
  ['answers 500', { kind: 'status-500' }],
] as const)('everybody is texted once where Twilio %s three times out of ten', async (_, fault) => {
  for (const on of ['create-message', 'list-messages'] as const) {
    world.twilio.faults.often({ ...fault, on, share: 0.3, seed: 7 });
  }
  await missAll(world);
  expect(await readBalance(world)).toEqual(oneTextEach);
});
