import { type Kysely, sql } from 'kysely';

/** How often an entry has failed although its CRM answers. What the version before writes counts from the beginning. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table effects
    add column strikes smallint not null default 0,
    add column struck_at timestamptz`.execute(db);
}
