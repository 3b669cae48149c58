import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChaosWorld, openChaosWorld } from './testing/chaos/chaos-world.ts';
import { type Run, runSchedule } from './testing/chaos/run-schedule.ts';
import { calm, planSchedule, type Schedule, type Trouble } from './testing/chaos/schedule.ts';
import { tell } from './testing/chaos/tell.ts';

// Servers as processes of their own, killed and cut off from Twilio at every step of sending: one text in the end.
// How to run more of it, and one seed alone: docs/how-to/prove-one-text.md

const { CHAOS_RUNS, CHAOS_SEED } = process.env;
const seeds =
  CHAOS_SEED === undefined
    ? Array.from({ length: Number(CHAOS_RUNS ?? 20) }, (_, index) => index + 1)
    : [Number(CHAOS_SEED)];

let world: ChaosWorld;
const runs: Run[] = [];

beforeAll(async () => {
  world = await openChaosWorld();
});

afterAll(async () => {
  await world.close();
  if (CHAOS_RUNS !== undefined || CHAOS_SEED !== undefined) process.stdout.write(tell(runs));
});

function once(trouble: Partial<Trouble>, rest: Partial<Schedule> = {}): Schedule {
  return {
    seed: 0,
    layout: 'one',
    restart: 'at once',
    together: false,
    callers: [{ ...calm, ...trouble }],
    ...rest,
  };
}

describe('one text in the end, when', () => {
  test.each<[string, Schedule, readonly string[]]>([
    ['nothing goes wrong', once({}), []],
    ['Twilio answers 500 before it accepted', once({ send: '500 before' }), ['create: 500 before']],
    [
      'Twilio answers 500 although it accepted',
      once({ send: '500 after', noCallbacks: true }),
      ['create: 500 after'],
    ],
    [
      'the connection is reset before Twilio accepted',
      once({ send: 'reset before' }),
      ['create: reset before'],
    ],
    [
      'the connection is reset after Twilio accepted',
      once({ send: 'reset after', noCallbacks: true }),
      ['create: reset after'],
    ],
    [
      'the server is killed when Twilio has accepted, before it answered',
      once({ send: 'kill after', noCallbacks: true }),
      ['kill: create, after'],
    ],
    [
      'the server is killed between writing down that it sends and sending',
      once({ stop: { moment: 'text sending', phase: 'after' } }),
      ['kill: text sending, after'],
    ],
    [
      'one of two servers is killed while it sends, and the other takes over',
      once({ send: 'kill before' }, { layout: 'two' }),
      ['kill: create, before'],
    ],
  ])('%s', async (_, schedule, expected) => {
    const { injected, problems } = await runSchedule(world, schedule);
    expect(injected).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe('one text in the end, whatever chance does', () => {
  test.each(seeds)('CHAOS_SEED=%i', async (seed) => {
    const schedule = planSchedule(seed);
    const run = await runSchedule(world, schedule);
    runs.push(run);
    expect(run.problems, JSON.stringify(schedule)).toEqual([]);
  });

  test.runIf(seeds.length > 1)('and chance did a great deal', () => {
    const injected = runs.flatMap((run) => run.injected);
    expect(injected.filter((what) => what.startsWith('kill')).length).toBeGreaterThan(seeds.length / 2);
    expect(injected.filter((what) => what.startsWith('create')).length).toBeGreaterThan(seeds.length / 4);
  });
});
