import { type E164, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { type Page, type PageRequest, toPage } from './page.ts';

/** `waiting`: it is to leave, now or at its time; the others as in `life-cycles.ts`. */
export type TextNotOutState = 'waiting' | 'unknown' | 'withdrawn' | 'expired' | 'failed';

/** A text that did not go out, or not yet. */
export type TextNotOut = {
  readonly businessId: string;
  readonly id: string;
  readonly phone: E164 | null;
  readonly line: string;
  readonly class: string;
  /** null: it is written when it leaves. */
  readonly body: string | null;
  readonly state: TextNotOutState;
  readonly code: string | null;
  readonly createdAt: Instant;
  /** When it is tried next, where that is known. */
  readonly dueAt: Instant | null;
  /** What the provider said last, while it waits. */
  readonly problem: string | null;
  /** It is held for the hours in which texts may be sent. */
  readonly isHeld: boolean;
};

/**
 * Texts that did not go out, the newest first: those that were decided, and first texts whose time has not come.
 * `id` is the text's, or the timer's while nothing is written.
 */
export async function listTextsNotOut(
  db: Db,
  request: PageRequest & { readonly state: TextNotOutState | null },
): Promise<Page<TextNotOut>> {
  const { businessIds, state, after, limit } = request;
  if (businessIds.length === 0) return { items: [], next: null };
  const { rows } = await sql<Row>`
    select * from (
      select t.business_id, t.text_id as id, t.phone, t.line, t.class, t.body,
        case when t.state in ('intended', 'sending') then 'waiting' else t.state end as state,
        t.code, t.created_at, e.due_at, e.problem, false as is_held
      from texts t
      left join effects e on e.business_id = t.business_id and e.effect_key = t.text_id and e.state = 'open'
      where t.direction = 'out'
        and t.state in ('intended', 'sending', 'unknown', 'withdrawn', 'expired', 'failed')
        and t.business_id = any (${[...businessIds]}::text[])
      union all
      select r.business_id, 'timer-' || r.set_by, k.phone, k.state -> 'waiting' ->> 'line', 'first-text', null,
        'waiting', null, (k.state -> 'waiting' ->> 'missedAt')::timestamptz, r.due_at, null,
        coalesce((k.state -> 'waiting' ->> 'held')::boolean, false)
      from timers r
      join callers k on k.business_id = r.business_id and k.caller_id = r.caller_id
      where r.timer = 'first-text' and k.state -> 'waiting' ->> 'missedAt' is not null
        and r.business_id = any (${[...businessIds]}::text[])
    ) texts_not_out
    where (${state}::text is null or state = ${state}::text)
      and (${after?.at ?? null}::timestamptz is null
        or (created_at, business_id, id) < (${after?.at ?? null}::timestamptz, ${after?.businessId ?? ''}, ${after?.id ?? ''}))
    order by created_at desc, business_id desc, id desc
    limit ${limit + 1}`.execute(db);
  return toPage(rows.map(toText), limit, ({ createdAt, businessId, id }) => ({
    at: createdAt,
    businessId,
    id,
  }));
}

type Row = {
  readonly business_id: string;
  readonly id: string;
  readonly phone: string | null;
  readonly line: string;
  readonly class: string;
  readonly body: string | null;
  readonly state: TextNotOutState;
  readonly code: string | null;
  readonly created_at: Date;
  readonly due_at: Date | null;
  readonly problem: string | null;
  readonly is_held: boolean;
};

function toText(row: Row): TextNotOut {
  return {
    businessId: row.business_id,
    id: row.id,
    phone: row.phone as E164 | null,
    line: row.line,
    class: row.class,
    body: row.body,
    state: row.state,
    code: row.code,
    createdAt: toInstant(row.created_at),
    dueAt: row.due_at === null ? null : toInstant(row.due_at),
    problem: row.problem,
    isHeld: row.is_held,
  };
}
