import { join } from 'node:path';
import { testedStore } from '@ringback/engine/testing/databases';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { type CommandWorld, openCommandWorld } from '../testing/command-world.ts';
import { runParked } from './parked.ts';

let world: CommandWorld;
let environment: CommandWorld['environment'];

beforeEach(async () => {
  world = await openCommandWorld();
  environment = world.environment;
  const store = await world.openStore();
  await sql`insert into businesses values ('acme', 1, true)`.execute(store.db);
  await sql`insert into effects
      (business_id, effect_key, caller_id, lane, effect, state, problem, due_at, attempts, created_at, settled_at)
    select 'acme', 'entry-' || i, '+15125550142', case when i < 3 then 'crm:hubspot' else 'crm:jobber' end,
      '{"type": "write-crm", "key": "k", "entry": {"kind": "note", "text": "x", "at": "2026-11-19T16:00:00.000Z"}}',
      'parked', 'Property "region" is required', ringback_now(), 1, ringback_now(), '2026-11-19T16:03:00Z'
    from generate_series(1, 3) i`.execute(store.db);
  await store.close();
});

afterEach(async () => {
  await world.close();
});

async function ringback(
  args: string,
  confirm: ((question: string) => Promise<boolean>) | null = null,
): Promise<string> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const config = readConfig(environment, { dataDir: world.folder });
  await runParked(args.split(' '), { print, complain: print, progress: null }, { config, confirm });
  return lines.join('\n');
}

async function states(): Promise<string[]> {
  const store = await world.openStore();
  const rows = await store.db.selectFrom('effects').select('state').orderBy('effect_key').execute();
  await store.close();
  return rows.map(({ state }) => state);
}

test('list shows what was refused, in the words of the CRM', async () => {
  const printed = await ringback('list --business acme');
  expect(printed).toContain('entry-1  hubspot  note         number withheld  2026-11-19T16:03:00.000Z');
  expect(printed).toContain('  Property "region" is required');
  expect(await ringback('list --business acme --system jobber')).not.toContain('entry-1');
});

test('retry opens one entry, or all of a CRM', async () => {
  expect(await ringback('retry entry-3 --business acme')).toBe('1 entry will be tried again.');
  expect(await states()).toEqual(['parked', 'parked', 'open']);
  expect(await ringback('retry --all --system hubspot --business acme')).toBe(
    '2 entries will be tried again.',
  );
  expect(await states()).toEqual(['open', 'open', 'open']);
  expect(await ringback('retry --all --business acme')).toBe('Nothing is parked.');
});

test('discard asks first, and does nothing where nobody answers or the answer is no', async () => {
  await expect(ringback('discard --all --business acme')).rejects.toThrow(
    'say --yes to discard these 3 entries',
  );
  const asked: string[] = [];
  const no = async (question: string) => {
    asked.push(question);
    return false;
  };
  await expect(ringback('discard entry-1 --business acme', no)).rejects.toThrow('nothing was discarded');
  expect(asked).toEqual(['Discard this entry for good?']);
  expect(await states()).toEqual(['parked', 'parked', 'parked']);
  expect(await ringback('discard entry-1 --business acme', async () => true)).toContain('1 entry discarded.');
  expect(await ringback('discard --all --business acme --yes')).toBe('2 entries discarded.');
  expect(await states()).toEqual(['discarded', 'discarded', 'discarded']);
});

test.each([
  ['list', 'name the business with --business'],
  ['retry --business acme', 'name one entry, or say --all'],
  ['retry entry-1 --all --business acme', 'name one entry, or say --all'],
  ['list --business acme --colour', 'colour'],
  ['show --business acme', 'say list, retry or discard'],
  ['retry entry-9 --business acme', 'no entry "entry-9" of acme is parked'],
  ['list --business other', 'there is no business "other"; there is acme'],
])('%s is answered with what is wrong', async (args, message) => {
  await expect(ringback(args)).rejects.toThrow(message);
});

test.runIf(testedStore() === 'embedded')(
  'while the server has the embedded store, the command says so and where else to ask',
  async () => {
    const server = await world.openStore();
    await expect(ringback('list --business acme')).rejects.toThrow(
      /only one process can: stop it first, or ask its API: GET \/api\/v1\/parked\?business=acme/,
    );
    await server.close();
  },
);

test.runIf(testedStore() === 'embedded')('where there is no store, none is made', async () => {
  environment = { RINGBACK_DATA_DIR: join(world.folder, 'nowhere') };
  await expect(ringback('list --business acme')).rejects.toMatchObject({ code: 'store-missing' });
});

test.runIf(testedStore() === 'postgres')('a database that is not there is told by its variable', async () => {
  environment = { ...environment, DATABASE_URL: 'postgres://127.0.0.1:1/none' };
  await expect(ringback('list --business acme')).rejects.toThrow(
    'DATABASE_URL names a server that cannot be reached',
  );
});
