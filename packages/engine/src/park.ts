import type { ProductEventType } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import { type ClaimedEffect, systemOf } from './lease.ts';

const published: ProductEventType = 'crm.sync_failed';

/**
 * Leaves an effect for a person, and tells other programs in the same statement, in the words of who refused it; does
 * neither, where the effect has been taken over since. Each time it is refused anew is told once.
 */
export async function park(
  db: Db,
  claimed: ClaimedEffect,
  { owner, problem }: { readonly owner: string; readonly problem: string },
): Promise<void> {
  const { effect, key, lane, attempts } = claimed;
  await sql`
    with parked as (
      update effects set state = 'parked', problem = ${problem}, lease_owner = null, lease_until = null
      where business_id = ${claimed.businessId} and effect_key = ${key}
        and lease_owner = ${owner} and attempts = ${attempts} and state = 'open'
      returning business_id, caller_id, effect_key
    )
    insert into product_events (business_id, product_event_id, caller_id, type, at, data)
    select parked.business_id, ${`${key}-parked-${attempts}`}, parked.caller_id, ${published}, ringback_now(),
      jsonb_build_object(
        'phone', caller.phone,
        'conversationId', caller.state -> 'conversation' ->> 'id',
        'system', ${systemOf(lane)}::text,
        'entryId', parked.effect_key,
        'kind', ${effect.type === 'write-crm' ? effect.entry.kind : null}::text,
        'problem', ${problem}::text)
    from parked
    left join callers caller
      on caller.business_id = parked.business_id and caller.caller_id = parked.caller_id`.execute(db);
}
