import type { Caller, Decision, Event } from '@ringback/core';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { KnownBusiness } from '../directory.ts';
import { noticeLane } from '../lease.ts';
import type { Write } from '../write-together.ts';
import { messageIdOf } from './notice-text.ts';
import { everyWay } from './plan-notices.ts';

/** A message to staff that reached nobody, and why. */
export type Untold = {
  readonly businessId: string;
  readonly messageId: string;
  /** `withdrawn`: somebody wants it so, such as staff who want no texts. */
  readonly state: 'failed' | 'withdrawn';
  readonly problem: string;
  /** Of the attempt that failed; null: of whichever. */
  readonly attempts: number | null;
};

/** What has to be written when a text to staff has not arrived: it counted as told when it was handed over. */
export function planUntoldText(
  event: Event,
  { known, before, decision }: { known: KnownBusiness; before: Caller; decision: Decision },
): readonly Write[] {
  if (event.type !== 'text-status-changed') return [];
  const { businessId, textId, status } = event;
  const text = before.openTexts.find((open) => open.textId === textId);
  const messageId = text?.class === 'notice' ? messageIdOf(textId) : null;
  if (messageId === null || !['failed', 'expired', 'withdrawn'].includes(status)) return [];
  return planUntold(known, {
    businessId,
    messageId,
    state: status === 'withdrawn' ? 'withdrawn' : 'failed',
    problem: decision.reasons[0].detail,
    attempts: null,
  });
}

/** Writes it down. Nothing, where another process has taken the message over since. */
export async function settleUntold(db: Db, known: KnownBusiness, untold: Untold): Promise<void> {
  const parts = planUntold(known, untold).map((write, index) => sql`${sql.ref(`w${index}`)} as (${write})`);
  await sql`with ${sql.join(parts)} select 1`.execute(db);
}

/**
 * The notices say what became of them, and what is urgent and told to nobody else is told at once in every other way
 * that the rules name. To be executed as one statement, of which each part sees the notices as they were before.
 */
function planUntold(known: KnownBusiness, untold: Untold): readonly RawBuilder<unknown>[] {
  const { businessId, messageId, state, problem, attempts } = untold;
  const these = sql`n.business_id = ${businessId} and n.message_id = ${messageId}
    and n.state in ('sending', 'sent') and n.attempts = coalesce(${attempts}::integer, n.attempts)`;
  const ways = everyWay(known).map((way, index) => ({
    ...way,
    suffix: `-else-${index + 1}`,
    lane: noticeLane(way.channel, true),
  }));
  const others = sql`from notices n
    join effects e on e.business_id = n.business_id and e.effect_key = n.notice_id
    cross join jsonb_to_recordset(${JSON.stringify(ways)}::jsonb)
      as w (channel text, recipient text, "recipientName" text, suffix text, lane text)
    where ${these} and n.urgent and not exists (
      select 1 from notices o
      where o.business_id = n.business_id and o.caller_id = n.caller_id and o.notice = n.notice
        and o.notice_id <> n.notice_id
        and (o.state in ('waiting', 'sending', 'sent') or (o.channel = w.channel and o.recipient = w.recipient))
    ) and (w.channel, w.recipient) <> (n.channel, n.recipient)`;
  return [
    sql`update notices n set state = ${state}, problem = ${problem} where ${these}`,
    sql`insert into notices
      (business_id, notice_id, caller_id, channel, recipient, recipient_name, notice, urgent, created_at, due_at)
      select n.business_id, n.notice_id || w.suffix, n.caller_id, w.channel, w.recipient, w."recipientName",
        n.notice, n.urgent, ringback_now(), ringback_now() ${others}`,
    sql`insert into effects (business_id, effect_key, caller_id, lane, rank, effect, state, due_at, created_at)
      select n.business_id, n.notice_id || w.suffix, n.caller_id, w.lane, e.rank,
        e.effect, 'open', ringback_now(), ringback_now() ${others}`,
  ];
}
