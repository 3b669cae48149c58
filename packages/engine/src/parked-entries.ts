import type { CrmEntry, E164, Instant } from '@ringback/core';
import { toInstant } from '@ringback/core';
import { sql } from 'kysely';
import { recordAct } from './data-care/audit.ts';
import type { Db } from './database/connection.ts';
import { crmLane, systemOf } from './lease.ts';
import { type Page, type PageRequest, toPage } from './queries/page.ts';
import { noStrikes } from './strikes.ts';
import { workChannel } from './work-signals.ts';

/** An entry that a CRM has refused, so that a person has to look at it. */
export type ParkedEntry = {
  readonly businessId: string;
  readonly id: string;
  readonly system: string;
  /** null: the number was withheld. */
  readonly phone: E164 | null;
  /** What was to be written, when it had happened. */
  readonly entry: CrmEntry;
  /** Why it was refused, in the CRM's words. */
  readonly problem: string;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly parkedAt: Instant;
};

/** Parked entries, the newest first; of one CRM, where it is named. */
export async function listParkedEntries(
  db: Db,
  request: PageRequest & { readonly system: string | null },
): Promise<Page<ParkedEntry>> {
  const { businessIds, system, after, limit } = request;
  if (businessIds.length === 0) return { items: [], next: null };
  let query = selectParked(db, businessIds);
  if (system !== null) query = query.where('e.lane', '=', crmLane(system));
  if (after) {
    query = query.where(
      sql<boolean>`(e.created_at, e.business_id, e.effect_key)
        < (${after.at}::timestamptz, ${after.businessId}, ${after.id})`,
    );
  }
  const rows = await query
    .orderBy('e.created_at', 'desc')
    .orderBy('e.business_id', 'desc')
    .orderBy('e.effect_key', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.flatMap(toEntry), limit, ({ createdAt, businessId, id }) => ({
    at: createdAt,
    businessId,
    id,
  }));
}

/** The parked entries with this id, at most one a business. */
export async function findParkedEntries(
  db: Db,
  { businessIds, id }: { readonly businessIds: readonly string[]; readonly id: string },
): Promise<readonly ParkedEntry[]> {
  if (businessIds.length === 0) return [];
  const rows = await selectParked(db, businessIds).where('e.effect_key', '=', id).execute();
  return rows.flatMap(toEntry);
}

/** Which parked entries of a business are meant: one, or all of one CRM. */
export type ParkedSelection = { readonly businessId: string; readonly by: string } & (
  | { readonly id: string }
  | { readonly system: string }
);

/** Has them tried again, in their caller's order. @returns how many there were */
export function retryParked(db: Db, selection: ParkedSelection): Promise<number> {
  return settleParked(db, selection, 'retry');
}

/** They are not tried again; the record of them stays. @returns how many there were */
export function discardParked(db: Db, selection: ParkedSelection): Promise<number> {
  return settleParked(db, selection, 'discard');
}

function settleParked(db: Db, selection: ParkedSelection, act: 'retry' | 'discard'): Promise<number> {
  const { businessId, by } = selection;
  return db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('effects')
      .set(
        act === 'retry'
          ? { state: 'open', due_at: sql<Date>`ringback_now()`, ...noStrikes }
          : { state: 'discarded', discarded_by: by },
      )
      .where('business_id', '=', businessId)
      .where('state', '=', 'parked')
      .where('lane', 'like', crmLane('%'))
      .$if('id' in selection, (query) =>
        query.where('effect_key', '=', 'id' in selection ? selection.id : ''),
      )
      .$if('system' in selection, (query) =>
        query.where('lane', '=', crmLane('system' in selection ? selection.system : '')),
      )
      .returning('lane')
      .execute();
    if (changed.length === 0) return 0;
    await recordAct(tx, {
      businessId,
      act: `${act}-parked`,
      by,
      callerId: null,
      details: {
        count: changed.length,
        ...('id' in selection ? { entry: selection.id } : { system: selection.system }),
      },
    });
    for (const lane of new Set(changed.map((row) => row.lane))) {
      await sql`select pg_notify(${workChannel}, ${lane})`.execute(tx);
    }
    return changed.length;
  });
}

function selectParked(db: Db, businessIds: readonly string[]) {
  return db
    .selectFrom('effects as e')
    .leftJoin('callers as k', (join) =>
      join.onRef('k.business_id', '=', 'e.business_id').onRef('k.caller_id', '=', 'e.caller_id'),
    )
    .select([
      'e.business_id',
      'e.effect_key',
      'e.lane',
      'e.effect',
      'e.problem',
      'e.attempts',
      'e.created_at',
      'e.settled_at',
      'k.phone',
    ])
    .where('e.business_id', 'in', [...businessIds])
    .where('e.state', '=', 'parked')
    .where('e.lane', 'like', crmLane('%'));
}

type Row = Awaited<ReturnType<ReturnType<typeof selectParked>['executeTakeFirstOrThrow']>>;

function toEntry(row: Row): readonly ParkedEntry[] {
  const system = systemOf(row.lane);
  if (system === null || row.effect.type !== 'write-crm') return [];
  return [
    {
      businessId: row.business_id,
      id: row.effect_key,
      system,
      phone: row.phone as E164 | null,
      entry: row.effect.entry,
      problem: row.problem ?? '',
      attempts: row.attempts,
      createdAt: toInstant(row.created_at),
      // What the version before parked has no time of its own.
      parkedAt: toInstant(row.settled_at ?? row.created_at),
    },
  ];
}
