import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';

/** Makes one data folder as a first start leaves it, to be copied by whoever does not test the first start itself. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-folder-'));
  const store = await openEmbedded({ dataDir: join(folder, 'store') });
  await migrate(store.db);
  await store.close();
  project.provide('embeddedFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
