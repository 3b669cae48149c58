import { afterAll, describe, expect, test } from 'vitest';
import { runStorm, type Storm, type StormReport } from './testing/chaos/storm/run-storm.ts';
import type { ServerPlan } from './testing/chaos/storm/storm-server.ts';
import { openStormWorld } from './testing/chaos/storm/storm-world.ts';
import { tellStorms } from './testing/chaos/storm/tell-storms.ts';

// Many callers at once over several servers, while everything round them breaks: in the end the same as if nothing had.
// How to run more of it, and one storm alone: docs/how-to/prove-one-text.md

const { CHAOS_STORMS, CHAOS_STORM, CHAOS_CALLERS, CHAOS_SEED } = process.env;
const isLong = CHAOS_STORMS !== undefined || CHAOS_STORM !== undefined;
const callers = Number(CHAOS_CALLERS ?? (isLong ? 250 : 15));
const seeds =
  CHAOS_STORM !== undefined
    ? [Number(CHAOS_STORM)]
    : Array.from({ length: Number(CHAOS_STORMS ?? 1) }, (_, index) => index + 1);
const timeoutMs = 600_000;

const layouts: readonly (readonly ServerPlan[])[] = [
  [{ role: 'all' }, { role: 'all' }, { role: 'worker' }],
  [{ role: 'web' }, { role: 'all' }, { role: 'worker' }],
  [{ role: 'all' }, { role: 'all' }, { role: 'all' }],
];
const reports: StormReport[] = [];

afterAll(() => {
  if (isLong) process.stdout.write(tellStorms(reports));
});

async function runOnce(storm: Storm, servers: readonly ServerPlan[]): Promise<StormReport> {
  const world = await openStormWorld({ servers });
  try {
    await world.connectHubspot();
    const report = await runStorm(world, storm);
    reports.push(report);
    return report;
  } finally {
    await world.close();
  }
}

describe.skipIf(CHAOS_SEED !== undefined)('many callers', () => {
  test.each(seeds)(
    'a storm leaves everybody as a calm day would: CHAOS_STORM=%i',
    async (seed) => {
      const report = await runOnce({ seed, callers }, layouts[seed % layouts.length] ?? []);
      expect(report.differences.join('\n'), report.stories.join('\n')).toBe('');
      expect(report.injected.size).toBeGreaterThan(10);
    },
    timeoutMs,
  );
});

describe.skipIf(CHAOS_STORM !== undefined || CHAOS_SEED !== undefined)('besides', () => {
  test(
    'a storm changes nothing where the clocks of two servers are a minute apart',
    async () => {
      const servers: readonly ServerPlan[] = [
        { role: 'all', skewMs: 30_000 },
        { role: 'all', skewMs: -30_000 },
      ];
      const report = await runOnce({ seed: 1, callers: isLong ? callers : 12 }, servers);
      expect(report.differences.join('\n'), report.stories.join('\n')).toBe('');
    },
    timeoutMs,
  );

  test.runIf(isLong)(
    'on a calm day first texts leave when they are due',
    async () => {
      const report = await runOnce({ seed: 1, callers, atOnce: 4, isCalm: true }, layouts[2] ?? []);
      expect(report.differences.join('\n'), report.stories.join('\n')).toBe('');
      expect(report.injected.size).toBe(0);
    },
    timeoutMs,
  );
});
