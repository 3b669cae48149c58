import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded, openPostgres, type Store } from '@ringback/engine';
import { createTestDatabase, testedStore } from '@ringback/engine/testing/databases';
import { inject } from 'vitest';

/** What a command finds: a folder of its own, and settings that lead to a migrated store which nobody has open. */
export type CommandWorld = {
  readonly folder: string;
  readonly environment: { readonly [name: string]: string };
  openStore(): Promise<Store>;
  close(): Promise<void>;
};

/** On the kind of store that this run of the tests is for. */
export async function openCommandWorld(): Promise<CommandWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-command-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (testedStore() === 'embedded') {
    const dataDir = join(folder, 'store');
    const dump = new Blob([await readFile(inject('embeddedDump'))]);
    await (await openEmbedded({ dataDir, dump })).close();
    return {
      folder,
      environment: { RINGBACK_DATA_DIR: folder },
      openStore: () => openEmbedded({ dataDir }),
      close: removeFolder,
    };
  }
  const database = await createTestDatabase();
  return {
    folder,
    environment: {
      DATABASE_URL: database.url,
      RINGBACK_ADMIN_TOKEN: 'x'.repeat(24),
      RINGBACK_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    },
    // A connection that is just being closed is ended with the database; what breaks fails the query that needs it.
    openStore: async () => openPostgres({ url: database.url, onError: () => {} }),
    async close() {
      await database.drop();
      await removeFolder();
    },
  };
}
