import { type Kysely, sql } from 'kysely';

/** Undoes the statement that it stands in unless its condition holds: SQLSTATE 40001, to be tried again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create function ringback_require(holds boolean) returns boolean language plpgsql volatile as $$
    begin
      if holds then return true; end if;
      raise exception 'what was read has been changed since' using errcode = '40001';
    end $$`.execute(db);
}
