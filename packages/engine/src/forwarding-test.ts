import { type E164, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';

export type OfLine = { readonly businessId: string; readonly line: E164 };

/** Whether a carrier really forwards missed calls to a line: somebody calls the shop, and the call must come in here. */
export type ForwardingTest = {
  /** `failed`: no call has come in while it ran. */
  readonly state: 'waiting' | 'confirmed' | 'failed';
  readonly startedBy: string;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  /** The call that came in. */
  readonly callId: string | null;
  readonly confirmedAt: Instant | null;
};

/** Long enough to find a second phone, and to let it ring. */
const minutes = 10;

/** Begins a test, in the place of the one before. */
export async function startForwardingTest(
  db: Db,
  { businessId, line, by }: OfLine & { readonly by: string },
): Promise<ForwardingTest> {
  await sql`
    insert into forwarding_tests (business_id, line, started_by, started_at, ends_at)
    values (${businessId}, ${line}, ${by}, ringback_now(), ringback_now() + make_interval(mins => ${minutes}))
    on conflict (business_id, line) do update set started_by = excluded.started_by,
      started_at = excluded.started_at, ends_at = excluded.ends_at, call_id = null, confirmed_at = null`.execute(
    db,
  );
  const started = await readForwardingTest(db, { businessId, line });
  if (!started) throw new Error('the test that was just begun is not there');
  return started;
}

/** The last test of a line, confirmed by the first call that came in while it ran; null: there was none. */
export async function readForwardingTest(
  db: Db,
  { businessId, line }: OfLine,
): Promise<ForwardingTest | null> {
  await sql`
    update forwarding_tests t set call_id = c.call_id, confirmed_at = c.started_at
    from (
      select k.call_id, k.started_at from calls k
        join forwarding_tests f on f.business_id = k.business_id and f.line = k.line
      where k.business_id = ${businessId} and k.line = ${line}
        and k.started_at >= f.started_at and k.started_at <= f.ends_at
      order by k.started_at limit 1
    ) c
    where t.business_id = ${businessId} and t.line = ${line} and t.confirmed_at is null`.execute(db);
  const row = await db
    .selectFrom('forwarding_tests')
    .selectAll()
    .select(sql<boolean>`ends_at < ringback_now()`.as('over'))
    .where('business_id', '=', businessId)
    .where('line', '=', line)
    .executeTakeFirst();
  if (!row) return null;
  return {
    state: row.confirmed_at !== null ? 'confirmed' : row.over ? 'failed' : 'waiting',
    startedBy: row.started_by,
    startedAt: toInstant(row.started_at),
    endsAt: toInstant(row.ends_at),
    callId: row.call_id,
    confirmedAt: row.confirmed_at === null ? null : toInstant(row.confirmed_at),
  };
}
