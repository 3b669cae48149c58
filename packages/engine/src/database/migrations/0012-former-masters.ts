import { type Kysely, sql } from 'kysely';

/** Which of the installation's keys a rotation has replaced, so that a server that still runs on one knows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table data_keys add column former_masters text[] not null default '{}'`.execute(db);
}
