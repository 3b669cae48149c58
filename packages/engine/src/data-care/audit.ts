import { randomUUID } from 'node:crypto';
import { type Decision, type EventOf, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from '../database/connection.ts';
import { inParts } from '../database/in-parts.ts';
import type { AuditDetails } from '../database/schema.ts';
import { type RecordedPage, type RecordedRequest, toRecordedPage } from '../queries/page.ts';
import type { Write } from '../write-together.ts';

/** Something that a person, or a program in a person's name, did to a business's data or its callers. */
export type Act = {
  readonly businessId: string;
  /** Such as `take-over`, `send`, `erase`, `connect-crm`; docs/reference/api.md lists them. */
  readonly act: string;
  /** Who, as the reasons and the CRM name them. */
  readonly by: string;
  /** On whom; null: on nobody in particular. */
  readonly callerId: string | null;
  /** Never the words of a text, nor a phone number: those would outlive an erasure. */
  readonly details: AuditDetails;
};

/** Adds an act to the audit log; within the transaction of the act itself wherever there is one. */
export async function recordAct(db: Db | Tx, act: Act): Promise<void> {
  await recordActs(db, [act]);
}

/** The same for several, of whatever businesses. */
export async function recordActs(db: Db | Tx, acts: readonly Act[]): Promise<void> {
  for (const some of inParts(acts)) {
    const rows = some.map((act) => rowOf({ ...act, auditId: randomUUID(), outcome: 'done' }));
    await db.insertInto('audit_log').values(rows).execute();
  }
}

/** What staff did, also where the rules refused it; written with the event itself, so that none is missing. */
export function planStaffAct(db: Db, event: EventOf<'staff-acted'>, { reasons }: Decision): Write {
  const row = rowOf({
    businessId: event.businessId,
    auditId: event.id,
    act: event.act,
    by: event.by,
    callerId: event.callerId,
    outcome: reasons.every(({ outcome }) => outcome === 'withhold') ? 'refused' : 'done',
    details: event.act === 'assign' ? { to: event.to } : {},
  });
  return db.insertInto('audit_log').values(row);
}

function rowOf(act: Act & { readonly auditId: string; readonly outcome: 'done' | 'refused' }) {
  return {
    business_id: act.businessId,
    audit_id: act.auditId,
    at: sql<Date>`ringback_now()`,
    by: act.by,
    act: act.act,
    caller_id: act.callerId,
    outcome: act.outcome,
    details: JSON.stringify(act.details),
  };
}

export type StoredAct = Act & {
  readonly id: string;
  readonly at: Instant;
  readonly outcome: 'done' | 'refused';
};

/** The audit log, the last act first. */
export async function listActs(
  db: Db,
  { businessIds, limit, after }: RecordedRequest,
): Promise<RecordedPage<StoredAct>> {
  if (businessIds.length === 0) return { items: [], next: null };
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .where('business_id', 'in', [...businessIds]);
  if (after !== null) query = query.where('sequence', '<', after);
  const rows = await query
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
    .execute();
  return toRecordedPage(rows, limit, (row) => ({
    businessId: row.business_id,
    id: row.audit_id,
    at: toInstant(row.at),
    by: row.by,
    act: row.act,
    callerId: row.caller_id,
    outcome: row.outcome,
    details: row.details,
  }));
}
