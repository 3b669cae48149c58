import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseUrl } from './database-url.ts';

const prefix = 'ringback_test_';
const leftoverAgeSeconds = 24 * 60 * 60;

export type Template = {
  readonly name: string;
  /** Drops the template and every database cloned from it. */
  drop(): Promise<void>;
};

/**
 * A migrated database that the tests of one run clone. Databases of runs that crashed more than a day ago are dropped
 * on the way; younger ones may belong to a run beside this one.
 */
export async function createTemplate(
  serverUrl: string,
  migrate: (databaseUrl: string) => Promise<void>,
): Promise<Template> {
  const now = Math.floor(Date.now() / 1000);
  const name = `${prefix}${now}_${randomBytes(4).toString('hex')}`;
  await onServer(serverUrl, async (client) => {
    for (const leftover of await listDatabases(client, prefix)) {
      const madeAt = Number(leftover.slice(prefix.length).split('_')[0]);
      if (madeAt < now - leftoverAgeSeconds) await dropDatabase(client, leftover);
    }
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
  await migrate(databaseUrl(serverUrl, name));
  return {
    name,
    drop: () =>
      onServer(serverUrl, async (client) => {
        for (const made of await listDatabases(client, name)) await dropDatabase(client, made);
      }),
  };
}

async function listDatabases(client: pg.Client, start: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [start],
  );
  return rows.map((row) => row.datname);
}

/** Another run may drop the same leftover at the same moment: that is as good. */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
}

async function onServer(serverUrl: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
