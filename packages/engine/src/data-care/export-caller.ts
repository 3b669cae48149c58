import { type ConsentLevel, consentLevelOf, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from '../database/connection.ts';
import { recordAct } from './audit.ts';

export type OfCaller = { readonly businessId: string; readonly callerId: string };

/** A row of the store as it lies there: `business_id` and the like are left out, JSON is parsed, times are ISO 8601. */
export type ExportedRow = { readonly [column: string]: unknown };

/** All that the store holds of one caller, as one document to be handed over. */
export type CallerExport = {
  readonly business: string;
  readonly phone: string;
  readonly exportedAt: Instant;
  /** What stands now. */
  readonly consent: ConsentLevel;
  /** Their state: contact, ledger of consent, suppression, first texts, conversation. */
  readonly caller: ExportedRow;
  readonly calls: readonly ExportedRow[];
  readonly texts: readonly ExportedRow[];
  /** What came with their texts; the files themselves are at `/texts/{id}/media/{position}`. */
  readonly media: readonly ExportedRow[];
  readonly conversations: readonly ExportedRow[];
  /** What happened, each with its decision: reasons and effects. */
  readonly events: readonly ExportedRow[];
  readonly productEvents: readonly ExportedRow[];
  /** What was done or is still to be done for them. */
  readonly effects: readonly ExportedRow[];
  readonly timers: readonly ExportedRow[];
  /** What staff were told of them. */
  readonly notices: readonly ExportedRow[];
  readonly crmContacts: readonly ExportedRow[];
  /** Contacts that they were, and that are gone from the CRM. */
  readonly crmPastContacts: readonly ExportedRow[];
  readonly crmTasks: readonly ExportedRow[];
  /** When their carrier was asked what kind of line they have. */
  readonly lineTypeAsks: readonly ExportedRow[];
  /** Who did what on them. */
  readonly audit: readonly ExportedRow[];
};

const parts = {
  calls: { table: 'calls', order: ['started_at', 'call_id'] },
  texts: { table: 'texts', order: ['created_at', 'text_id'] },
  media: { table: 'text_media', order: ['created_at', 'text_id', 'position'] },
  conversations: { table: 'conversations', order: ['opened_at', 'conversation_id'] },
  events: { table: 'events', order: ['sequence'] },
  productEvents: { table: 'product_events', order: ['sequence'] },
  effects: { table: 'effects', order: ['sequence'] },
  timers: { table: 'timers', order: ['due_at', 'timer'] },
  notices: { table: 'notices', order: ['created_at', 'notice_id'] },
  crmContacts: { table: 'crm_contacts', order: ['system'] },
  crmPastContacts: { table: 'crm_past_contacts', order: ['system', 'contact_id'] },
  lineTypeAsks: { table: 'line_type_asks', order: ['asked_at'] },
  audit: { table: 'audit_log', order: ['sequence'] },
} as const;

/**
 * Everything of one caller, as of one moment, and the export itself in the audit log; null when nothing is known of
 * them. `by`: who asked for it.
 */
export function exportCaller(
  db: Db,
  { businessId, callerId, by }: OfCaller & { readonly by: string },
): Promise<CallerExport | null> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const caller = await tx
        .selectFrom('callers')
        .selectAll()
        .where('business_id', '=', businessId)
        .where('caller_id', '=', callerId)
        .executeTakeFirst();
      if (!caller) return null;
      const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(tx);
      const read: { [part: string]: readonly ExportedRow[] } = {};
      for (const [part, { table, order }] of Object.entries(parts)) {
        const found = await sql<ExportedRow>`
          select * from ${sql.table(table)} where business_id = ${businessId} and caller_id = ${callerId}
          order by ${sql.join(order.map((column) => sql.ref(column)))}`.execute(tx);
        read[part] = found.rows.map(toPlain);
      }
      const crmTasks = await readTasks(tx, { businessId, callerId });
      await recordAct(tx, { businessId, act: 'export', by, callerId, details: {} });
      return {
        business: businessId,
        phone: callerId,
        exportedAt: toInstant(rows[0]?.now ?? Number.NaN),
        consent: consentLevelOf(caller.state),
        caller: toPlain(caller),
        ...(read as Pick<CallerExport, keyof typeof parts>),
        crmTasks,
      };
    });
}

async function readTasks(tx: Tx, caller: OfCaller): Promise<readonly ExportedRow[]> {
  const taskIds = await findTaskIds(tx, caller);
  if (taskIds.length === 0) return [];
  const rows = await tx
    .selectFrom('crm_tasks')
    .selectAll()
    .where('business_id', '=', caller.businessId)
    .where('task_id', 'in', [...taskIds])
    .execute();
  return rows.map(toPlain);
}

/** What is remembered of a caller's tasks and deals in CRMs: their events, and what was written for them, say so. */
export async function findTaskIds(tx: Tx, { businessId, callerId }: OfCaller): Promise<readonly string[]> {
  const { rows } = await sql<{ task_id: string }>`
    select distinct effect #>> '{entry,task,open,taskId}' as task_id
    from events e cross join jsonb_array_elements(e.effects) as effect
    where e.business_id = ${businessId} and e.caller_id = ${callerId}
      and effect #>> '{entry,task,open,taskId}' is not null
    union
    select 'deal-' || d.effect_key
    from effects d
    where d.business_id = ${businessId} and d.caller_id = ${callerId}
      and d.effect #>> '{entry,kind}' = 'qualified'`.execute(tx);
  return rows.map(({ task_id }) => task_id);
}

/** How the store works, and nothing about the person. */
const ours = new Set([
  'business_id',
  'caller_id',
  'sequence',
  'lease_owner',
  'lease_until',
  'rank',
  'version',
]);

function toPlain(row: ExportedRow): ExportedRow {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !ours.has(column))
      .map(([column, value]) => [column, value instanceof Date ? toInstant(value) : value]),
  );
}
