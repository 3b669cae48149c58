import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from './testing/chaos/random.ts';
import { actTogether, type Living } from './testing/chaos/storm/run-storm.ts';
import { pass, settle } from './testing/chaos/storm/settle.ts';
import { readStored } from './testing/chaos/storm/stored.ts';
import { openStormWorld, type StormWorld } from './testing/chaos/storm/storm-world.ts';

// Whoever does the work is down for longer than a text is useful, while calls go on coming in.

let world: StormWorld;

beforeAll(async () => {
  world = await openStormWorld({ servers: [{ role: 'web' }, { role: 'worker' }] });
  await world.connectHubspot();
});
afterAll(() => world?.close());

function callers(first: number, count: number): readonly Living[] {
  return Array.from({ length: count }, (_, index) => ({
    life: {
      phone: `+1512555${String(first + index).padStart(4, '0')}` as Living['life']['phone'],
      waves: [[{ type: 'call', line: 'forwarded' }]],
      send: [],
      look: [],
      noCallbacks: false,
    },
    deeds: { callIds: [], textIds: [], staffTextIds: [] },
  }));
}

test('after seventeen minutes without a worker, late calls become tasks and the others are texted, each once', async () => {
  const [, worker] = world.servers;
  const random = createRandom(1);
  const late = callers(1_000, 20);
  const inTime = callers(2_000, 10);
  const morning = Date.parse(`${world.now().toISOString().slice(0, 10)}T16:00:00.000Z`) + 24 * 60 * 60_000;
  await pass(world, morning - world.now().getTime());
  await worker?.kill();

  await actTogether(world, late, { wave: 0, atOnce: 8, random });
  await world.advance(12 * 60_000);
  await actTogether(world, inTime, { wave: 0, atOnce: 8, random });
  await world.advance(5 * 60_000);
  await worker?.start();
  await settle(world);

  const texted = world.twilio.messages().map(({ to }) => to);
  expect(texted.toSorted()).toEqual(inTime.map(({ life }) => life.phone).toSorted());
  const phones = late.map(({ life }) => life.phone);
  const stored = await readStored(world, phones);
  const tasks = phones.map((phone) =>
    stored(phone).decisions.flatMap(({ effects }) =>
      effects.flatMap((effect) =>
        effect.type === 'write-crm' && effect.entry.task && 'open' in effect.entry.task
          ? [effect.entry.task.open.subject]
          : [],
      ),
    ),
  );
  expect(tasks).toEqual(phones.map((phone) => [expect.stringContaining(phone)]));
  expect(world.hubspot.tasks()).toHaveLength(20);
});
