import type { Allowance, RequestKind } from '@ringback/crm';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';

const columns: { readonly [kind in RequestKind]: string } = {
  request: 'requests_free_at',
  search: 'searches_free_at',
};

/**
 * What one account may still be asked, kept in the store: the vendor counts all our processes together, and all the
 * businesses that share an account, so it stands with the first of them. The generic cell rate algorithm (ITU-T I.371):
 * the column says when the last of the requests that were taken may be made.
 */
export function createAllowance(
  db: Db,
  { businessId, system }: { readonly businessId: string; readonly system: string },
): Allowance {
  return async (kind, { perSecond, burst }) => {
    const freeAt = sql.ref(columns[kind]);
    const stepSeconds = 1 / perSecond;
    const { rows } = await sql<{ wait_ms: number }>`
      update crm_connections set ${freeAt} = make_interval(secs => ${stepSeconds}::float8) + greatest(
        ${freeAt}, ringback_now() - make_interval(secs => ${stepSeconds * (burst - 1)}::float8))
      where system = ${system} and business_id = (
        select min(sharing.business_id)
        from crm_connections mine
          join crm_connections sharing on sharing.system = mine.system and sharing.account_id = mine.account_id
        where mine.business_id = ${businessId} and mine.system = ${system})
      returning greatest(0, extract(epoch from ${freeAt} - ringback_now()) - ${stepSeconds}::float8)::float8 * 1000
        as wait_ms`.execute(db);
    return rows[0]?.wait_ms ?? 0;
  };
}
