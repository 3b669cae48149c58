import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { dumpMigratedStore } from './embedded-dump.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of a migrated embedded store, as a file to begin from; set by embedded-global-setup.ts. */
    embeddedDump: string;
  }
}

/** Makes one migrated embedded store, which every test file begins from: a new one takes seconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-embedded-'));
  const path = join(folder, 'store.tar');
  const dump = await dumpMigratedStore();
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  project.provide('embeddedDump', path);
  return () => rm(folder, { recursive: true, force: true });
}
