import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type ChaosWorld, openChaosWorld } from './testing/chaos/chaos-world.ts';
import type { Fault } from './testing/chaos/fault-proxy.ts';
import { type Run, runSchedule } from './testing/chaos/run-schedule.ts';
import { calm, planSchedule, type Schedule, type Trouble } from './testing/chaos/schedule.ts';
import type { Moment, Stop } from './testing/chaos/stops.ts';
import { tell } from './testing/chaos/tell.ts';

// Servers as processes of their own, killed and cut off from Twilio at every step of sending: one text in the end.
// How to run more of it, and one seed alone: docs/how-to/prove-one-text.md

const { CHAOS_RUNS, CHAOS_SEED, CHAOS_STORM } = process.env;
/** One storm alone is asked for: `storm.e2e.test.ts`. */
const isStorm = CHAOS_STORM !== undefined;
const isOneSeed = CHAOS_SEED !== undefined;
const isLong = CHAOS_RUNS !== undefined && !isOneSeed;
const seeds = isOneSeed
  ? [Number(CHAOS_SEED)]
  : Array.from({ length: Number(CHAOS_RUNS ?? 20) }, (_, index) => index + 1);

let opened: ChaosWorld | null = null;
let world: ChaosWorld;
const runs: Run[] = [];

// Servers that survive go on in the next schedule; what a failed one has left behind does not.
beforeEach(async ({ onTestFailed }) => {
  opened ??= await openChaosWorld();
  world = opened;
  onTestFailed(async () => {
    opened = null;
    await world.close();
  });
});

afterAll(async () => {
  await opened?.close();
  if ((isLong || isOneSeed) && !isStorm) process.stdout.write(tell(runs, seeds.length));
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

describe.skipIf(isOneSeed || isStorm)('one text in the end, when', () => {
  test.each<[string, Schedule, readonly string[]]>([
    ['nothing goes wrong', once({}), []],
    ['Twilio answers 500 before it accepted', once({ send: ['500 before'] }), ['create: 500 before']],
    [
      'Twilio answers 500 although it accepted',
      once({ send: ['500 after'], noCallbacks: true }),
      ['create: 500 after'],
    ],
    [
      'the connection is reset before Twilio accepted',
      once({ send: ['reset before'] }),
      ['create: reset before'],
    ],
    [
      'the connection is reset after Twilio accepted',
      once({ send: ['reset after'], noCallbacks: true }),
      ['create: reset after'],
    ],
    [
      'the server is killed when Twilio has accepted, before it answered',
      once({ send: ['kill after'], noCallbacks: true }),
      ['kill: create, after'],
    ],
    [
      'the server is killed between writing down that it sends and sending',
      once({ stop: { moment: 'text sending', phase: 'after' } }),
      ['kill: text sending, after'],
    ],
    [
      'one of two servers is killed while it sends, and the other takes over',
      once({ send: ['kill before'] }, { layout: 'two' }),
      ['kill: create, before'],
    ],
  ])('%s', async (_, schedule, expected) => {
    const { injected, problems } = await runSchedule(world, schedule);
    expect(injected).toEqual(expected);
    expect(problems).toEqual([]);
  });

  // It takes as long as a server waits for an answer.
  test.runIf(isLong)('Twilio never answers', async () => {
    const { injected, problems } = await runSchedule(world, once({ send: ['silence'] }));
    expect(injected).toEqual(['create: silence']);
    expect(problems).toEqual([]);
  });
});

describe.runIf(isLong && !isStorm)('one text in the end, when the server is killed right', () => {
  test.each<readonly [Stop['phase'], Moment, readonly Fault[]]>([
    ['after', 'miss stored', []],
    ['before', 'text sending', []],
    ['after', 'text sending', []],
    ['before', 'text accepted', []],
    ['after', 'text accepted', []],
    ['before', 'text sent', []],
    ['after', 'text sent', []],
    ['before', 'text delivered', []],
    ['after', 'text delivered', []],
    ['before', 'text unknown', ['500 before']],
    ['after', 'text unknown', ['500 before']],
    ['before', 'put off', ['500 before']],
    ['after', 'put off', ['500 before']],
    ['before', 'claimed', ['500 before']],
    ['after', 'claimed', ['500 before']],
    ['before', 'looked', ['500 before']],
    ['after', 'looked', ['500 before']],
    ['before', 'text resending', ['500 before']],
  ])('%s the commit of "%s"', async (phase, moment, send) => {
    const { injected, problems } = await runSchedule(world, once({ send, stop: { moment, phase } }));
    expect(injected).toEqual([`kill: ${moment}, ${phase}`, ...send.map((fault) => `create: ${fault}`)]);
    expect(problems).toEqual([]);
  });
});

describe.skipIf(isStorm)('one text in the end, whatever chance does', () => {
  test.each(seeds)('CHAOS_SEED=%i', async (seed) => {
    const schedule = planSchedule(seed);
    const run = await runSchedule(world, schedule);
    runs.push(run);
    expect(run.problems, JSON.stringify(schedule)).toEqual([]);
  });

  test.skipIf(seeds.length < 20)('and chance did a great deal', () => {
    const injected = runs.flatMap((run) => run.injected);
    expect(injected.filter((what) => what.startsWith('kill')).length).toBeGreaterThan(seeds.length / 2);
    expect(injected.filter((what) => what.startsWith('create')).length).toBeGreaterThan(seeds.length / 4);
  });
});
