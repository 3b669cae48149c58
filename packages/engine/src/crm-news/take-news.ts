import type { CrmChange } from '@ringback/crm';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { inParts } from '../database/in-parts.ts';
import { crmNewsLane, type FollowChange } from '../lease.ts';

/** News of one account of a CRM. */
export type CrmNews = { readonly accountId: string; readonly change: CrmChange };

/**
 * Writes down what a CRM tells, for each business that the account is connected to; what was told before is there
 * already. News of an account that nobody has connected is left.
 * @returns how many changes are to be followed
 */
export async function takeNews(db: Db, system: string, news: readonly CrmNews[]): Promise<number> {
  if (news.length === 0) return 0;
  const connected = await db
    .selectFrom('crm_connections')
    .select(['business_id', 'account_id'])
    .where('system', '=', system)
    .where('account_id', 'in', [...new Set(news.map(({ accountId }) => accountId))])
    .execute();
  const rows = news.flatMap(({ accountId, change }) =>
    connected
      .filter(({ account_id }) => account_id === accountId)
      .map(({ business_id }) => {
        const effect: FollowChange = { type: 'follow-crm-change', key: change.key, system, change };
        return {
          business_id,
          effect_key: change.key,
          caller_id: subjectOf(system, change),
          lane: crmNewsLane(system),
          effect: JSON.stringify(effect),
          state: 'open' as const,
          due_at: sql<Date>`ringback_now()`,
          created_at: sql<Date>`ringback_now()`,
        };
      }),
  );
  let taken = 0;
  for (const some of inParts(rows)) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('effects')
      .values(some)
      .onConflict((conflict) => conflict.columns(['business_id', 'effect_key']).doNothing())
      .executeTakeFirstOrThrow();
    taken += Number(numInsertedOrUpdatedRows);
  }
  return taken;
}

/** In the place of a caller, whom nobody knows yet: the news of one record is followed in its order. */
export function subjectOf(system: string, change: CrmChange): string {
  switch (change.type) {
    case 'contact-changed':
    case 'contact-deleted':
    case 'contact-erased':
      return `${system}-contact-${change.contactId}`;
    case 'contact-merged':
      return `${system}-contact-${change.intoId}`;
    case 'deal-changed':
      return `${system}-deal-${change.dealId}`;
    case 'task-changed':
      return `${system}-task-${change.taskId}`;
    default:
      return change satisfies never;
  }
}
