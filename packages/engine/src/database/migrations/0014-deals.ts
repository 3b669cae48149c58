import { type Kysely, sql } from 'kysely';

/** When the deals of a connection were last looked at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table crm_connections add column deals_read_at timestamptz`.execute(db);
}
