import { addHours, type Business, createReport, type Instant, type Report, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';

export type RecoveryRequest = {
  readonly business: Business;
  /** null: 30 days before `to`. */
  readonly from: Instant | null;
  /** null: now. */
  readonly to: Instant | null;
};

export type Recovery = { readonly from: Instant; readonly to: Instant; readonly report: Report };

const usualHours = 30 * 24;

/** How long after a missed call what happens is still owed to it, and read. */
const followedHours = 30 * 24;

/** A call is found by when it began; it is missed some time later. */
const longestCallHours = 24;

/** The events of so many callers are read at a time, so that a busy year needs little more memory than a day. */
const callersAtATime = 200;

/**
 * What became of the calls of one business that were missed in a period, by the definitions of the core, from the
 * stored events. An empty period (`from` not before `to`) has an empty report.
 */
export async function reportRecovery(db: Db, request: RecoveryRequest): Promise<Recovery> {
  const { business } = request;
  const to = request.to ?? (await readNow(db));
  const from = request.from ?? addHours(to, -usualHours);
  const maker = createReport({ business, from, to });
  const callers = await findCallers(db, business.id, { from, to });
  for (let start = 0; start < callers.length; start += callersAtATime) {
    const rows = await db
      .selectFrom('events')
      .select(['event', 'reasons', 'effects'])
      .where('business_id', '=', business.id)
      .where('caller_id', 'in', callers.slice(start, start + callersAtATime))
      .where('at', '>=', new Date(from))
      .where('at', '<=', new Date(addHours(to, followedHours)))
      // What is counted of one caller never depends on another, so their events need not be mixed by time.
      .orderBy('caller_id')
      .orderBy('sequence')
      .execute();
    for (const row of rows) maker.add(row);
  }
  return { from, to, report: maker.report() };
}

async function readNow(db: Db): Promise<Instant> {
  const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(db);
  return toInstant(rows[0]?.now ?? '');
}

async function findCallers(
  db: Db,
  businessId: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<string[]> {
  const rows = await db
    .selectFrom('calls')
    .select('caller_id')
    .distinct()
    .where('business_id', '=', businessId)
    .where('started_at', '>=', new Date(addHours(from, -longestCallHours)))
    .where('started_at', '<', new Date(to))
    .orderBy('caller_id')
    .execute();
  return rows.map((row) => row.caller_id);
}
