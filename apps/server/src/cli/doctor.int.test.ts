import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecrets } from '@ringback/engine';
import { testedStore } from '@ringback/engine/testing/databases';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from '../start-server.ts';
import { type CommandWorld, openCommandWorld } from '../testing/command-world.ts';
import { freePort } from '../testing/free-port.ts';
import { runDoctor } from './doctor.ts';

const onEmbedded = testedStore() === 'embedded';

let world: CommandWorld;
let environment: CommandWorld['environment'];

beforeEach(async () => {
  world = await openCommandWorld();
  environment = world.environment;
  const store = await world.openStore();
  await sql`insert into businesses values ('acme', 1, true)`.execute(store.db);
  await sql`insert into business_versions values ('acme', 1, ${JSON.stringify({ id: 'acme', lines: [{}] })},
    '{}', '{"crm": [], "notify": {}}', ringback_now())`.execute(store.db);
  await store.close();
});

afterEach(async () => {
  await world.close();
});

async function change(statement: ReturnType<typeof sql>): Promise<void> {
  const store = await world.openStore();
  await statement.execute(store.db);
  await store.close();
}

const park = sql`insert into effects
    (business_id, effect_key, caller_id, lane, effect, state, problem, due_at, attempts, created_at, settled_at)
  values ('acme', 'entry', '+15125550142', 'crm:hubspot', '{}', 'parked', 'Property "region" is required',
    ringback_now(), 1, ringback_now(), ringback_now())`;

async function doctor(...args: readonly string[]) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const read = () => readConfig(environment, { dataDir: world.folder });
  const code = await runDoctor(args, { print, complain: print, progress: null }, read);
  return { code, text: lines.join('\n') };
}

async function codes(...args: readonly string[]) {
  const { code, text } = await doctor('--json', ...args);
  const { status, findings } = JSON.parse(text);
  expect(status).toBe(code === 1 ? 'needs-person' : 'ok');
  return findings.map((finding: { code: string }) => finding.code);
}

const durability = onEmbedded ? ['store-without-fsync'] : [];

test('where nothing is stuck the doctor says so of each thing, and exits with 0', async () => {
  const { code, text } = await doctor();
  expect(code).toBe(0);
  expect(text).toContain('Nothing needs a person.');
  expect(text).toContain("ok       clock\n  The clock of this machine and the database's agree.");
  const { passed } = JSON.parse((await doctor('--json')).text);
  expect(passed.map(({ check }: { check: string }) => check)).toEqual([
    'settings',
    'store',
    'clock',
    'secrets',
    'businesses',
    'crm-entries',
    'work',
    'texts',
    'timers',
    'notices',
    ...(onEmbedded ? ['disk'] : []),
  ]);
  expect(await codes()).toEqual(durability);
});

test('what is stuck is told with what to do, and exits with 1', async () => {
  await change(park);
  const { code, text } = await doctor();
  expect(code).toBe(1);
  expect(text).toContain('PROBLEM  entries-parked  acme');
  expect(text).toContain('hubspot has not taken 1 entry: Property "region" is required.');
  expect(text).toContain('-> Correct in hubspot what it names');
  expect(text).toMatch(/1 problem to be seen to by a person\.$/);
  // What a person has to see to comes first.
  expect(await codes()).toEqual(['entries-parked', ...durability]);
});

test('a secret that was sealed with a key that is gone is told', async () => {
  const sealed = createSecrets([Buffer.alloc(32, 7)]).encrypt('{}', 'applicant');
  await change(sql`insert into registrations values ('acme', ${sealed}, ringback_now(), 'Dana')`);
  await writeFile(join(world.folder, 'secret-key'), Buffer.alloc(32, 8).toString('base64'));
  expect(await codes()).toEqual(['secret-unreadable', ...durability]);
});

test('settings that are wrong are told one by one', async () => {
  environment = { ...environment, PORT: 'http', LOG_LEVEL: 'loud' };
  expect(await codes()).toEqual(['settings-wrong', 'settings-wrong']);
});

test('an option that there is not is refused with the usage', async () => {
  await expect(doctor('--colour')).rejects.toMatchObject({ exitCode: 2 });
});

test.skipIf(onEmbedded)('a database that does not answer is told', async () => {
  environment = { ...environment, DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/none` };
  const { code, text } = await doctor();
  expect(code).toBe(1);
  expect(text).toContain('The store does not answer: DATABASE_URL names a server that cannot be reached');
});

test.runIf(onEmbedded)('where there is no store, none is made', async () => {
  environment = { RINGBACK_DATA_DIR: join(world.folder, 'nowhere') };
  expect(await codes()).toEqual(['store-unreachable']);
});

test.runIf(onEmbedded)(
  'of a server that has the embedded store open, the doctor asks the answer',
  async () => {
    await change(park);
    environment = { ...environment, PORT: String(await freePort()) };
    const config = readConfig(environment, { dataDir: world.folder });
    const server = await startServer({ config, log: createLog('silent') });
    const { code, text } = await doctor();
    await server.stop();
    expect(code).toBe(1);
    expect(text).toContain(`As the server at http://127.0.0.1:${environment.PORT} sees it:`);
    expect(text).toContain('PROBLEM  entries-parked  acme');
  },
);

test.runIf(onEmbedded)('where that server does not answer, the doctor says where to ask', async () => {
  environment = { ...environment, PORT: String(await freePort()) };
  const other = await world.openStore();
  const { code, text } = await doctor();
  await other.close();
  expect(code).toBe(1);
  expect(text).toContain('PROBLEM  store-in-use');
  expect(text).toContain('GET /api/v1/health');
});
