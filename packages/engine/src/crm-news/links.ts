import type { E164 } from '@ringback/core';
import type { CrmContact } from '@ringback/crm';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';

// Who of our callers is which contact of a CRM, read from the contact's side.

export type OfSystem = { readonly businessId: string; readonly system: string };

export type Link = { readonly callerId: string; readonly contact: CrmContact };

/** How long a contact that is gone is still known to have been somebody's: HubSpot keeps deleted ones for 90 days. */
const rememberedDays = 100;

/** Those who are linked to one of these contacts. */
export async function linksTo(
  db: Db,
  { businessId, system }: OfSystem,
  contactIds: readonly string[],
): Promise<readonly Link[]> {
  if (contactIds.length === 0) return [];
  const rows = await db
    .selectFrom('crm_contacts')
    .select(['caller_id', 'contact'])
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .where(sql<boolean>`contact #>> '{ref,id}' = any(${[...contactIds]}::text[])`)
    .orderBy('caller_id')
    .execute();
  return rows.map(({ caller_id, contact }) => ({ callerId: caller_id, contact }));
}

/** Those who were linked to a contact that is gone. */
export async function pastLinksTo(
  db: Db,
  { businessId, system }: OfSystem,
  contactId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('crm_past_contacts')
    .select('caller_id')
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .where('contact_id', '=', contactId)
    .execute();
  return rows.map(({ caller_id }) => caller_id);
}

/** Those of the numbers that have called or written. */
export async function knownAmong(
  db: Db,
  businessId: string,
  phones: readonly E164[],
): Promise<readonly E164[]> {
  if (phones.length === 0) return [];
  const rows = await db
    .selectFrom('callers')
    .select('caller_id')
    .where('business_id', '=', businessId)
    .where('caller_id', 'in', [...phones])
    .execute();
  return rows.map(({ caller_id }) => caller_id as E164);
}

/** Whose conversation was the last one; null: none of them has one. */
export async function lastConversed(
  db: Db,
  businessId: string,
  callerIds: readonly string[],
): Promise<string | null> {
  if (callerIds.length === 0) return null;
  const row = await db
    .selectFrom('conversations')
    .select('caller_id')
    .where('business_id', '=', businessId)
    .where('caller_id', 'in', [...callerIds])
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.caller_id ?? null;
}

/** Whose follow-up a task of the CRM is; null: it is none of ours, or done with. */
export async function findTask(
  db: Db,
  { businessId, system }: OfSystem,
  refId: string,
): Promise<{ readonly callerId: string; readonly taskId: string } | null> {
  const row = await db
    .selectFrom('crm_tasks')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.business_id', '=', 'crm_tasks.business_id')
        .onRef('conversations.task_id', '=', 'crm_tasks.task_id'),
    )
    .select(['conversations.caller_id', 'crm_tasks.task_id'])
    .where('crm_tasks.business_id', '=', businessId)
    .where('crm_tasks.system', '=', system)
    .where(sql<boolean>`crm_tasks.ref ->> 'id' = ${refId}`)
    .executeTakeFirst();
  return row ? { callerId: row.caller_id, taskId: row.task_id } : null;
}

export async function link(
  db: Db,
  { businessId, system }: OfSystem,
  { callerId, contact }: Link,
): Promise<void> {
  const { ref, firstName, lastName, phones, ownerId, optedOut, lastActiveAt = null } = contact;
  // The number of this caller comes first.
  const ordered = [callerId as E164, ...phones.filter((phone) => phone !== callerId)];
  const kept: CrmContact = { ref, firstName, lastName, phones: ordered, ownerId, optedOut, lastActiveAt };
  await db
    .insertInto('crm_contacts')
    .values({ business_id: businessId, system, caller_id: callerId, contact: JSON.stringify(kept) })
    .onConflict((conflict) =>
      conflict
        .columns(['business_id', 'system', 'caller_id'])
        .doUpdateSet((row) => ({ contact: row.ref('excluded.contact') })),
    )
    .execute();
}

/** Nothing, where they have been linked to another contact since. */
export async function unlink(
  db: Db,
  { businessId, system }: OfSystem,
  { callerId, contact }: Link,
): Promise<void> {
  await db
    .deleteFrom('crm_contacts')
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .where('caller_id', '=', callerId)
    .where(sql<boolean>`contact #>> '{ref,id}' = ${contact.ref.id}`)
    .execute();
}

/** A contact that is gone may still have to be erased: then it must be known whose it was. */
export async function rememberPast(
  db: Db,
  { businessId, system }: OfSystem,
  links: readonly Link[],
): Promise<void> {
  await sql`
    delete from crm_past_contacts
    where business_id = ${businessId} and ended_at < ringback_now() - make_interval(days => ${rememberedDays})`.execute(
    db,
  );
  if (links.length === 0) return;
  await db
    .insertInto('crm_past_contacts')
    .values(
      links.map(({ callerId, contact }) => ({
        business_id: businessId,
        system,
        contact_id: contact.ref.id,
        caller_id: callerId,
        ended_at: sql<Date>`ringback_now()`,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
