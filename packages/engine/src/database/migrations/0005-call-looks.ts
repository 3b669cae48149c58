import { type Kysely, sql } from 'kysely';

/** How far each business's calls have been looked through at the provider. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table call_looks (
    business_id text primary key,
    known_until timestamptz not null,
    next_at timestamptz not null,
    lease_owner text,
    lease_until timestamptz
  )`.execute(db);
}
