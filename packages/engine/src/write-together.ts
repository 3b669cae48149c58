import { type OperationNodeSource, sql } from 'kysely';
import type { Db } from './database/connection.ts';

/** One statement of several: built, but not executed by itself. */
export type Write = OperationNodeSource;

/** Each guard has to change exactly one row, or nothing at all is written. */
export type Writes = { readonly guards: readonly [Write, ...Write[]]; readonly others: readonly Write[] };

/** What was read has been changed by somebody else since; whoever decided on it has to read again. */
export class DisturbedError extends Error {
  constructor(cause: unknown) {
    super('somebody else has changed what was read', { cause });
    this.name = 'DisturbedError';
  }
}

/** A guard that changed nothing, and two who waited for each other. */
const disturbances = new Set(['40001', '40P01']);
const uniqueViolation = '23505';

/**
 * Writes everything in one statement, which is a transaction of its own: one trip to the store, and no lock is held
 * while this process is busy with something else.
 * @throws DisturbedError when a guard did not hold; nothing has been written then
 */
export async function writeTogether(db: Db, { guards, others }: Writes): Promise<void> {
  const parts = [...guards, ...others].map((write, index) => sql`${sql.ref(`w${index}`)} as (${write})`);
  const changed = guards.map((_, index) => sql`(select count(1) from ${sql.table(`w${index}`)})`);
  try {
    await sql`with ${sql.join(parts)}
      select ringback_require(${sql.join(changed, sql` + `)} = ${sql.lit(guards.length)})`.execute(db);
  } catch (error) {
    if (isDisturbance(error)) throw new DisturbedError(error);
    throw error;
  }
}

/** Whether a row is the one that was read: PostgreSQL dates each version of it by the transaction that wrote it. */
export function isUnchanged(version: string) {
  return sql<boolean>`xmin = ${version}::text::xid`;
}

function isDisturbance(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  if (error.code === uniqueViolation) return isOfKey(error);
  return disturbances.has(String(error.code));
}

/**
 * Whether it was the row itself that somebody else has put in. Two rows that differ and may not have the same value are
 * no matter of who was quicker: read again, they would be the same.
 */
function isOfKey(error: Error): boolean {
  return 'constraint' in error && String(error.constraint).endsWith('_pkey');
}

const undisturbedTries = 3;
const lockedTries = 2;

/**
 * Does `work` again as long as somebody else was quicker; when that goes on, it locks what they contend for, so that
 * everybody gets their turn.
 */
export async function untilUndisturbed<T>(
  db: Db,
  lock: (db: Db) => Promise<unknown>,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < undisturbedTries; tries += 1) {
    try {
      return await work(db);
    } catch (error) {
      if (!(error instanceof DisturbedError)) throw error;
    }
  }
  for (let tries = 0; ; tries += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        await lock(tx);
        return work(tx);
      });
    } catch (error) {
      // What is not there yet cannot be locked; somebody may have put it there meanwhile.
      if (!(error instanceof DisturbedError) || tries === lockedTries) throw error;
    }
  }
}
