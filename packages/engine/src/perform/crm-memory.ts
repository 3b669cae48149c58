import type { CrmContact, CrmRef } from '@ringback/crm';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { ClaimedEffect } from '../lease.ts';

// What a CRM told us once is remembered, as its own index lags behind. Only whoever still holds the effect writes here:
// a process that was stopped past its lease would put an old answer over the one of who took its effect over.

/** An effect in the hands of one process, on its way into one CRM. */
export type HeldEffect = {
  readonly claimed: ClaimedEffect;
  readonly system: string;
  /** The process. */
  readonly owner: string;
};

/** null: nobody has been found or made yet. */
export async function recallContact(
  db: Db,
  { claimed, system }: Omit<HeldEffect, 'owner'>,
): Promise<CrmContact | null> {
  const row = await db
    .selectFrom('crm_contacts')
    .select('contact')
    .where('business_id', '=', claimed.businessId)
    .where('system', '=', system)
    .where('caller_id', '=', claimed.callerId)
    .executeTakeFirst();
  return row?.contact ?? null;
}

export async function rememberContact(db: Db, held: HeldEffect, contact: CrmContact): Promise<void> {
  await db
    .insertInto('crm_contacts')
    .columns(['business_id', 'system', 'caller_id', 'contact'])
    .expression(
      stillHeld(db, held).select([
        'e.business_id',
        sql<string>`${held.system}::text`.as('system'),
        'e.caller_id',
        sql<string>`${JSON.stringify(contact)}::jsonb`.as('contact'),
      ]),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['business_id', 'system', 'caller_id'])
        .doUpdateSet((row) => ({ contact: row.ref('excluded.contact') })),
    )
    .execute();
}

export async function forgetContact(db: Db, held: HeldEffect): Promise<void> {
  await db
    .deleteFrom('crm_contacts')
    .where('business_id', '=', held.claimed.businessId)
    .where('system', '=', held.system)
    .where('caller_id', '=', held.claimed.callerId)
    .where(({ exists }) => exists(stillHeld(db, held).select('e.effect_key')))
    .execute();
}

/** The task that asks who has this number, in the letters of a key. */
export function whoTaskId(callerId: string): string {
  return `who-is-${callerId.replace(/\W/g, '')}`;
}

/** null: we have not opened it there, or it was too long ago. */
export async function recallTask(
  db: Db,
  { claimed, system }: Omit<HeldEffect, 'owner'>,
  taskId: string,
): Promise<CrmRef | null> {
  const row = await db
    .selectFrom('crm_tasks')
    .select('ref')
    .where('business_id', '=', claimed.businessId)
    .where('system', '=', system)
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return row?.ref ?? null;
}

export async function rememberTask(
  db: Db,
  held: HeldEffect,
  { taskId, ref }: { readonly taskId: string; readonly ref: CrmRef },
): Promise<void> {
  await db
    .insertInto('crm_tasks')
    .columns(['business_id', 'system', 'task_id', 'ref'])
    .expression(
      stillHeld(db, held).select([
        'e.business_id',
        sql<string>`${held.system}::text`.as('system'),
        sql<string>`${taskId}::text`.as('task_id'),
        sql<string>`${JSON.stringify(ref)}::jsonb`.as('ref'),
      ]),
    )
    .onConflict((conflict) => conflict.columns(['business_id', 'system', 'task_id']).doNothing())
    .execute();
}

/** The effect's row, unless somebody has taken it over; locked, so that nobody does before this is written. */
function stillHeld(db: Db, { claimed, owner }: HeldEffect) {
  return db
    .selectFrom('effects as e')
    .where('e.business_id', '=', claimed.businessId)
    .where('e.effect_key', '=', claimed.key)
    .where('e.lease_owner', '=', owner)
    .where('e.attempts', '=', claimed.attempts)
    .where('e.state', '=', 'open')
    .forShare();
}
