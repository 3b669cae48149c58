import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { databaseUrl } from './database-url.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which store this run of the integration tests is for; set by the project in vitest.config.ts. */
    store: 'embedded' | 'postgres';
    /** The server and its migrated template; set by postgres-global-setup.ts. */
    postgres: { readonly serverUrl: string; readonly template: string };
    /** The path of a migrated embedded store, as a file to begin from; set by embedded-global-setup.ts. */
    embeddedDump: string;
    /** A data folder with a migrated embedded store; set by embedded-folder-global-setup.ts. */
    embeddedFolder: string;
  }
}

export type TestDatabase = {
  /** Connection string of a database of its own, already migrated. */
  readonly url: string;
  drop(): Promise<void>;
};

/**
 * A PostgreSQL database of its own, cloned from the migrated template in about 0.1 s. Only in the projects
 * `int-postgres` and `e2e`. `isEmpty`: without a table.
 * What a test file does not drop is dropped at the end of the run.
 */
export async function createTestDatabase(
  options: { readonly isEmpty?: boolean } = {},
): Promise<TestDatabase> {
  const { serverUrl, template } = inject('postgres');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `create database ${name} template ${options.isEmpty ? 'template0' : template}`);
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

/** Which store this run of an integration test is for. */
export function testedStore(): 'embedded' | 'postgres' {
  return inject('store');
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
