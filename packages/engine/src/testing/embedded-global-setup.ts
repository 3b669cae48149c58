import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { dumpMigratedStore } from './embedded-dump.ts';

/** Makes one migrated embedded store, which every test file begins from: a new one takes seconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-embedded-'));
  const path = join(folder, 'store.tar');
  const dump = await dumpMigratedStore();
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  project.provide('embeddedDump', path);
  return () => rm(folder, { recursive: true, force: true });
}
