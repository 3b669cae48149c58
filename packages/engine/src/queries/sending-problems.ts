import { type Instant, type SendingProblem, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';

/** What keeps texts of a business from arriving, and how often it was seen. */
export type StoredProblem = SendingProblem & {
  readonly businessId: string;
  /** Of all problems of the business. */
  readonly id: string;
  readonly failures: number;
  readonly lastAt: Instant;
  /** Texts are held because of it now. */
  readonly isHolding: boolean;
};

/** The newest first, of the businesses asked for; null: of all. One that is over is listed until a text has arrived. */
export async function listSendingProblems(
  db: Db,
  businessIds: readonly string[] | null,
): Promise<readonly StoredProblem[]> {
  const rows = await db
    .selectFrom('sending_problems')
    .select(['business_id', 'problem', 'failures', 'last_at'])
    .select(problemId.as('id'))
    .select(
      sql<boolean>`problem ->> 'holds' <> 'nothing'
        and coalesce((problem ->> 'until')::timestamptz > ringback_now(), true)`.as('is_holding'),
    )
    .where(sql<boolean>`${businessIds === null} or business_id = any (${[...(businessIds ?? [])]}::text[])`)
    .orderBy('last_at', 'desc')
    .orderBy('business_id')
    .limit(mostListed)
    .execute();
  return rows.map((row) => ({
    ...row.problem,
    businessId: row.business_id,
    id: row.id,
    failures: row.failures,
    lastAt: toInstant(row.last_at),
    isHolding: row.is_holding,
  }));
}

const mostListed = 100;

/** Kind, line and words, as one word that an address can hold. */
export const problemId = sql<string>`replace(replace(concat_ws('-', kind, nullif(scope, '')), ' ', '-'), '+', '')`;
