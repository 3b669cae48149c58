import { CrmError } from '@ringback/crm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AccountWorld, openAccountWorld } from './testing/account-world.ts';
import { john, maria } from './testing/shop.ts';

let world: AccountWorld;
const quarter = 15 * 60_000;

beforeEach(async () => {
  world = await openAccountWorld({ pipeline: 'default', stage: 'new' });
  await world.connect();
  for (const caller of [maria, john]) {
    await world.receiveText(caller, 'hello');
    await world.engine.handle({
      type: 'staff-acted',
      id: `qualify-${caller.slice(1)}`,
      businessId: 'acme',
      callerId: caller,
      act: 'qualify',
      worth: 350,
      by: 'Dana',
    });
    await world.pass(0);
  }
});

afterEach(() => world.close());

async function won() {
  const rows = await world.store.db
    .selectFrom('events')
    .select(['caller_id', 'event'])
    .where('type', '=', 'deal-won')
    .execute();
  return rows.map(({ caller_id, event }) => [caller_id, event.type === 'deal-won' && event.amount]);
}

test('a deal that is won is recorded with its amount, once, for whom it was opened', async () => {
  expect(world.crm.deals).toHaveLength(2);
  await world.pass(quarter);
  expect(await won()).toEqual([]);
  world.crm.closed.set('1', { state: 'won', amount: 410 });
  await world.pass(quarter);
  await world.pass(quarter);
  expect(await won()).toEqual([[maria, 410]]);
});

test('a deal that is lost brings nothing, and is not asked about again', async () => {
  world.crm.closed.set('2', { state: 'lost', amount: 90 });
  await world.pass(quarter);
  world.crm.closed.set('2', { state: 'won', amount: 90 });
  await world.pass(quarter);
  expect(await won()).toEqual([]);
});

test('what could not be read is read a quarter of an hour later', async () => {
  world.crm.closed.set('1', { state: 'won', amount: null });
  world.crm.unread = new CrmError('crm-unavailable', 'away', { retry: 'later' });
  await world.pass(quarter);
  expect(await won()).toEqual([]);
  world.crm.unread = null;
  await world.pass(quarter);
  expect(await won()).toEqual([[maria, null]]);
});
