import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { buildIndexes } from './build-indexes.ts';
import * as first from './migrations/0001-first.ts';
import * as lifeCyclesAndLanes from './migrations/0002-life-cycles-and-lanes.ts';
import * as dataCare from './migrations/0003-data-care.ts';
import * as writeTogether from './migrations/0004-write-together.ts';
import * as callLooks from './migrations/0005-call-looks.ts';
import * as texts from './migrations/0006-texts.ts';
import * as numbers from './migrations/0007-numbers.ts';
import * as registrations from './migrations/0008-registrations.ts';
import * as notices from './migrations/0009-notices.ts';
import * as strikes from './migrations/0010-strikes.ts';
import * as silentTexts from './migrations/0011-silent-texts.ts';
import * as formerMasters from './migrations/0012-former-masters.ts';
import * as crmAllowance from './migrations/0013-crm-allowance.ts';
import * as deals from './migrations/0014-deals.ts';
import * as crmNews from './migrations/0015-crm-news.ts';
import type { Schema } from './schema.ts';

const firstName = '0001-first';

/** In order, forward only: a migration that has been released is never changed. */
const migrations: Record<string, Migration> = {
  [firstName]: first,
  '0002-life-cycles-and-lanes': lifeCyclesAndLanes,
  '0003-data-care': dataCare,
  '0004-write-together': writeTogether,
  '0005-call-looks': callLooks,
  '0006-texts': texts,
  '0007-numbers': numbers,
  '0008-registrations': registrations,
  '0009-notices': notices,
  '0010-strikes': strikes,
  '0011-silent-texts': silentTexts,
  '0012-former-masters': formerMasters,
  '0013-crm-allowance': crmAllowance,
  '0014-deals': deals,
  '0015-crm-news': crmNews,
};

/**
 * Brings the store to this program's schema. On a big store that takes its time: `db` should have no timeout of its own
 * (`Store.withoutTimeouts`).
 * @throws Error when a migration fails, when somebody else holds what it has to change, or when the store is newer than
 * this program
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { error } = await createMigrator(db).migrateToLatest();
    if (!error) break;
    if (tries === mostTries || !isDeadlock(error)) {
      throw notUpToDate(error);
    }
  }
  await buildIndexes(db).catch((error: unknown) => {
    throw notUpToDate(error);
  });
}

function notUpToDate(cause: unknown): Error {
  return new Error('the store could not be brought up to date', { cause });
}

/** Whether the store has this program's schema: neither an older nor a newer one. Only reads. */
export async function isUpToDate(db: Kysely<Schema>): Promise<boolean> {
  const known = await createMigrator(db).getMigrations();
  if (known.some(({ executedAt }) => executedAt === undefined)) return false;
  return !(await hasNewerSchema(db));
}

/** Whether a later program has changed the store. @throws Error when it is no store of ours at all */
export async function hasNewerSchema(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.some(({ name }) => !(name in migrations));
}

const mostTries = 5;

/** Something that the version before does beside us, such as taking work, can still be in the way. */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

function createMigrator(db: Kysely<Schema>): Migrator {
  const calm = Object.entries(migrations).map(([name, { up }]) => [
    name,
    {
      async up(on: Kysely<unknown>) {
        await allowTime(on);
        if (name !== firstName) await afterEvents(on);
        await up(on);
      },
    },
  ]);
  return new Migrator({ db, provider: { getMigrations: async () => Object.fromEntries(calm) } });
}

/**
 * Going over a table takes as long as it takes. Waiting for a lock does not: whoever writes waits behind us. A process
 * that migrates and hangs lets go by itself, as others wait for it.
 */
async function allowTime(db: Kysely<unknown>): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '5s', true),
    set_config('idle_in_transaction_session_timeout', '20s', true)`.execute(db);
}

/**
 * The version before goes on beside us, and takes its events in under the lock of a caller's row: those under way are
 * waited for, and new ones wait before they have locked anything. Otherwise one of them and the migration would each
 * hold what the other waits for, and PostgreSQL would end it: a webhook answered with an error.
 */
async function afterEvents(db: Kysely<unknown>): Promise<void> {
  await sql`lock table callers in exclusive mode`.execute(db);
}
