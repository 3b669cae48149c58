import { type Caller, type Rules, type TeamMember, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';

/** Who has been given nothing for so long counts as free. */
const lookBackDays = 30;

/**
 * How busy everybody is to whom the rules may give a conversation, when this event may open one; null where nobody has
 * to choose, so that most events cost no query.
 */
export async function readTeam(
  db: Db,
  {
    businessId,
    rules,
    caller,
  }: { readonly businessId: string; readonly rules: Rules; readonly caller: Caller },
): Promise<readonly TeamMember[] | null> {
  const people = [rules, ...rules.overrides.map(({ set }) => set)].flatMap(
    ({ routing }) => routing?.people ?? [],
  );
  const isOpen = caller.conversation !== null && caller.conversation.state !== 'closed';
  if (people.length < 2 || isOpen) return null;
  const { rows } = await sql<{ name: string; open: number; last: string }>`
    select state->'conversation'->>'assignee' as name,
      (count(*) filter (where state->'conversation'->>'state' <> 'closed'))::int as open,
      max(state->'conversation'->>'openedAt') as last
    from callers
    where business_id = ${businessId}
      and updated_at > ringback_now() - make_interval(days => ${lookBackDays})
      and state->'conversation'->>'assignee' is not null
    group by 1 order by 1`.execute(db);
  return rows.map(({ name, open, last }) => ({
    name,
    openConversations: open,
    lastAssignedAt: toInstant(last),
  }));
}
