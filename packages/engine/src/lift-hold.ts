import { sql } from 'kysely';
import { recordAct } from './data-care/audit.ts';
import type { Db, Tx } from './database/connection.ts';
import { problemId } from './queries/sending-problems.ts';

/** A hold that is over because a person said so. */
export type LiftedHold = {
  /**
   * How many first texts were not sent while it lasted, as far back as product events are kept. They are not sent later
   * either: each became a task as it was withheld, and by now somebody may have called.
   */
  readonly notSent: number;
};

/** By which rules texts are withheld while a problem holds them; `registration` also while carriers have not approved. */
const rulesOfHolds = ['sending', 'registration', 'daily-limit', 'words'] as const;

/**
 * Ends a hold: the next text leaves again, and should it fail as before, the hold begins anew. null: nothing is held
 * under this id.
 */
export function liftHold(
  db: Db,
  { businessId, id, by }: { readonly businessId: string; readonly id: string; readonly by: string },
): Promise<LiftedHold | null> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('sending_problems')
      .where('business_id', '=', businessId)
      .where(problemId, '=', id)
      .where(sql<boolean>`problem ->> 'holds' <> 'nothing'`)
      .returning('problem')
      .executeTakeFirst();
    if (!gone) return null;
    const { kind, line, since } = gone.problem;
    const notSent = await countNotSent(tx, { businessId, line, since });
    await recordAct(tx, {
      businessId,
      act: 'lift-hold',
      by,
      callerId: null,
      details: { kind, since, notSent },
    });
    return { notSent };
  });
}

async function countNotSent(
  tx: Tx,
  { businessId, line, since }: { businessId: string; line: string | null; since: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from product_events
    where business_id = ${businessId} and type = 'text_back.withheld' and at >= ${since}::timestamptz
      and data ->> 'rule' = any (${[...rulesOfHolds]}::text[])
      and (${line}::text is null or data ->> 'line' = ${line}::text)`.execute(tx);
  return rows[0]?.count ?? 0;
}
