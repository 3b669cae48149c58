import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import { type ClaimedEffect, systemOf } from './lease.ts';

// What fails again and again for reasons that pass, although its CRM answers otherwise, does not pass: it would be
// tried for ever, and whatever its caller does next would wait behind it.

/** So many strikes, each so long after the one before, make a day. */
const mostStrikes = 7;
const hoursBetween = 4;

/** What an effect is reset to that a person has tried again. */
export const noStrikes = { strikes: 0, struck_at: null } as const;

/**
 * Counts a failure as a strike, if the CRM has answered to something since the strike before: an outage, which fails
 * everything, counts once or twice, however long it lasts.
 * @returns whether there have been enough of them
 */
export async function isStruckOut(db: Db, claimed: ClaimedEffect, owner: string): Promise<boolean> {
  const { rows } = await sql<{ strikes: number }>`
    update effects e set strikes = e.strikes + 1, struck_at = ringback_now()
    from crm_connections c
    where e.business_id = ${claimed.businessId} and e.effect_key = ${claimed.key}
      and e.lease_owner = ${owner} and e.attempts = ${claimed.attempts} and e.state = 'open'
      and c.business_id = e.business_id and c.system = ${systemOf(claimed.lane)} and c.state = 'connected'
      and (e.struck_at is null
        or (e.struck_at <= ringback_now() - make_interval(hours => ${hoursBetween}::int)
          and (c.failing_since is null or c.failing_since > e.struck_at)))
    returning e.strikes`.execute(db);
  return (rows[0]?.strikes ?? 0) >= mostStrikes;
}
