import type { TestProject } from 'vitest/node';
import { openPostgres } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';
import { openPostgresServer } from './postgres-server.ts';
import { createTemplate } from './template-database.ts';
import './test-databases.ts';

/** Finds or starts PostgreSQL, migrates the template once, and leaves nothing behind. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openPostgresServer();
  try {
    const template = await createTemplate(server.url, migrateDatabase);
    project.vitest.logger.log(`${project.name}: ${server.description}`);
    project.provide('postgres', { serverUrl: server.url, template: template.name });
    return async () => {
      await template.drop();
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function migrateDatabase(url: string): Promise<void> {
  const failures: Error[] = [];
  const store = openPostgres({ url, poolSize: 1, onError: (error) => failures.push(error) });
  try {
    await migrate(store.db);
  } finally {
    await store.close();
  }
  if (failures[0]) throw failures[0];
}
