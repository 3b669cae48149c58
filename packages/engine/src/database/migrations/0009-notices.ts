import { type Kysely, sql } from 'kysely';

/** What staff are told, by which channel: one row for each notice and each of those who are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table notices (
     business_id text not null,
     notice_id text not null,
     caller_id text not null,
     channel text not null check (channel in ('email', 'slack', 'text')),
     recipient text not null,
     recipient_name text,
     notice jsonb not null,
     urgent boolean not null,
     state text not null default 'waiting'
       check (state in ('waiting', 'sending', 'sent', 'withdrawn', 'failed', 'unknown')),
     message_id text,
     attempts integer not null default 0,
     problem text,
     created_at timestamptz not null,
     due_at timestamptz not null,
     sent_at timestamptz,
     primary key (business_id, notice_id)
   )`,
  `create index notices_waiting on notices (business_id, channel, recipient) where state = 'waiting'`,
  `create index notices_by_message on notices (business_id, message_id) where message_id is not null`,
  `create index notices_by_caller on notices (business_id, caller_id)`,
  `create index notices_by_time on notices (business_id, created_at desc)`,
  `create index notices_failed on notices (created_at) where state in ('failed', 'unknown')`,
] as const;
