import { userInfo } from 'node:os';
import pg from 'pg';
import { type PostgresServer, startEmbeddedPostgres } from './embedded-postgres.ts';

/**
 * The PostgreSQL that the tests run on: `TEST_DATABASE_URL`, else one that answers at 127.0.0.1:5432, else one from
 * npm, started here.
 * @throws Error when `TEST_DATABASE_URL` is set and does not answer, or when there is none at all
 */
export async function openPostgresServer(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    const version = await askVersion(given);
    if (!version) throw new Error('TEST_DATABASE_URL does not answer, or its user may not create databases');
    return { url: given, description: `PostgreSQL ${version} at TEST_DATABASE_URL`, stop: async () => {} };
  }
  return (await findLocalServer()) ?? (await startEmbeddedPostgres());
}

async function findLocalServer(): Promise<PostgresServer | null> {
  const users = new Set([process.env.PGUSER ?? userInfo().username, userInfo().username, 'postgres', 'root']);
  for (const user of users) {
    const url = `postgres://${encodeURIComponent(user)}@127.0.0.1:5432/postgres`;
    const version = await askVersion(url);
    if (version) {
      const description = `PostgreSQL ${version} at 127.0.0.1:5432 as ${user}`;
      return { url, description, stop: async () => {} };
    }
  }
  return null;
}

/** Its version; null when it does not answer, or when databases may not be created there. */
async function askVersion(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; able: boolean }>(
      `select current_setting('server_version') as version, rolsuper or rolcreatedb as able
       from pg_roles where rolname = current_user`,
    );
    return rows[0]?.able ? (rows[0].version.split(' ')[0] ?? null) : null;
  } catch {
    return null; // Nobody there, or nobody who knows us: the next one is tried.
  } finally {
    await client.end().catch(() => {});
  }
}
