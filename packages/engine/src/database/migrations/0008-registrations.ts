import { type Kysely, sql } from 'kysely';

/** What it takes to register the senders of texts with the carriers, step by step. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table registrations (
     business_id text primary key,
     applicant text not null,
     updated_at timestamptz not null,
     updated_by text not null
   )`,

  `create table registration_filings (
     business_id text not null,
     subject text not null,
     state text not null check (state in ('submitted', 'approved', 'rejected')),
     numbers jsonb not null,
     evidence jsonb not null,
     waits_for text not null check (waits_for in ('us', 'reviewer', 'owner', 'nobody')),
     detail text not null,
     submitted_at timestamptz not null,
     submitted_by text not null,
     next_check_at timestamptz not null,
     checks integer not null default 0,
     lease_owner text,
     lease_until timestamptz,
     updated_at timestamptz not null,
     primary key (business_id, subject)
   )`,
  `create index registration_filings_due on registration_filings (next_check_at) where state = 'submitted'`,

  `create table registration_steps (
     business_id text not null,
     subject text not null,
     step text not null,
     provider_id text,
     state text not null check (state in ('begun', 'made', 'to-amend', 'approved', 'rejected')),
     problems jsonb not null,
     mendable boolean not null default true,
     begun_at timestamptz not null,
     updated_at timestamptz not null,
     primary key (business_id, subject, step)
   )`,
] as const;
