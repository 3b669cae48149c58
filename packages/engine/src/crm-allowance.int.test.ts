import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAllowance } from './crm-allowance.ts';
import { type CrmWorld, openCrmWorld } from './testing/test-crms.ts';

let world: CrmWorld;

beforeEach(async () => {
  world = await openCrmWorld(['acme', 'beta', 'gamma']);
});

afterEach(() => world.close());

const rate = { perSecond: 8, burst: 20 };

async function take(businessId: string, times: number): Promise<readonly number[]> {
  const allowance = createAllowance(world.store.db, { businessId, system: 'hubspot' });
  const waits = await Promise.all(Array.from({ length: times }, () => allowance('request', rate)));
  return waits.toSorted((one, other) => one - other).map(Math.round);
}

async function share(one: string, other: string): Promise<void> {
  await world.store.db
    .updateTable('crm_connections')
    .set({ account_id: `account-${one}` })
    .where('business_id', '=', other)
    .execute();
}

test('takes a burst at once, and one after the other from then on', async () => {
  const waits = await take('acme', 23);
  expect(waits.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
  expect(waits.slice(20)).toEqual([125, 250, 375]);
  await world.clock.advance(10_000);
  expect((await take('acme', 21)).slice(19)).toEqual([0, 125]);
});

test('is one for all businesses that share an account, and another for every other account', async () => {
  await share('acme', 'beta');
  const waits = [...(await take('acme', 15)), ...(await take('beta', 15))].filter((ms) => ms > 0);
  expect(waits).toHaveLength(10);
  expect(await take('gamma', 20)).toEqual(Array.from({ length: 20 }, () => 0));
});

test('counts searches apart', async () => {
  await take('acme', 30);
  const allowance = createAllowance(world.store.db, { businessId: 'acme', system: 'hubspot' });
  expect(await allowance('search', { perSecond: 4, burst: 1 })).toBe(0);
  expect(Math.round(await allowance('search', { perSecond: 4, burst: 1 }))).toBe(250);
});
