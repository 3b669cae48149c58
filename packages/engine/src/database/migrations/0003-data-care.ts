import { type Kysely, sql } from 'kysely';

/** What keeping, erasing, proving and moving data takes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table data_keys (
     business_id text not null,
     key_id text not null,
     wrapped text not null,
     created_at timestamptz not null,
     retired_at timestamptz,
     primary key (business_id, key_id)
   )`,
  // Two processes that make a business's first key at once end with one.
  `create unique index data_keys_current on data_keys (business_id) where retired_at is null`,

  `create table audit_log (
     business_id text not null,
     audit_id text not null,
     at timestamptz not null,
     sequence bigint generated always as identity,
     by text not null,
     act text not null,
     caller_id text,
     outcome text not null check (outcome in ('done', 'refused')),
     details jsonb not null,
     primary key (business_id, audit_id)
   )`,
  `create index audit_log_by_time on audit_log (business_id, sequence desc)`,
  // Only what the law asks for gets past it, and says so by a setting of its own transaction: an erased caller's id is
  // replaced, and what is older than its time is removed.
  `create function ringback_keep_audit_log() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' and current_setting('ringback.retaining', true) = 'on' then
       return old;
     end if;
     if tg_op = 'UPDATE' and current_setting('ringback.erasing', true) = 'on'
       and to_jsonb(new) - 'caller_id' = to_jsonb(old) - 'caller_id' then
       return new;
     end if;
     raise exception 'the audit log is only ever added to';
   end $$`,
  `create trigger audit_log_is_kept before update or delete on audit_log
     for each row execute function ringback_keep_audit_log()`,
  `create trigger audit_log_is_not_emptied before truncate on audit_log
     for each statement execute function ringback_keep_audit_log()`,

  `create table retention_runs (
     business_id text primary key,
     next_at timestamptz not null,
     lease_owner text,
     lease_until timestamptz,
     words_until timestamptz,
     finished_at timestamptz,
     removed jsonb not null
   )`,

  // PostgreSQL partitions a table only by columns of its primary key. That an event id comes once is kept by the
  // caller's row: an event is written only if that row is still as it was when the id was looked for.
  `alter table events drop constraint events_pkey`,
  `alter table events add primary key (business_id, event_id, at)`,

  // What is old lies together, as rows come in by time: such an index costs next to nothing to keep.
  `create index events_by_age on events using brin (at)`,

  `alter table crm_tasks add column created_at timestamptz not null default ringback_now()`,
  `alter table oauth_states add column started_by text not null default 'unknown'`,
] as const;
