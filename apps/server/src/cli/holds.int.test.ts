import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { type CommandWorld, openCommandWorld } from '../testing/command-world.ts';
import { runHolds } from './holds.ts';

let world: CommandWorld;

beforeEach(async () => {
  world = await openCommandWorld();
  const store = await world.openStore();
  await sql`insert into businesses values ('acme', 1, true)`.execute(store.db);
  const problem = JSON.stringify({
    kind: 'words',
    holds: 'words',
    line: '+15125550100',
    words: 'a1b2',
    meaning: 'Carriers took it for spam.',
    code: '30007',
    since: '2026-11-19T16:00:00.000Z',
    until: null,
  });
  await sql`insert into sending_problems (business_id, kind, scope, problem, last_at)
    values ('acme', 'words', '+15125550100 a1b2', ${problem}::jsonb, '2026-11-19T16:00:00Z')`.execute(
    store.db,
  );
  await store.close();
});

afterEach(() => world.close());

async function ringback(
  args: string,
  confirm: ((question: string) => Promise<boolean>) | null = null,
): Promise<string> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const config = readConfig(world.environment, { dataDir: world.folder });
  await runHolds(args.split(' '), { print, complain: print, progress: null }, { config, confirm });
  return lines.join('\n');
}

test('what is held is shown with what to mend, and leaves the list when it is lifted', async () => {
  const shown = await ringback('acme');
  expect(shown).toContain(
    'words-15125550100-a1b2  since 2026-11-19T16:00:00.000Z  until it is lifted\n  Carriers took it for spam.',
  );
  expect(shown).toContain('Change the words of your template');
  const lifted = await ringback('acme --lift words-15125550100-a1b2 --yes');
  expect(lifted).toContain('The next text leaves again');
  expect(await ringback('acme')).toBe('No texts are held.');
});

test('lifting asks first, and does nothing where nobody answers or the answer is no', async () => {
  const lift = 'acme --lift words-15125550100-a1b2';
  await expect(ringback(lift)).rejects.toThrow('say --yes once it is mended');
  await expect(ringback(lift, async () => false)).rejects.toThrow('nothing was lifted');
  expect(await ringback('acme')).toContain('words-15125550100-a1b2');
  expect(await ringback(lift, async () => true)).toContain('The next text leaves again');
});

test.each([
  ['acme --lift other', 'nothing of acme is held under "other"; there is words-15125550100-a1b2'],
  ['acme bright', 'name one business'],
])('%s is answered with what is wrong', async (args, message) => {
  await expect(ringback(args)).rejects.toThrow(message);
});
