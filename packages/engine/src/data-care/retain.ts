import {
  type Business,
  type Caller,
  type Effect,
  type Event,
  type Instant,
  type Rules,
  toInstant,
} from '@ringback/core';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../database/connection.ts';
import { textLane } from '../lease.ts';
import { keptState } from './kept-state.ts';
import type { Retention } from './retention.ts';
import { withoutWords } from './without-words.ts';

/** Before when each kind of data of one business is too old. */
export type Cutoffs = { readonly [kind in keyof Retention]: Instant };

/** One kind of removing: takes away at most one batch of what is too old, and says how much it found. */
export type Removal = {
  readonly kind: string;
  /** 0: nothing more is too old. */
  remove(tx: Tx, businessId: string): Promise<number>;
};

/** Few enough to hold nobody up, many enough that what was removed before is not looked over too often. */
const batch = 2_000;

/** Each may be some MB, which the store has to write down as gone. */
const mediaBatch = 100;

export async function readCutoffs(db: Db, retention: Retention): Promise<Cutoffs> {
  const periods = Object.entries(retention);
  const { rows } = await sql<{ [kind: string]: Date }>`select ${sql.join(
    periods.map(([kind, period]) => sql`ringback_now() - ${period}::interval as ${sql.ref(kind)}`),
  )}`.execute(db);
  return Object.fromEntries(
    periods.map(([kind]) => [kind, toInstant(rows[0]?.[kind] ?? Number.NaN)]),
  ) as Cutoffs;
}

/**
 * Everything that is removed for being too old, in an order in which nothing stands that refers to what has gone. What
 * a caller's state says stays right, as it is never folded anew from their events.
 */
export function removalsBefore(
  cutoffs: Cutoffs,
  known: {
    readonly business: Business;
    readonly rules: Rules;
    /** Of one that was taken out of the file nothing is performed: what waits does not keep anything. */
    readonly isEnabled: boolean;
    /** The words of everything before are gone already; null: of nothing. */
    readonly wordsUntil: Instant | null;
  },
): readonly Removal[] {
  const { isEnabled } = known;
  const mayStillLeave = sql`${isEnabled}::boolean and state in ('intended', 'sending', 'unknown')`;
  const audit = removeFrom('audit_log', ['audit_id'], sql`at < ${cutoffs.audit}::timestamptz`);
  return [
    removal('texts.body', (tx, businessId) =>
      sql`update texts set body = '' where (business_id, text_id) in (
        select business_id, text_id from texts
        where business_id = ${businessId} and created_at >= ${known.wordsUntil ?? '-infinity'}::timestamptz
          and created_at < ${cutoffs.texts}::timestamptz and body <> '' and not (${mayStillLeave})
        limit ${batch})`.execute(tx),
    ),
    removeFrom(
      'text_media',
      ['text_id', 'position'],
      sql`created_at < ${cutoffs.texts}::timestamptz`,
      mediaBatch,
    ),
    removeFrom(
      'effects',
      ['effect_key'],
      sql`(
          (state in ('done', 'discarded') and created_at < ${cutoffs.work}::timestamptz
            and coalesce(settled_at, created_at) < ${cutoffs.work}::timestamptz)
          or (created_at < ${cutoffs.texts}::timestamptz
            and not (${isEnabled}::boolean and state = 'open' and lane = ${textLane})))`,
    ),
    removeFrom(
      'timers',
      ['caller_id', 'timer'],
      sql`not ${isEnabled}::boolean
          and due_at < ${cutoffs.events}::timestamptz`,
    ),
    removeFrom(
      'notices',
      ['notice_id'],
      sql`state not in ('waiting', 'sending')
          and created_at < greatest(${cutoffs.work}::timestamptz, ${cutoffs.texts}::timestamptz)`,
    ),
    removeFrom('product_events', ['product_event_id'], sql`at < ${cutoffs.productEvents}::timestamptz`),
    {
      kind: 'audit_log',
      async remove(tx, businessId) {
        await sql`select set_config('ringback.retaining', 'on', true)`.execute(tx);
        return audit.remove(tx, businessId);
      },
    },
    removal('line_type_asks', (tx, businessId) =>
      sql`delete from line_type_asks where business_id = ${businessId} and asked_at < ${cutoffs.work}::timestamptz`.execute(
        tx,
      ),
    ),
    removeFrom(
      'conversations',
      ['conversation_id'],
      sql`(state = 'closed' or not ${isEnabled}::boolean)
          and last_activity_at < ${cutoffs.events}::timestamptz`,
    ),
    removeFrom(
      'texts',
      ['text_id'],
      sql`created_at < ${cutoffs.events}::timestamptz
          and not (${mayStillLeave})`,
    ),
    removeFrom('crm_tasks', ['system', 'task_id'], sql`created_at < ${cutoffs.events}::timestamptz`),
    removeFrom('events', ['event_id', 'at'], sql`at < ${cutoffs.events}::timestamptz`),
    removeFrom('calls', ['call_id'], sql`started_at < ${cutoffs.calls}::timestamptz`),
    { kind: 'callers', remove: (tx, businessId) => removeCallers(tx, businessId, cutoffs) },
    { kind: 'callers.state', remove: (tx, businessId) => keepOptOuts(tx, businessId, { cutoffs, known }) },
  ];
}

type Counted = { readonly numAffectedRows?: bigint | undefined };

function removal(kind: string, remove: (tx: Tx, businessId: string) => Promise<Counted>): Removal {
  return {
    kind,
    remove: async (tx, businessId) => Number((await remove(tx, businessId)).numAffectedRows ?? 0n),
  };
}

/** Takes rows of a table away of which `isOld` holds; `key` is what names one besides its business. */
function removeFrom(
  table: string,
  key: readonly string[],
  isOld: RawBuilder<unknown>,
  most: number = batch,
): Removal {
  const columns = sql.join(['business_id', ...key].map((column) => sql.ref(column)));
  return removal(table, (tx, businessId) =>
    sql`delete from ${sql.table(table)} where (${columns}) in (
      select ${columns} from ${sql.table(table)}
      where business_id = ${businessId} and ${isOld} limit ${most})`.execute(tx),
  );
}

/**
 * Callers of whom nothing is left but an old consent that no text rests on any more; one who withheld their number
 * never gave any. Whoever asked for silence stays. A caller who calls at this moment has a new `updated_at`.
 */
async function removeCallers(tx: Tx, businessId: string, cutoffs: Cutoffs): Promise<number> {
  const isGone = (table: string) => sql`not exists (
    select 1 from ${sql.table(table)} t where t.business_id = k.business_id and t.caller_id = k.caller_id)`;
  const { rows } = await sql<{ caller_id: string }>`
    delete from callers k where k.business_id = ${businessId} and k.caller_id in (
      select k.caller_id from callers k
      where k.business_id = ${businessId} and jsonb_typeof(k.state -> 'suppression') = 'null'
        and k.updated_at < case when k.phone is null then ${cutoffs.events}::timestamptz
          else ${cutoffs.consent}::timestamptz end
        and ${isGone('events')} and ${isGone('calls')} and ${isGone('texts')} and ${isGone('effects')}
        and ${isGone('timers')} and ${isGone('conversations')}
      limit ${batch})
    and k.updated_at < case when k.phone is null then ${cutoffs.events}::timestamptz
      else ${cutoffs.consent}::timestamptz end
    returning k.caller_id`.execute(tx);
  if (rows.length === 0) return 0;
  await tx
    .deleteFrom('crm_contacts')
    .where('business_id', '=', businessId)
    .where(
      'caller_id',
      'in',
      rows.map(({ caller_id }) => caller_id),
    )
    .execute();
  return rows.length;
}

/** Of somebody who asked for silence long ago only that stays, and what proves it. */
async function keepOptOuts(
  tx: Tx,
  businessId: string,
  {
    cutoffs,
    known,
  }: { readonly cutoffs: Cutoffs; readonly known: { readonly business: Business; readonly rules: Rules } },
): Promise<number> {
  const { rows } = await sql<{ caller_id: string; state: Caller }>`
    select k.caller_id, k.state from callers k
    where k.business_id = ${businessId} and k.updated_at < ${cutoffs.consent}::timestamptz
      and (jsonb_typeof(k.state -> 'contact') = 'object' or jsonb_typeof(k.state -> 'conversation') = 'object')
      and jsonb_typeof(k.state -> 'suppression') = 'object'
      and not exists (
        select 1 from timers t where t.business_id = k.business_id and t.caller_id = k.caller_id)
      and not exists (
        select 1 from conversations c where c.business_id = k.business_id and c.caller_id = k.caller_id)
    limit ${batch} for update`.execute(tx);
  for (const { caller_id, state } of rows) {
    await tx
      .updateTable('callers')
      .set({ state: JSON.stringify(keptState(state, known)) })
      .where('business_id', '=', businessId)
      .where('caller_id', '=', caller_id)
      .execute();
    await tx
      .deleteFrom('crm_contacts')
      .where('business_id', '=', businessId)
      .where('caller_id', '=', caller_id)
      .execute();
  }
  return rows.length;
}

const numbers = new Set(['callerId', 'to', 'phone']);

/** Where blanking the events of a business stands: those up to here have no words any more. */
export type EventPlace = { readonly at: Instant; readonly id: string };

/** Each is read, blanked here and written back. */
const eventsAtATime = 500;

/**
 * Blanks the words in one batch of events, the oldest first; what was decided, when and why stays. null: none is left
 * before `until`.
 */
export async function blankEvents(
  tx: Tx,
  businessId: string,
  { after, until }: { readonly after: EventPlace | null; readonly until: Instant },
): Promise<{ readonly count: number; readonly last: EventPlace } | null> {
  const from = after ?? { at: '-infinity', id: '' };
  const { rows } = await sql<{ event_id: string; at: Date; event: Event; effects: readonly Effect[] }>`
    select event_id, at, event, effects from events
    where business_id = ${businessId} and at >= ${from.at}::timestamptz and at < ${until}::timestamptz
      and (at, event_id) > (${from.at}::timestamptz, ${from.id})
    order by at, event_id limit ${eventsAtATime}
    for update`.execute(tx);
  const last = rows.at(-1);
  if (!last) return null;
  await replaceEvents(
    tx,
    businessId,
    rows.map((row) => ({
      event_id: row.event_id,
      at: row.at,
      event: withoutWords(row.event, numbers),
      effects: withoutWords(row.effects, numbers),
    })),
  );
  return { count: rows.length, last: { at: toInstant(last.at), id: last.event_id } };
}

async function replaceEvents(
  tx: Tx,
  businessId: string,
  changed: readonly {
    readonly event_id: string;
    readonly at: Date;
    readonly event: Event;
    readonly effects: unknown;
  }[],
): Promise<void> {
  await sql`
    update events e set event = v.event, effects = v.effects
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      as v (event_id text, at timestamptz, event jsonb, effects jsonb)
    where e.business_id = ${businessId} and e.event_id = v.event_id and e.at = v.at`.execute(tx);
}
