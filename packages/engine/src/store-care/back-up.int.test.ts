import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { openEmbedded } from '../database/connection.ts';
import { testedStore } from '../testing/test-databases.ts';
import { backUp, restore } from './back-up.ts';

const onEmbedded = test.runIf(testedStore() === 'embedded');

let folder: string;
let store: string;
let file: string;

beforeEach(async () => {
  if (testedStore() === 'postgres') return;
  folder = await mkdtemp(join(tmpdir(), 'ringback-backup-'));
  store = join(folder, 'store');
  file = join(folder, 'backup.tar.gz');
  await write('acme');
});

afterEach(async () => {
  if (testedStore() === 'postgres') return;
  await rm(folder, { recursive: true, force: true });
});

async function write(businessId: string): Promise<void> {
  const dump = new Blob([await readFile(inject('embeddedDump'))]);
  const isNew = await readdir(store).then(
    () => false,
    () => true,
  );
  const opened = await openEmbedded({ dataDir: store, ...(isNew ? { dump } : {}) });
  const row = { business_id: businessId, version: 1, enabled: true };
  await opened.db.insertInto('businesses').values(row).execute();
  await opened.close();
}

async function read(): Promise<readonly string[]> {
  const opened = await openEmbedded({ dataDir: store });
  const rows = await opened.db
    .selectFrom('businesses')
    .select('business_id')
    .orderBy('business_id')
    .execute();
  await opened.close();
  return rows.map(({ business_id }) => business_id);
}

onEmbedded('a backup brings back the store of its moment, and nobody else may read it', async () => {
  const backedUp = await backUp(store, file);
  expect(backedUp).toMatchObject({ rows: 1, bytes: (await stat(file)).size });
  expect((await stat(file)).mode & 0o077).toBe(0);
  await write('later');
  await restore(store, file, { replace: true });
  expect(await read()).toEqual(['acme']);
  expect((await readdir(folder)).toSorted()).toEqual(['backup.tar.gz', 'store']);
});

onEmbedded('a backup is restored where there is nothing yet', async () => {
  await backUp(store, file);
  await rm(store, { recursive: true });
  expect(await restore(store, file, { replace: false })).toEqual({ rows: 1 });
  expect(await read()).toEqual(['acme']);
});

onEmbedded('a store that is there is not replaced unless that is said', async () => {
  await backUp(store, file);
  await write('later');
  await expect(restore(store, file, { replace: false })).rejects.toMatchObject({ code: 'store-not-empty' });
  expect(await read()).toEqual(['acme', 'later']);
});

onEmbedded('a file that is no backup leaves the store as it is', async () => {
  await writeFile(file, 'no backup at all');
  await expect(restore(store, file, { replace: true })).rejects.toMatchObject({ code: 'backup-unreadable' });
  expect(await read()).toEqual(['acme']);
  const nowhere = join(folder, 'nowhere');
  await expect(restore(store, nowhere, { replace: true })).rejects.toMatchObject({
    code: 'backup-unreadable',
  });
  expect((await readdir(folder)).toSorted()).toEqual(['backup.tar.gz', 'store']);
});

onEmbedded('a backup of a newer Ringback is not restored by an older one', async () => {
  const opened = await openEmbedded({ dataDir: store });
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`.execute(opened.db);
  await opened.close();
  await backUp(store, file);
  await expect(restore(store, file, { replace: true })).rejects.toMatchObject({
    code: 'backup-unreadable',
    message: expect.stringContaining('newer Ringback'),
  });
});

onEmbedded('a backup never writes over a file, and says where there is no store', async () => {
  await writeFile(file, 'last year');
  await expect(backUp(store, file)).rejects.toMatchObject({ code: 'backup-exists' });
  expect(await readFile(file, 'utf8')).toBe('last year');
  await expect(backUp(join(folder, 'none'), join(folder, 'b'))).rejects.toMatchObject({
    code: 'store-missing',
  });
});

onEmbedded('a store that a server has open is neither backed up nor replaced', async () => {
  await backUp(store, file);
  const server = await openEmbedded({ dataDir: store });
  const refusal = /another process has the store in .* open/;
  await expect(backUp(store, join(folder, 'b'))).rejects.toThrow(refusal);
  await expect(restore(store, file, { replace: true })).rejects.toThrow(refusal);
  await server.close();
});

/** The store of `acme` is to replace a store of `acme` and `later`; `kill` leaves the folder as a process does there. */
async function breakOff(kill: (beside: { loaded: string; old: string }) => Promise<void>): Promise<void> {
  await cp(store, join(folder, 'loaded'), { recursive: true });
  await write('later');
  await rename(join(folder, 'loaded'), `${store}.restoring`);
  await kill({ loaded: `${store}.restoring`, old: `${store}.replaced` });
}

const places: [string, Parameters<typeof breakOff>[0], readonly string[]][] = [
  [
    'while the backup is loaded',
    async ({ loaded }) => {
      await rm(join(loaded, 'PG_VERSION'));
    },
    ['acme', 'later'],
  ],
  ['between its two renames', async ({ old }) => rename(store, old), ['acme']],
  [
    'after both of them',
    async ({ loaded, old }) => {
      await rename(store, old);
      await rename(loaded, store);
    },
    ['acme'],
  ],
  [
    'after the first, with the new store gone',
    async ({ loaded, old }) => {
      await rename(store, old);
      await rm(loaded, { recursive: true });
    },
    ['acme', 'later'],
  ],
];

onEmbedded.for(places)(
  'a restore that is killed %s loses nothing: the next start goes on',
  async ([, kill, left]) => {
    await breakOff(kill);
    // A server makes the folder before it opens it.
    await mkdir(store, { recursive: true });
    expect(await read()).toEqual(left);
    expect((await readdir(folder)).toSorted()).toEqual(['store']);
  },
);

onEmbedded(
  'after a restore that was killed between its two renames there is a store, also for the commands',
  async () => {
    await breakOff(async ({ old }) => rename(store, old));
    await expect(restore(store, file, { replace: false })).rejects.toMatchObject({ code: 'store-not-empty' });
    expect(await backUp(store, file)).toMatchObject({ rows: 1 });
  },
);
