import { sql } from 'kysely';
import type { Store } from './database/connection.ts';

/** Runs `work` while no other process runs any for the same key. */
export type RenewalLock = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Each holds a connection to the store while the vendor answers, and the others need some, too. */
const mostAtOnce = 3;

/**
 * Lets one process at a time renew a connection's tokens: a vendor may end the old refresh token with its use, so that
 * the second one to use it would seem to have lost the connection. A process that hangs meanwhile loses the lock with
 * its session.
 */
export function createRenewalLock({ db, kind }: Pick<Store, 'db' | 'kind'>): RenewalLock {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (key, work) => {
    // The embedded store is one process's alone, and has a single connection.
    if (kind === 'embedded') return work();
    if (running >= mostAtOnce) await new Promise<void>((begin) => waiting.push(begin));
    else running += 1;
    try {
      return await db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`renewal/${key}`}, 0))`.execute(tx);
        return work();
      });
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
