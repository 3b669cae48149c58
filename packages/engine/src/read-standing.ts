import {
  type Call,
  type Caller,
  type Decision,
  type Event,
  type Instant,
  type SendingProblem,
  type TimerName,
  toInstant,
} from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import { textLane } from './lease.ts';

/** What an event is decided on, as it stood at one moment. */
export type Standing = {
  /** The store's time of that moment: a caller's events are dated in the order they are handled. */
  readonly now: Instant;
  /** null: nobody has heard of this caller yet. */
  readonly caller: Caller | null;
  /** Changes with every change of the caller's row; null while there is none. */
  readonly callerVersion: string | null;
  readonly call: Call | null;
  readonly callVersion: string | null;
  readonly text: { readonly callerId: string; readonly providerId: string | null } | null;
  /** Another text of ours that has the provider's id asked for; null: none has. */
  readonly providerIdTakenBy: string | null;
  /** A text of the caller's is still open, so that no other may pass it. */
  readonly hasOpenText: boolean;
  /** When the timer asked for was due; null when it is no longer set, or not due yet. */
  readonly dueAt: Instant | null;
  /** What kept the business's texts from arriving of late, the newest first. */
  readonly problems: readonly SendingProblem[];
  /** Those of the event ids asked for that have been handled already. */
  readonly earlier: ReadonlyMap<string, EarlierEvent>;
};

/** A timer, by what set it: set anew, it is another. */
export type SetTimer = {
  readonly businessId: string;
  readonly callerId: string;
  readonly timer: TimerName;
  /** The key of the effect. */
  readonly setBy: string;
};

export type EarlierEvent = { readonly event: Event; readonly decision: Decision };

export type StandingRequest = {
  readonly businessId: string;
  /** null: whoever made the call, or was sent the text. */
  readonly callerId: string | null;
  readonly callId?: string;
  /** A text of ours. */
  readonly textId?: string;
  /** A text of ours, and the id that the provider is said to have it under. */
  readonly taken?: { readonly textId: string; readonly providerId: string | null };
  readonly timer?: SetTimer;
  readonly eventIds: readonly string[];
};

type Row = {
  readonly now: Date;
  readonly state: Caller | null;
  readonly caller_version: string | null;
  readonly call: Call | null;
  readonly call_version: string | null;
  readonly text_caller_id: string | null;
  readonly provider_id: string | null;
  readonly provider_id_taken_by: string | null;
  readonly has_open_text: boolean;
  readonly due_at: Date | null;
  readonly problems: readonly SendingProblem[] | null;
  readonly earlier:
    | readonly {
        readonly id: string;
        readonly event: Event;
        readonly reasons: Decision['reasons'];
        readonly effects: Decision['effects'];
      }[]
    | null;
};

/** Most events name no id of the provider's, and need not pay for the question. */
function takenBy(businessId: string, { textId, providerId }: NonNullable<StandingRequest['taken']>) {
  return sql`(
    select o.text_id from texts o
    where o.business_id = ${businessId} and o.provider_id = ${providerId}::text and o.text_id <> ${textId}
  )`;
}
/** More than a business has unless a carrier filters one wording after the other. */
const mostProblems = 50;

/** One question to the store, so that every part of the answer is of the same moment. */
export async function readStanding(db: Db, request: StandingRequest): Promise<Standing> {
  const { businessId, callerId, callId = null, textId = null, taken, timer, eventIds } = request;
  const { rows } = await sql<Row>`
    select ringback_now() as now,
      caller.state, caller.xmin::text as caller_version,
      call.call, call.xmin::text as call_version,
      sent.caller_id as text_caller_id, sent.provider_id,
      ${taken ? takenBy(businessId, taken) : sql`null`} as provider_id_taken_by,
      exists (
        select 1 from effects e
        where e.business_id = ${businessId} and e.caller_id = asked.caller_id
          and e.lane = ${textLane} and e.state = 'open'
      ) as has_open_text,
      (
        select t.due_at from timers t
        where t.business_id = ${businessId} and t.caller_id = asked.caller_id
          and t.timer = ${timer?.timer ?? null}::text and t.set_by = ${timer?.setBy ?? null}::text
          and t.due_at <= (select ringback_now())
          and exists (select 1 from businesses b where b.business_id = t.business_id and b.enabled)
      ) as due_at,
      (
        select jsonb_agg(p.problem order by p.last_at desc)
        from (
          select problem, last_at from sending_problems
          where business_id = ${businessId} order by last_at desc limit ${mostProblems}
        ) p
      ) as problems,
      (
        select jsonb_agg(jsonb_build_object(
          'id', e.event_id, 'event', e.event, 'reasons', e.reasons, 'effects', e.effects))
        from events e
        where e.business_id = ${businessId} and e.event_id = any(${eventIds}::text[])
      ) as earlier
    from (values (1)) as one
    left join calls call on call.business_id = ${businessId} and call.call_id = ${callId}::text
    left join texts sent
      on sent.business_id = ${businessId} and sent.text_id = ${textId}::text and sent.direction = 'out'
    cross join lateral (
      select coalesce(call.caller_id, sent.caller_id, ${callerId}::text) as caller_id
    ) as asked
    left join callers caller on caller.business_id = ${businessId} and caller.caller_id = asked.caller_id`.execute(
    db,
  );
  const row = rows[0];
  if (!row) throw new Error('the store did not answer');
  return {
    now: toInstant(row.now),
    caller: row.state,
    callerVersion: row.caller_version,
    call: row.call,
    callVersion: row.call_version,
    text: row.text_caller_id === null ? null : { callerId: row.text_caller_id, providerId: row.provider_id },
    providerIdTakenBy: row.provider_id_taken_by,
    hasOpenText: row.has_open_text,
    dueAt: row.due_at && toInstant(row.due_at),
    problems: row.problems ?? [],
    earlier: new Map(
      (row.earlier ?? []).map(({ id, event, reasons, effects }) => [
        id,
        { event, decision: { reasons, effects } },
      ]),
    ),
  };
}
