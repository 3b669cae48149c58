import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { crmLane } from '../lease.ts';

/** How much is still to be written into one CRM, and how much of it a person has to look at. */
export type CrmWork = { readonly waiting: number; readonly parked: number };

export async function countCrmWork(db: Db, businessId: string, system: string): Promise<CrmWork> {
  const row = await db
    .selectFrom('effects')
    .select([
      sql<number>`(count(*) filter (where state = 'open'))::int`.as('waiting'),
      sql<number>`(count(*) filter (where state = 'parked'))::int`.as('parked'),
    ])
    .where('business_id', '=', businessId)
    .where('lane', '=', crmLane(system))
    .where('state', 'in', ['open', 'parked'])
    .executeTakeFirstOrThrow();
  return row;
}
