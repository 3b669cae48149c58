import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from './connection.ts';

/**
 * Indexes of tables that grow, besides those that the first migration made. A migration is one transaction, in which
 * whoever writes would wait until such an index is built; these are built beside whatever goes on.
 */
const indexes: { readonly [name: string]: string } = {
  effects_in_turn: "effects (lane, rank, business_id, due_at, sequence) where state = 'open'",
  texts_not_out: `texts (business_id, created_at desc, text_id)
    where direction = 'out' and state in ('intended', 'sending', 'unknown', 'withdrawn', 'expired', 'failed')`,
  texts_in_doubt: "texts (first_attempt_at) where state = 'unknown' or double_provider_id is not null",
  texts_silent: "texts (looks, (coalesce(looked_at, accepted_at))) where state in ('accepted', 'sent')",
  // What is old lies together, as rows come in by time: such an index costs next to nothing to keep.
  texts_by_age: 'texts using brin (created_at)',
  effects_by_age: 'effects using brin (created_at)',
  product_events_by_age: 'product_events using brin (at)',
};

/** Any number that is nobody else's. */
const lockKey = 7_264_011;
const lockPollMs = 200;

/**
 * Builds those that are missing, and anew what an interrupted build has left, while others write: no table is locked.
 * Of several processes one builds. It waits for the transactions that were open when it began, such as a dump's, so
 * `db` should have no timeout of its own, and one connection.
 */
export async function buildIndexes(db: Db): Promise<void> {
  if ((await findMissing(db)).length === 0) return;
  await db.connection().execute(async (on) => {
    // Not waited for in the store: a statement that waits is what the builder would wait for in turn.
    while (!(await tryLock(on))) await delay(lockPollMs);
    try {
      for (const { name, isBroken } of await findMissing(on)) {
        if (isBroken) await sql`drop index concurrently ${sql.ref(name)}`.execute(on);
        await sql`create index concurrently ${sql.ref(name)} on ${sql.raw(indexes[name] ?? '')}`.execute(on);
      }
    } finally {
      await sql`select pg_advisory_unlock(${lockKey})`.execute(on);
    }
  });
}

async function tryLock(db: Db): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${lockKey}) as locked`.execute(
    db,
  );
  return rows[0]?.locked === true;
}

async function findMissing(
  db: Db,
): Promise<readonly { readonly name: string; readonly isBroken: boolean }[]> {
  const { rows } = await sql<{ name: string; is_valid: boolean }>`
    select c.relname as name, x.indisvalid as is_valid
    from pg_index x join pg_class c on c.oid = x.indexrelid
    where c.relname = any (${Object.keys(indexes)}::text[]) and pg_table_is_visible(c.oid)`.execute(db);
  const found = new Map(rows.map((row) => [row.name, row.is_valid]));
  return Object.keys(indexes)
    .filter((name) => found.get(name) !== true)
    .map((name) => ({ name, isBroken: found.get(name) === false }));
}
