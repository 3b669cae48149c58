import { randomBytes } from 'node:crypto';
import { type Caller, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from '../database/connection.ts';
import type { KnownBusiness } from '../directory.ts';
import { whoTaskId } from '../perform/crm-memory.ts';
import { recordAct } from './audit.ts';
import { blankCalls, blankEvents, blankTextsToStaff, findTextsToStaff } from './blank-caller.ts';
import { deleteCopies } from './delete-copies.ts';
import { endMessages } from './end-messages.ts';
import { findTaskIds, type OfCaller } from './export-caller.ts';
import { keptState } from './kept-state.ts';
import { defaultRetention } from './retention.ts';

/** What was erased, what had to stay, and what lies elsewhere. */
export type Erasure = {
  /** Takes the number's place where a bare record stays, such as that a call was missed on a day. */
  readonly reference: string;
  readonly erasedAt: Instant;
  /** Rows by table: removed, or emptied of everything about the person. */
  readonly erased: { readonly [table: string]: number };
  /** What was still to be sent or written, and will not be. */
  readonly withdrawn: { readonly texts: number; readonly crmEntries: number; readonly timers: number };
  readonly kept: readonly Kept[];
  /** What the messaging provider has been asked to delete, from now on until it has; and what it keeps. */
  readonly atProvider: { readonly texts: number; readonly calls: number; readonly stays: readonly string[] };
  /** Records in other systems, which only those can erase. */
  readonly elsewhere: readonly { readonly system: string; readonly contactId: string }[];
};

export type Kept = {
  readonly what: 'opt-out' | 'consent-proof';
  readonly why: string;
  /** null: without end. */
  readonly until: Instant | null;
};

/** Something of theirs is on its way at this moment: a call, a text, an entry for a CRM. Try again in a minute. */
export class CallerBusyError extends Error {
  readonly code = 'caller-busy';

  constructor(what: string) {
    super(`${what}; erase again when it is over`);
    this.name = 'CallerBusyError';
  }
}

export type ErasureRequest = OfCaller & {
  readonly by: string;
  readonly known: KnownBusiness;
};

/**
 * Erases one caller from the store, in one transaction, and lets stand what the law wants kept. null: nothing is known
 * of them. Why not everything is deleted: docs/decisions/0012-an-erased-caller-leaves-bare-events.md
 * @throws CallerBusyError
 */
export function eraseCaller(db: Db, request: ErasureRequest): Promise<Erasure | null> {
  const { businessId, callerId } = request;
  return db.transaction().execute(async (tx) => {
    // Calls before callers, as whoever takes a call in does it.
    const calls = await lockCalls(tx, request);
    const row = await tx
      .selectFrom('callers')
      .select(['state', 'updated_at', sql<Date>`ringback_now()`.as('now')])
      .where('business_id', '=', businessId)
      .where('caller_id', '=', callerId)
      .forUpdate()
      .executeTakeFirst();
    if (!row && calls === 0) return null;
    await refuseWhileBusy(tx, request);

    const reference = `erased-${randomBytes(6).toString('hex')}`;
    const elsewhere = await findElsewhere(tx, request);
    const wasTexted = await hasBeenTexted(tx, request);
    const taskIds = [...(await findTaskIds(tx, request)), whoTaskId(callerId)];
    const withdrawn = await countWaiting(tx, request);
    const toStaff = await findTextsToStaff(tx, request);
    const copies = await deleteCopies(tx, request, { reference, toStaff });
    const erased: { [table: string]: number } = {
      events: await blankEvents(tx, request, reference),
      calls: await blankCalls(tx, request, reference),
      crm_tasks: await removeTasks(tx, businessId, taskIds),
      texts_to_staff: await blankTextsToStaff(tx, businessId, toStaff),
    };
    await endMessages(tx, request);
    for (const table of goneTables) erased[table] = await removeFrom(tx, table, request);
    const kept = row ? await keep(tx, request, { ...row, wasTexted }) : [];
    await renameInAudit(tx, request, reference);
    await recordAct(tx, {
      businessId,
      act: 'erase',
      by: request.by,
      callerId: reference,
      details: { kept: kept.map(({ what }) => what).join(', ') },
    });
    const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(tx);
    return {
      reference,
      erasedAt: toInstant(rows[0]?.now ?? Number.NaN),
      erased,
      withdrawn,
      kept,
      atProvider: { ...copies, stays: keptByProvider },
      elsewhere,
    };
  });
}

/** Nobody can delete these through the provider's API. */
const keptByProvider = [
  'the provider’s own list of numbers that texted STOP, without which it would deliver texts to them again',
  'what the provider and the carriers keep for their bills and because a law makes them',
  'texts on the phones of those who got or sent them',
] as const;

/** Where nothing of an erased caller stays; in `callers`, `calls`, `events` and `audit_log` some of it does. */
export const goneTables = [
  'effects',
  'timers',
  'texts',
  'text_media',
  'conversations',
  'product_events',
  'crm_contacts',
  'crm_past_contacts',
  'notices',
  'line_type_asks',
] as const;

async function lockCalls(tx: Tx, { businessId, callerId }: OfCaller): Promise<number> {
  const rows = await tx
    .selectFrom('calls')
    .select(['call_id', 'outcome'])
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .orderBy('call_id')
    .forUpdate()
    .execute();
  if (rows.some(({ outcome }) => outcome === null)) throw new CallerBusyError('A call of theirs goes on');
  return rows.length;
}

/** Whoever performs an effect holds its lease, and would write down what came of it after we have erased. */
async function refuseWhileBusy(tx: Tx, { businessId, callerId }: OfCaller): Promise<void> {
  const open = await tx
    .selectFrom('effects')
    .select(sql<boolean>`coalesce(lease_until > ringback_now(), false)`.as('busy'))
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where('state', '=', 'open')
    .forUpdate()
    .execute();
  if (open.some(({ busy }) => busy)) {
    throw new CallerBusyError('A text or a CRM entry of theirs is on its way');
  }
}

async function findElsewhere(tx: Tx, { businessId, callerId }: OfCaller): Promise<Erasure['elsewhere']> {
  const rows = await tx
    .selectFrom('crm_contacts')
    .select(['system', 'contact'])
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .orderBy('system')
    .execute();
  return rows.map(({ system, contact }) => ({ system, contactId: contact.ref.id }));
}

async function hasBeenTexted(tx: Tx, { businessId, callerId }: OfCaller): Promise<boolean> {
  const text = await tx
    .selectFrom('texts')
    .select('text_id')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where('direction', '=', 'out')
    .where('first_attempt_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return text !== undefined;
}

async function countWaiting(tx: Tx, { businessId, callerId }: OfCaller): Promise<Erasure['withdrawn']> {
  const { rows } = await sql<Erasure['withdrawn']>`
    select
      (count(*) filter (where effect ->> 'type' = 'send-text'))::int as texts,
      (count(*) filter (where effect ->> 'type' <> 'send-text'))::int as "crmEntries",
      (select count(*)::int from timers
        where business_id = ${businessId} and caller_id = ${callerId}) as timers
    from effects
    where business_id = ${businessId} and caller_id = ${callerId} and state in ('open', 'parked')`.execute(
    tx,
  );
  return rows[0] ?? { texts: 0, crmEntries: 0, timers: 0 };
}

async function removeTasks(tx: Tx, businessId: string, taskIds: readonly string[]): Promise<number> {
  if (taskIds.length === 0) return 0;
  const { numDeletedRows } = await tx
    .deleteFrom('crm_tasks')
    .where('business_id', '=', businessId)
    .where('task_id', 'in', [...taskIds])
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function removeFrom(
  tx: Tx,
  table: (typeof goneTables)[number],
  { businessId, callerId }: OfCaller,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom(table)
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Erasure has its limits where a duty or a defence rests on a record: 17 (3) (b) and (e) GDPR, Cal. Civ. Code 1798.105 (d). */
async function keep(
  tx: Tx,
  { businessId, callerId, known }: ErasureRequest,
  { state, updated_at, wasTexted }: { state: Caller; updated_at: Date; wasTexted: boolean },
): Promise<readonly Kept[]> {
  const isProof = wasTexted || state.firstTexts.length > 0;
  if (!isProof && !state.suppression) {
    await tx
      .deleteFrom('callers')
      .where('business_id', '=', businessId)
      .where('caller_id', '=', callerId)
      .execute();
    return [];
  }
  await tx
    .updateTable('callers')
    .set({ state: JSON.stringify(keptState(state, known)) })
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .execute();
  const { consent } = known.settings.retention ?? defaultRetention;
  const { rows } = await sql<{ until: Date }>`
    select ${updated_at.toISOString()}::timestamptz + ${consent}::interval as until`.execute(tx);
  return [
    ...(state.suppression ? [optOut] : []),
    ...(isProof
      ? [{ what: 'consent-proof', why: whyProof, until: toInstant(rows[0]?.until ?? Number.NaN) } as const]
      : []),
  ];
}

const optOut: Kept = {
  what: 'opt-out',
  why: 'They asked for no more texts. The number and the words by which they said so stay, or nobody could keep to it.',
  until: null,
};

const whyProof =
  'They were texted. The number, what they agreed to and when stay, as proof that the texts were allowed: claims can be brought for four years (28 U.S.C. 1658), and records are kept for five (16 CFR 310.5).';

/** An act stays in the log; on whom it was, only the reference says. */
async function renameInAudit(tx: Tx, { businessId, callerId }: OfCaller, reference: string): Promise<void> {
  await sql`select set_config('ringback.erasing', 'on', true)`.execute(tx);
  await tx
    .updateTable('audit_log')
    .set({ caller_id: reference })
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .execute();
  await sql`select set_config('ringback.erasing', '', true)`.execute(tx);
}
