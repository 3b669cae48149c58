import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  accountSid,
  authToken,
  caller,
  openTwilioWorld,
  shop,
  type TwilioWorld,
} from '../testing/open-twilio-world.ts';

let world: TwilioWorld;
beforeEach(async () => {
  world = await openTwilioWorld();
});
afterEach(() => world.close());

const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
const messagesUrl = () => `${world.rest.url}/2010-04-01/Accounts/${accountSid}/Messages.json`;
const create = () =>
  fetch(messagesUrl(), {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ From: shop, To: caller, Body: 'hello' }),
  });
const list = () => fetch(messagesUrl(), { headers: { authorization } });

test.each([
  ['status-500', 500, 20500],
  ['status-429', 429, 20429],
] as const)('answers %s as often as asked, and does nothing', async (kind, status, code) => {
  world.twilio.faults.next({ on: 'create-message', kind, times: 2 });
  for (let time = 0; time < 2; time += 1) {
    const answer = await create();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, code });
  }
  expect((await list()).status).toBe(200);
  expect(world.twilio.messages()).toEqual([]);
  expect((await create()).status).toBe(201);
});

test('goes wrong in the same share of requests for the same seed, until it is cleared', async () => {
  const draw = async () => {
    world.twilio.faults.often({ on: 'create-message', kind: 'status-500', share: 0.3, seed: 7 });
    const statuses: number[] = [];
    for (let time = 0; time < 20; time += 1) statuses.push((await create()).status);
    world.twilio.faults.clear();
    return statuses;
  };
  const first = await draw();
  expect(new Set(first)).toEqual(new Set([201, 500]));
  expect(await draw()).toEqual(first);
  expect((await create()).status).toBe(201);
});

test('breaks the connection before anything was done', async () => {
  world.twilio.faults.next({ on: 'create-message', kind: 'reset-before' });
  await expect(create()).rejects.toThrow('fetch failed');
  expect(world.twilio.messages()).toEqual([]);
});

test('breaks the connection after the text was taken, and delivers it', async () => {
  world.twilio.faults.next({ on: 'create-message', kind: 'reset-after' });
  await expect(create()).rejects.toThrow('fetch failed');
  await world.clock.advance(2_000);
  expect(world.twilio.messagesTo(caller)).toMatchObject([{ body: 'hello', status: 'delivered' }]);
});

test('is slow by the clock', async () => {
  world.twilio.faults.next({ on: 'create-message', kind: 'slow', delayMs: 5_000 });
  let answered = false;
  const taken = new Promise<void>((resolve) => {
    world.twilio.subscribe(resolve);
  });
  const answer = create().then((response) => {
    answered = true;
    return response.status;
  });
  await taken;
  await world.clock.advance(4_999);
  expect((await list()).status).toBe(200);
  expect(answered).toBe(false);
  await world.clock.advance(1);
  expect(await answer).toBe(201);
});

test('tells who subscribed of every change, until they leave', async () => {
  let changes = 0;
  const leave = world.twilio.subscribe(() => {
    changes += 1;
  });
  await create();
  const seen = changes;
  expect(seen).toBeGreaterThan(0);
  leave();
  await create();
  expect(changes).toBe(seen);
});
