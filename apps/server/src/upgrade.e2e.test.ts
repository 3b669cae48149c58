import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from './testing/chaos/random.ts';
import { type EarlierRelease, hasCommit, openEarlierRelease } from './testing/chaos/storm/earlier-release.ts';
import { actTogether, bringForth, judge } from './testing/chaos/storm/run-storm.ts';
import { pass, settle } from './testing/chaos/storm/settle.ts';
import { openStormWorld, type StormWorld } from './testing/chaos/storm/storm-world.ts';

// An upgrade as operators do it: the release before goes on serving while the new one brings its schema and begins.

/** The last commit before the migrations 0002 and later. */
const before = 'b8fc5195116c526c033df645724b0eb2250f806a';
const timeoutMs = 180_000;

describe.skipIf(!hasCommit(before))(`beside the release of ${before.slice(0, 7)}`, () => {
  let earlier: EarlierRelease;
  let world: StormWorld;

  beforeAll(async () => {
    earlier = await openEarlierRelease(before);
    world = await openStormWorld({
      servers: [{ role: 'all', main: earlier.main }, { role: 'all' }],
      isEmpty: true,
    });
    await world.connectHubspot();
  }, timeoutMs);

  afterAll(async () => {
    await world?.close();
    await earlier?.remove();
  });

  test(
    'calls come in during the whole upgrade, and nothing is lost or done twice',
    async () => {
      const [old, next] = world.servers;
      const random = createRandom(1);
      const groups = [
        bringForth(12, random),
        bringForth(24, random),
        bringForth(24, random),
        bringForth(12, random),
      ];
      const act = (index: number) => actTogether(world, groups[index] ?? [], { wave: 0, atOnce: 6, random });

      await act(0);
      await Promise.all([act(1), next?.start()]);
      await act(2);
      await Promise.all([act(3), old?.stop()]);
      await settle(world);
      const during = groups.flat();
      const after = bringForth(24, random);
      await actTogether(world, after, { wave: 0, atOnce: 6, random });
      await settle(world);
      await pass(world, 4 * 60_000);
      await actTogether(world, [...during, ...after], { wave: 1, atOnce: 6, random });
      await pass(world, 60_000);

      const report = await judge(world, during);
      expect(beyondWording(report.differences)).toEqual([]);
      expect(report.calls).toBeGreaterThan(70);
      // Whoever called when the old release was gone: nothing at all may differ.
      const onlyNext = await judge(world, after);
      expect(knownToBoth(onlyNext.differences), onlyNext.stories.join('\n')).toEqual([]);
      expect(onlyNext.calls).toBeGreaterThan(20);
      // What PostgreSQL ends because two wait for each other is a webhook that is answered with an error.
      expect(`${old?.output()}${next?.output()}`).not.toContain('deadlock');
    },
    timeoutMs,
  );
});

/**
 * The release before may word a text otherwise and keep less of a caller, so that nothing can be decided again as it
 * was; but each text that it sent must be there once, and none besides.
 */
function beyondWording(differences: readonly string[]): readonly string[] {
  const balance = new Map<string, number>();
  const others: string[] = [];
  for (const difference of knownToBoth(differences)) {
    if (/ was decided otherwise$| does not follow from what happened$/.test(difference)) continue;
    const told = /^(\S+) (happened only in|did not happen in) the storm: (text \S+ from [^:]+):/.exec(
      difference,
    );
    if (!told) others.push(difference);
    else {
      const text = `${told[1]} ${told[3]}`;
      balance.set(text, (balance.get(text) ?? 0) + (told[2] === 'happened only in' ? 1 : -1));
    }
  }
  for (const [text, more] of balance) if (more !== 0) others.push(`${text}: ${more} more than on a calm day`);
  return others;
}

/** The release before follows no changes in HubSpot, which keeps what it could not tell for a day and tells it again. */
function knownToBoth(differences: readonly string[]): readonly string[] {
  return differences.filter((difference) => !difference.startsWith('refused: POST /webhooks/hubspot: 404'));
}
