import { type Kysely, sql } from 'kysely';

/** How often the provider was asked about a text of which it has said nothing final, and when last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table texts
    add column looks smallint not null default 0,
    add column looked_at timestamptz`.execute(db);
}
