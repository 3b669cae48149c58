import { type Kysely, sql } from 'kysely';

/** When a CRM's account may be asked again, for all our processes together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table crm_connections
    add column requests_free_at timestamptz, add column searches_free_at timestamptz`.execute(db);
}
