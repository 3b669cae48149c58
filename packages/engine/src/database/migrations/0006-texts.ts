import { type Kysely, sql } from 'kysely';

/** What keeps texts from arriving, and what comes with them. The version before neither reads nor writes it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table sending_problems (
     business_id text not null,
     kind text not null,
     scope text not null,
     problem jsonb not null,
     failures integer not null default 1,
     last_at timestamptz not null,
     primary key (business_id, kind, scope)
   )`,
  `create table text_media (
     business_id text not null,
     text_id text not null,
     position smallint not null,
     caller_id text not null,
     content_type text not null,
     state text not null default 'waiting' check (state in ('waiting', 'stored', 'refused')),
     size integer,
     problem text,
     created_at timestamptz not null,
     primary key (business_id, text_id, position)
   )`,
  `create index text_media_of_caller on text_media (business_id, caller_id)`,
  `create index text_media_by_age on text_media (business_id, created_at)`,
  `create table text_media_bytes (
     business_id text not null,
     text_id text not null,
     position smallint not null,
     bytes bytea not null,
     primary key (business_id, text_id, position),
     foreign key (business_id, text_id, position) references text_media on delete cascade
   )`,
] as const;
