import { Client } from '@hubspot/api-client';
import { afterEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './testing-world.ts';

let world: World;
afterEach(() => world.close());

const contacts = '/crm/objects/2026-09/contacts';
const ada = { properties: { firstname: 'Ada' } };

describe('faults', () => {
  test.each([
    ['status-500', 500],
    ['status-429', 429],
    ['status-423', 423],
    ['status-477', 477],
  ] as const)('%s hits as often as asked, writes nothing, then all is well', async (kind, status) => {
    world = await openWorld();
    world.hubspot.faults.next({ on: 'create', kind, times: 2, retryAfterSeconds: 3 });
    expect((await world.call('GET', contacts)).status).toBe(200);
    const first = await world.call('POST', contacts, ada);
    const second = await world.call('POST', contacts, ada);
    expect([first.status, second.status, world.hubspot.count('contacts')]).toEqual([status, status, 0]);
    expect(first.headers.get('retry-after')).toBe(status === 500 ? null : '3');
    expect((await world.call('POST', contacts, ada)).status).toBe(201);
  });

  test('of a batch the last one is refused, and the caller can tell which', async () => {
    world = await openWorld();
    world.hubspot.faults.next({ on: 'create', kind: 'status-207' });
    const inputs = ['Ada', 'Bob'].map((firstname) => ({
      properties: { firstname },
      objectWriteTraceId: firstname,
    }));
    const answer = await world.call('POST', `${contacts}/batch/create`, { inputs });
    expect(answer.status).toBe(207);
    expect(answer.body.results).toMatchObject([{ properties: { firstname: 'Ada' } }]);
    expect(answer.body.errors).toMatchObject([{ context: { objectWriteTraceId: ['Bob'] } }]);
    expect(world.hubspot.contacts().map(({ name }) => name)).toEqual(['Ada']);
  });

  test('a reset before loses the request, a reset after loses the answer', async () => {
    world = await openWorld();
    await world.call('GET', contacts);
    world.hubspot.faults.next({ on: 'create', kind: 'reset-before' });
    await expect(world.call('POST', contacts, ada)).rejects.toThrow();
    expect(world.hubspot.count('contacts')).toBe(0);
    world.hubspot.faults.next({ on: 'create', kind: 'reset-after' });
    await expect(world.call('POST', contacts, ada)).rejects.toThrow();
    expect(world.hubspot.count('contacts')).toBe(1);
    expect(world.hubspot.requests().at(-1)).toMatchObject({ method: 'POST', path: contacts, status: null });
  });

  test('is aimed at one type of record when told so', async () => {
    world = await openWorld();
    world.hubspot.faults.next({ on: 'any', type: 'calls', kind: 'status-500' });
    expect((await world.call('POST', contacts, ada)).status).toBe(201);
    expect((await world.call('GET', '/crm/objects/v3/calls')).status).toBe(404);
    expect((await world.call('GET', '/crm/objects/2026-09/calls')).status).toBe(500);
  });

  test('a slow answer comes when the clock says so, though the work is done', async () => {
    world = await openWorld();
    await world.call('GET', contacts);
    world.hubspot.faults.next({ on: 'create', kind: 'slow', delayMs: 20_000 });
    const changed = new Promise<void>((resolve) => world.hubspot.subscribe(() => resolve()));
    const answer = world.call('POST', contacts, ada);
    await changed;
    await world.hubspot.idle();
    expect(world.hubspot.count('contacts')).toBe(1);
    await world.clock.advance(20_000);
    expect((await answer).status).toBe(201);
  });

  test('while down every connection is cut', async () => {
    world = await openWorld();
    await world.call('GET', contacts);
    world.hubspot.setDown(true);
    await expect(world.call('GET', contacts)).rejects.toThrow();
    world.hubspot.setDown(false);
    expect((await world.call('GET', contacts)).status).toBe(200);
  });
});

test('listeners hear of changes until they stop listening', async () => {
  world = await openWorld();
  const heard: string[] = [];
  const stop = world.hubspot.subscribe(({ change, type }) => heard.push(`${type} ${change}`));
  const { id } = world.hubspot.putContact({ firstname: 'Ada' });
  await world.call('PATCH', `${contacts}/${id}`, { properties: { city: 'Austin' } });
  stop();
  await world.call('DELETE', `${contacts}/${id}`);
  expect(heard).toEqual(['contacts created', 'contacts updated']);
});

test("HubSpot's own client reaches the dated paths through apiRequest", async () => {
  world = await openWorld();
  const granted = await world.token({ grant_type: 'authorization_code', code: await world.connect() });
  const client = new Client({ accessToken: String(granted.body.access_token), basePath: world.base });
  const response = await client.apiRequest({ method: 'POST', path: contacts, body: ada });
  expect(await response.json()).toMatchObject({ properties: { firstname: 'Ada' } });
  expect(response.status).toBe(201);
});
