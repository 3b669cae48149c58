import { routes } from '@ringback/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const business = 'acme-plumbing';
const ann = '+15125550142';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

/** What a CRM would have refused of one received text. */
async function park(id: string): Promise<string> {
  await world.receiveText(id, ann, 'Hello, it is Ann.');
  const { db } = world.engine.store;
  const { effect_key } = await db
    .updateTable('effects')
    .set({ state: 'parked', problem: 'Property "region" is required', attempts: 1 })
    .where('lane', '=', 'crm:hubspot')
    .where('state', '=', 'open')
    .returning('effect_key')
    .executeTakeFirstOrThrow();
  return effect_key;
}

async function parked() {
  return (await world.client.listParked({ query: { business, system: 'hubspot' } })).data;
}

test("an entry that a CRM refused is listed with the CRM's words, to nobody else's token", async () => {
  const id = await park('SM1');
  const list = await world.client.listParked({ query: { business } });
  expect(routes.listParked.answer.parse(list)).toEqual(list);
  expect(list.data).toEqual([
    {
      id,
      business,
      system: 'hubspot',
      phone: ann,
      kind: 'text',
      at: '2026-11-19T16:00:00.000Z',
      problem: 'Property "region" is required',
      attempts: 1,
      parkedAt: '2026-11-19T16:00:00.000Z',
    },
  ]);
  expect((await world.dental.listParked()).data).toEqual([]);
  const other = { params: { id }, query: { business: 'bright-dental' } };
  await expect(world.dental.retryParked(other)).rejects.toMatchObject({ type: '/problems/unknown-entry' });
});

test('one that is tried again is no longer parked, and waits for its CRM', async () => {
  const [entry] = await parked();
  const request = { params: { id: entry?.id ?? '' }, query: { business } };
  expect(await world.client.retryParked(request)).toEqual({ count: 1 });
  expect(await parked()).toEqual([]);
  const connections = await world.client.listConnections({ query: { business } });
  expect(connections.data).toMatchObject([{ system: 'hubspot', waiting: 1, parked: 0, pause: null }]);
  await expect(world.client.retryParked(request)).rejects.toMatchObject({ status: 404 });
});

test('one that is let go is never tried again, and leaves a record of who did so', async () => {
  const { db } = world.engine.store;
  await db
    .updateTable('effects')
    .set({ state: 'parked', problem: 'no' })
    .where('state', '=', 'open')
    .execute();
  const id = (await parked())[0]?.id ?? '';
  expect(await world.client.discardParked({ params: { id }, query: { business } })).toEqual({ count: 1 });
  const row = await db
    .selectFrom('effects')
    .selectAll()
    .where('effect_key', '=', id)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'discarded', discarded_by: 'Dana', problem: 'no' });
  const acts = await db
    .selectFrom('audit_log')
    .select(['act', 'by'])
    .where('act', 'like', '%parked')
    .execute();
  expect(acts).toEqual([
    { act: 'retry-parked', by: 'Dana' },
    { act: 'discard-parked', by: 'Dana' },
  ]);
});

test('all of one connection can be tried again or let go at once', async () => {
  const { db } = world.engine.store;
  await park('SM2');
  await park('SM3');
  const query = { business, system: 'hubspot' };
  expect(await world.client.retryAllParked({ query })).toEqual({ count: 2 });
  await db.updateTable('effects').set({ state: 'parked' }).where('state', '=', 'open').execute();
  expect(await world.client.discardAllParked({ query })).toEqual({ count: 2 });
  expect(await world.client.discardAllParked({ query })).toEqual({ count: 0 });
  expect(await parked()).toEqual([]);
  await expect(world.dental.discardAllParked({ query })).rejects.toMatchObject({
    type: '/problems/unknown-business',
  });
});

test('a long list comes in pages', async () => {
  await park('SM4');
  await park('SM5');
  const first = await world.client.listParked({ query: { business, limit: 1 } });
  const second = await world.client.listParked({
    query: { business, limit: 1, cursor: first.nextCursor ?? '' },
  });
  expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(2);
  expect(second.nextCursor).toBeNull();
});
