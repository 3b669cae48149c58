import { openAsBlob } from 'node:fs';
import { access, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { hasNewerSchema } from '../database/migrate.ts';
import type { Schema } from '../database/schema.ts';
import { besideStore, hasStore, holdStore } from '../database/store-folder.ts';
import { requireStore } from './existing-store.ts';
import { StoreError } from './store-error.ts';
import { fingerprint, readTables } from './tables.ts';

export type BackedUp = { readonly bytes: number; readonly rows: number };

/**
 * Writes the embedded store of `folder` into one file, opens that file as a store in memory and compares the two, so
 * that a backup which cannot be restored is told now.
 * @throws StoreError store-missing, backup-exists, store-differs; FolderLockedError
 */
export async function backUp(folder: string, file: string): Promise<BackedUp> {
  await requireStore(folder);
  if (await exists(file)) {
    throw new StoreError('backup-exists', `${file} is there already: name another file`);
  }
  const unlock = await holdStore(folder);
  try {
    const lite = await PGlite.create({ dataDir: folder });
    const dump = await lite.dumpDataDir('gzip');
    const before = await countRows(lite);
    await lite.close();
    const copy = await PGlite.create({ loadDataDir: dump });
    const after = await countRows(copy);
    await copy.close();
    if (before.sums !== after.sums) {
      throw new StoreError(
        'store-differs',
        'the backup does not hold what the store does; nothing was written',
      );
    }
    await writeWhole(file, dump);
    return { bytes: dump.size, rows: after.rows };
  } finally {
    await unlock();
  }
}

/**
 * Puts a backup in the place of the embedded store. It is loaded beside it first, and only one that opens takes the
 * place.
 * @throws StoreError store-not-empty unless `replace`, backup-unreadable; FolderLockedError
 */
export async function restore(
  folder: string,
  file: string,
  { replace }: { readonly replace: boolean },
): Promise<{ readonly rows: number }> {
  if (!replace && (await hasStore(folder))) {
    const advice = 'add --replace to lose what is there';
    throw new StoreError('store-not-empty', `there is a store in ${folder} already: ${advice}`);
  }
  const place = resolve(folder);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const unlock = await holdStore(place);
  const beside = besideStore(place);
  try {
    const rows = await load(file, beside.loaded);
    await rename(place, beside.old);
    // Who is killed here leaves two whole stores; whoever opens the store next goes on with the new one.
    await rename(beside.loaded, place);
    await rm(beside.old, { recursive: true, force: true });
    return { rows };
  } catch (error) {
    await rm(beside.loaded, { recursive: true, force: true });
    throw error;
  } finally {
    await unlock();
  }
}

async function load(file: string, folder: string): Promise<number> {
  try {
    await access(file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const lite = await PGlite.create({ dataDir: folder, loadDataDir: await openAsBlob(file) });
    try {
      const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: lite }) });
      if (await hasNewerSchema(db)) {
        throw new StoreError(
          'backup-unreadable',
          `${file} is of a newer Ringback: restore it with that version`,
        );
      }
      return (await countRows(lite)).rows;
    } finally {
      await lite.close();
    }
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError('backup-unreadable', `${file} is no backup that can be read`, { cause });
  }
}

async function countRows(lite: PGlite): Promise<{ readonly rows: number; readonly sums: string }> {
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: lite }) });
  let rows = 0;
  const sums: string[] = [];
  for (const table of await readTables(db)) {
    const { count, sum } = await fingerprint(db, table);
    rows += Number(count);
    sums.push(`${table.name} ${count} ${sum}`);
  }
  return { rows, sums: sums.join('\n') };
}

/** Complete and on the disk, or not there at all; its owner alone may read it. */
async function writeWhole(file: string, content: Blob): Promise<void> {
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  try {
    for await (const chunk of content.stream()) await handle.write(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // Fails where somebody has made the file meanwhile; a rename would replace it.
    await link(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
