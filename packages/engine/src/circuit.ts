import { type Instant, toInstant } from '@ringback/core';
import type { CrmError } from '@ringback/crm';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { CrmConnectionTable } from './database/schema.ts';
import { crmLane } from './lease.ts';
import { workChannel } from './work-signals.ts';

// A circuit breaker for each connection, in its row, so that every process keeps to it: a CRM that fails again and
// again rests, then one entry is tried, and only when that one passes do the others follow.

/** A connection that rests: why in the CRM's words, since when it fails, and when it is tried again. */
export type Pause = { readonly problem: string; readonly since: Instant; readonly until: Instant };

type OfConnection = { readonly businessId: string; readonly system: string };

const opensAfter = 5;
const firstRestMs = 15_000;
const longestRestMs = 10 * 60_000;
/** Doubled so often the rest is at its longest. */
const mostDoublings = 10;

/** What a row that rests is reset to. */
export const closedCircuit = { failures: 0, failing_since: null, failure: null, retry_at: null } as const;

/** Whether an error says something about the CRM as a whole, rather than about what was to be written. */
export function tellsOfConnection(error: CrmError): boolean {
  return error.retry !== 'never' && error.code !== 'crm-ambiguous';
}

/** The CRM has answered, so everything that waits may follow. */
export async function closeCircuit(db: Db, { businessId, system }: OfConnection): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('crm_connections')
    .set(closedCircuit)
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .where('failures', '>', 0)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await sql`select pg_notify(${workChannel}, ${crmLane(system)})`.execute(db);
}

/**
 * Counts a failure. The circuit opens after several in a row, or at once when the CRM says how long it wants to be left
 * alone; each time the one entry that is tried fails, it rests for twice as long. What was begun before it opened and
 * fails afterwards is not counted again.
 */
export async function countFailure(
  db: Db,
  { businessId, system }: OfConnection,
  { error, isProbe }: { readonly error: CrmError; readonly isProbe: boolean },
): Promise<void> {
  const restMs = sql<number>`least(${longestRestMs}::float8,
    ${firstRestMs} * power(2, least(failures + 1 - ${opensAfter}::int, ${mostDoublings}::int)))`;
  const askedMs = error.code === 'crm-rate-limited' ? error.retryAfterMs : null;
  // Half of it random, so that businesses that failed together do not come back together.
  const share = 0.5 + Math.random() / 2;
  await db
    .updateTable('crm_connections')
    .set({
      failures: sql<number>`failures + 1`,
      failing_since: sql<Date>`coalesce(failing_since, ringback_now())`,
      failure: error.message,
      retry_at: sql<Date | null>`case
        when ${askedMs}::float8 is not null then ringback_now() + make_interval(secs => ${askedMs}::float8 / 1000)
        when failures + 1 >= ${opensAfter}::int
          then ringback_now() + make_interval(secs => ${restMs} * ${share}::float8 / 1000)
      end`,
    })
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .where('state', '=', 'connected')
    .$if(!isProbe, (query) => query.where('retry_at', 'is', null))
    .execute();
}

/** Whether the connection rests just now. */
export async function isResting(db: Db, { businessId, system }: OfConnection): Promise<boolean> {
  const row = await db
    .selectFrom('crm_connections')
    .select('system')
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .where('retry_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** null while it is asked as usual. */
export function pauseOf(
  row: Pick<Selectable<CrmConnectionTable>, 'failing_since' | 'failure' | 'retry_at'>,
): Pause | null {
  const { failing_since, failure, retry_at } = row;
  if (!retry_at || !failing_since) return null;
  return { problem: failure ?? '', since: toInstant(failing_since), until: toInstant(retry_at) };
}
