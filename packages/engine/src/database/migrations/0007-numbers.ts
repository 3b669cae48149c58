import { type Kysely, sql } from 'kysely';

/** What buying numbers, asking for line types and proving a carrier's forwarding leave behind. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table number_purchases (
     business_id text not null,
     purchase_key text not null,
     number text not null,
     state text not null check (state in ('asked', 'bought', 'refused')),
     provider_id text,
     problem text,
     asked_by text not null,
     asked_at timestamptz not null,
     settled_at timestamptz,
     primary key (business_id, purchase_key)
   )`,
  // Whatever the answer was, and whether there was one, it may have cost.
  `create table line_type_asks (
     business_id text not null,
     caller_id text not null,
     asked_at timestamptz not null,
     primary key (business_id, caller_id)
   )`,
  `create index line_type_asks_by_time on line_type_asks (business_id, asked_at)`,
  `create table forwarding_tests (
     business_id text not null,
     line text not null,
     started_by text not null,
     started_at timestamptz not null,
     ends_at timestamptz not null,
     call_id text,
     confirmed_at timestamptz,
     primary key (business_id, line)
   )`,
] as const;
