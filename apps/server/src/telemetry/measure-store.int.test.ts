import { openTestStore } from '@ringback/engine/testing';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { measureStore } from './measure-store.ts';

async function openMeasured() {
  const { store, close } = await openTestStore();
  const registry = new Registry();
  let nowMs = 0;
  measureStore(registry, store, { nowMs: () => nowMs });
  const park = (key: string, lane: string) =>
    sql`insert into effects (business_id, effect_key, caller_id, lane, effect, state, due_at, created_at)
      values ('acme', ${key}, 'c', ${lane}, '{}', 'parked', ringback_now(), ringback_now())`.execute(
      store.db,
    );
  const scrape = async (atMs: number) => {
    nowMs = atMs;
    const text = await registry.metrics();
    return text.split('\n').filter((line) => line.startsWith('ringback_parked_entries'));
  };
  return { registry, store, park, scrape, close };
}

test('however often it is asked, the store counts every five seconds only', async () => {
  const { park, scrape, close } = await openMeasured();
  await park('one', 'crm:hubspot');
  expect(await scrape(1_000)).toEqual(['ringback_parked_entries{lane="crm:hubspot"} 1']);
  await park('two', 'crm:hubspot');
  expect(await scrape(5_900)).toEqual(['ringback_parked_entries{lane="crm:hubspot"} 1']);
  expect(await scrape(6_100)).toEqual(['ringback_parked_entries{lane="crm:hubspot"} 2']);
  await close();
});

test('a lane that has nothing any more is told no more', async () => {
  const { store, park, scrape, close } = await openMeasured();
  await park('one', 'crm:hubspot');
  await scrape(0);
  await sql`delete from effects`.execute(store.db);
  await park('two', 'crm:jobber');
  expect(await scrape(10_000)).toEqual(['ringback_parked_entries{lane="crm:jobber"} 1']);
  await close();
});

test('a store that is gone is told', async () => {
  const { registry, store, close } = await openMeasured();
  await store.close();
  expect(await registry.getSingleMetricAsString('ringback_store_up')).toContain('ringback_store_up 0');
  await close();
});
