import { type Kysely, sql } from 'kysely';

/** What is needed to follow what a CRM tells of its records: who is linked to one, and who was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table crm_past_contacts (
     business_id text not null,
     system text not null,
     contact_id text not null,
     caller_id text not null,
     ended_at timestamptz not null,
     primary key (business_id, system, contact_id, caller_id)
   )`,
  `create index crm_past_contacts_by_caller on crm_past_contacts (business_id, caller_id)`,
  `create index crm_contacts_by_ref on crm_contacts (business_id, system, (contact #>> '{ref,id}'))`,
  `create index crm_tasks_by_ref on crm_tasks (business_id, system, (ref ->> 'id'))`,
  `create index crm_connections_by_account on crm_connections (system, account_id)`,
] as const;
