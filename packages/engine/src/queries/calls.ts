import type { Call, Instant } from '@ringback/core';
import { toInstant } from '@ringback/core';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { CallTable } from '../database/schema.ts';
import { type Page, type PageRequest, toPage } from './page.ts';

export type CallOutcome = 'answered' | 'missed' | 'abandoned' | 'voicemail';

/** A phone call as the store knows it; `outcome` is null while it goes on. */
export type StoredCall = {
  readonly businessId: string;
  readonly callerId: string;
  readonly outcome: CallOutcome | null;
  readonly startedAt: Instant;
  readonly call: Call;
};

/** Calls, the latest first. */
export async function listCalls(
  db: Db,
  request: PageRequest & { readonly outcome: CallOutcome | null },
): Promise<Page<StoredCall>> {
  const { businessIds, outcome, after, limit } = request;
  if (businessIds.length === 0) return { items: [], next: null };
  let query = db
    .selectFrom('calls')
    .selectAll()
    .where('business_id', 'in', [...businessIds]);
  if (outcome) query = query.where('outcome', '=', outcome);
  if (after) {
    query = query.where(
      sql<boolean>`(started_at, business_id, call_id) < (${after.at}::timestamptz, ${after.businessId}, ${after.id})`,
    );
  }
  const rows = await query
    .orderBy('started_at', 'desc')
    .orderBy('business_id', 'desc')
    .orderBy('call_id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toStoredCall), limit, ({ startedAt, businessId, call }) => ({
    at: startedAt,
    businessId,
    id: call.id,
  }));
}

/** The calls with this id, at most one a business. */
export async function findCalls(
  db: Db,
  { businessIds, id }: { readonly businessIds: readonly string[]; readonly id: string },
): Promise<readonly StoredCall[]> {
  if (businessIds.length === 0) return [];
  const rows = await db
    .selectFrom('calls')
    .selectAll()
    .where('business_id', 'in', [...businessIds])
    .where('call_id', '=', id)
    .execute();
  return rows.map(toStoredCall);
}

export function toStoredCall(row: Selectable<CallTable>): StoredCall {
  return {
    businessId: row.business_id,
    callerId: row.caller_id,
    outcome: row.outcome as CallOutcome | null,
    startedAt: toInstant(row.started_at),
    call: row.call,
  };
}
