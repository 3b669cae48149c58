import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as first from './migrations/0001-first.ts';
import type { Schema } from './schema.ts';

/** In order, forward only: a migration that has been released is never changed. */
const migrations: Record<string, Migration> = { '0001-first': first };

/**
 * Brings the store to this program's schema.
 * @throws Error when a migration fails, or when the store is newer than this program
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error('the store could not be brought up to date', { cause: error });
}
