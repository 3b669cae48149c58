import { type Kysely, sql } from 'kysely';

/** The store's first shape. `ringback_now` is the only clock that SQL reads, so that tests can replace it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create function ringback_now() returns timestamptz language sql volatile
     as $$ select date_trunc('milliseconds', clock_timestamp()) $$`,

  `create table businesses (
     business_id text primary key,
     version integer not null,
     enabled boolean not null
   )`,
  `create table business_versions (
     business_id text not null,
     version integer not null,
     business jsonb not null,
     rules jsonb not null,
     settings jsonb not null,
     imported_at timestamptz not null,
     primary key (business_id, version)
   )`,

  `create table callers (
     business_id text not null,
     caller_id text not null,
     phone text,
     state jsonb not null,
     first_seen_at timestamptz not null,
     updated_at timestamptz not null,
     primary key (business_id, caller_id)
   )`,
  `create table calls (
     business_id text not null,
     call_id text not null,
     caller_id text not null,
     line text not null,
     call jsonb not null,
     outcome text,
     started_at timestamptz not null,
     primary key (business_id, call_id)
   )`,
  `create index calls_by_time on calls (business_id, started_at desc, call_id)`,
  `create index calls_open on calls (started_at) where outcome is null`,
  `create index calls_by_caller on calls (business_id, caller_id, started_at)`,

  `create table events (
     business_id text not null,
     event_id text not null,
     caller_id text not null,
     conversation_id text,
     type text not null,
     at timestamptz not null,
     sequence bigint generated always as identity,
     event jsonb not null,
     version integer not null,
     reasons jsonb not null,
     effects jsonb not null,
     primary key (business_id, event_id)
   )`,
  `create index events_by_caller on events (business_id, caller_id, sequence)`,

  `create table effects (
     business_id text not null,
     effect_key text not null,
     caller_id text not null,
     lane text not null,
     sequence bigint generated always as identity,
     effect jsonb not null,
     state text not null check (state in ('open', 'done', 'parked')),
     due_at timestamptz not null,
     attempts integer not null default 0,
     lease_owner text,
     lease_until timestamptz,
     problem text,
     created_at timestamptz not null,
     primary key (business_id, effect_key)
   )`,
  `create index effects_due on effects (lane, due_at) where state = 'open'`,
  `create index effects_in_order on effects (business_id, caller_id, lane, sequence) where state = 'open'`,
  `create index effects_parked on effects (business_id, lane) where state = 'parked'`,

  `create table timers (
     business_id text not null,
     caller_id text not null,
     timer text not null,
     due_at timestamptz not null,
     set_by text not null,
     primary key (business_id, caller_id, timer)
   )`,
  `create index timers_due on timers (due_at)`,

  `create table texts (
     business_id text not null,
     text_id text not null,
     caller_id text not null,
     conversation_id text,
     direction text not null check (direction in ('in', 'out')),
     line text not null,
     phone text,
     body text not null,
     class text not null,
     author text not null,
     state text not null,
     provider_id text,
     double_provider_id text,
     code text,
     not_after timestamptz,
     attempts integer not null default 0,
     first_attempt_at timestamptz,
     last_attempt_at timestamptz,
     empty_look_ups integer not null default 0,
     created_at timestamptz not null,
     accepted_at timestamptz,
     primary key (business_id, text_id),
     unique (business_id, provider_id)
   )`,
  `create index texts_by_caller on texts (business_id, caller_id, created_at)`,

  `create table conversations (
     business_id text not null,
     conversation_id text not null,
     caller_id text not null,
     line text not null,
     state text not null,
     urgent boolean not null,
     task_id text,
     opened_at timestamptz not null,
     last_activity_at timestamptz not null,
     primary key (business_id, conversation_id)
   )`,
  `create index conversations_by_time on conversations (business_id, opened_at desc, conversation_id)`,

  `create table product_events (
     business_id text not null,
     product_event_id text not null,
     caller_id text not null,
     type text not null,
     at timestamptz not null,
     sequence bigint generated always as identity,
     data jsonb not null,
     primary key (business_id, product_event_id)
   )`,
  `create index product_events_by_time on product_events (business_id, sequence desc)`,

  `create table crm_connections (
     business_id text not null,
     system text not null,
     state text not null check (state in ('connected', 'broken')),
     account_id text not null,
     account_name text not null,
     tokens text not null,
     problem text,
     connected_at timestamptz not null,
     primary key (business_id, system)
   )`,
  `create table oauth_states (
     business_id text not null,
     state text not null,
     system text not null,
     session text not null,
     expires_at timestamptz not null,
     primary key (business_id, state)
   )`,
  `create table crm_contacts (
     business_id text not null,
     system text not null,
     caller_id text not null,
     contact jsonb not null,
     primary key (business_id, system, caller_id)
   )`,
  `create table crm_tasks (
     business_id text not null,
     system text not null,
     task_id text not null,
     ref jsonb not null,
     primary key (business_id, system, task_id)
   )`,
] as const;
