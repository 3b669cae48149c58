import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRetentionRunner } from '../data-care/retention-runner.ts';
import { reportRecovery } from '../queries/recovery.ts';
import { acme, type DataCareWorld, openDataCareWorld, openTestEngine } from '../testing/data-care-world.ts';
import { connectCrm, john, maria } from '../testing/shop.ts';
import { testedStore } from '../testing/test-databases.ts';

const page = readFileSync(new URL('../../../../docs/how-to/partition-events.md', import.meta.url), 'utf8');
const [conversion = '', dropping = ''] = [...page.matchAll(/^```sql\n(.*?)^```/gms)].map(([, text]) => text);
const onPostgres = test.runIf(testedStore() === 'postgres');

let world: DataCareWorld;

beforeEach(async () => {
  world = await openDataCareWorld();
});

afterEach(() => world.close());

async function eventsAt(from: string): Promise<readonly string[]> {
  const rows = await world.db
    .selectFrom('events')
    .select(['event_id', sql<string>`tableoid::regclass::text`.as('partition')])
    .where('caller_id', '=', from)
    .orderBy('sequence')
    .execute();
  return rows.map(({ event_id, partition }) => `${partition} ${event_id}`);
}

onPostgres(
  'the whole way of a missed call goes on over events that are partitioned as the page says',
  async () => {
    await world.missCall('CA1', maria);
    await world.pass(2);
    await world.receiveText('SM1', maria, 'before the change');
    const before = (await eventsAt(maria)).map((row) => row.split(' ')[1]);
    await sql.raw(conversion).execute(world.db);

    const after = await eventsAt(maria);
    expect(after.map((row) => row.split(' ')[1])).toEqual(before);
    expect(after.every((row) => row.startsWith('events_2026_11 '))).toBe(true);

    await world.missCall('CA1', maria);
    await world.receiveText('SM1', maria, 'before the change');
    await world.pass(5);
    expect((await eventsAt(maria)).length).toBe(before.length);

    await world.pass(20 * 24 * 60 * 60);
    await world.missCall('CA2', john);
    await world.pass(2);
    await world.receiveText('SM2', john, 'STOP');
    expect(world.provider.taken.map(({ to }) => to)).toContain(john);
    expect((await eventsAt(john)).every((row) => row.startsWith('events_2026_12 '))).toBe(true);

    const [imported] = acme();
    if (!imported) throw new Error('there is no acme');
    const request = { business: imported.business, from: null, to: await world.clock.now() };
    expect((await reportRecovery(world.db, request)).report).toMatchObject({
      missed: 2,
      texted: 2,
      replied: 1,
    });

    const runner = createRetentionRunner({
      db: world.db,
      owner: 'one',
      log: {
        warn: () => {},
        error: (event) => {
          throw new Error(event);
        },
      },
    });
    await runner.runDue();
    // What was still waiting happens with the first of them, and grows old with the second.
    await world.pass(4_000 * 24 * 60 * 60);
    await world.pass(4_000 * 24 * 60 * 60);
    await runner.runDue();
    expect(await eventsAt(maria)).toEqual([]);
  },
);

onPostgres('a month is dropped as one table', async () => {
  await world.missCall('CA1', maria);
  await world.pass(2);
  await sql.raw(conversion).execute(world.db);
  await sql.raw(dropping.replace('2026_01', '2026_11')).execute(world.db);
  expect(await eventsAt(maria)).toEqual([]);
});

test('an event that comes many times at once, through several engines, is taken in once', async () => {
  const other = await openTestEngine(world.store, world.provider);
  await connectCrm(other);
  const deliver = (engine: typeof other) =>
    engine.handle({
      type: 'text-received',
      id: 'text-SM1',
      textId: 'text-SM1',
      businessId: 'acme',
      callerId: maria,
      line: '+15125550100' as never,
      body: 'hello',
      media: [],
      handledByProvider: null,
    });
  const handled = await Promise.all(
    Array.from({ length: 20 }, (_, index) => deliver(index % 2 === 0 ? world.engine : other)),
  );
  expect(handled.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  await world.engine.settled();
  await other.stop();
  const rows = await world.db.selectFrom('events').selectAll().where('event_id', '=', 'text-SM1').execute();
  expect(rows).toHaveLength(1);
});
