import type { Effect } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';

/** Who performs effects, and for how long one may be held before another process takes it over. */
export type Lease = { readonly owner: string; readonly ms: number };

/** An effect that this process may perform until its lease ends. */
export type ClaimedEffect = {
  readonly businessId: string;
  readonly callerId: string;
  /** The effect's key, with the CRM's name behind it where one effect goes to several. */
  readonly key: string;
  readonly lane: string;
  readonly effect: Effect;
  /** Counts this attempt, and so tells it from every other one. */
  readonly attempts: number;
  /** When we asked for it, on this process's own steady clock (`performance.now()`). */
  readonly claimedAtMs: number;
};

/** What became of an attempt. */
export type Outcome =
  | { readonly type: 'done' }
  | { readonly type: 'again'; readonly afterMs: number; readonly problem: string }
  /** Nothing will change by itself: it waits for a person, and nothing waits behind it. */
  | { readonly type: 'parked'; readonly problem: string };

export const textLane = 'texts';
export const lookUpLane = 'look-ups';

export function crmLane(system: string): string {
  return `crm:${system}`;
}

/** Whether the lease still holds with `neededMs` to spare, by a clock that goes on while the process is stopped. */
export function isStillHeld(claimed: ClaimedEffect, lease: Lease, neededMs: number): boolean {
  return performance.now() - claimed.claimedAtMs + neededMs < lease.ms;
}

/**
 * A caller's effects go in order within a lane, a CRM's only while it is connected, and none of a business that was
 * taken out of the file: they wait until it comes back.
 */
const isNext = sql`
  e.state = 'open'
  and not exists (
    select 1 from effects earlier
    where earlier.business_id = e.business_id and earlier.caller_id = e.caller_id
      and earlier.lane = e.lane and earlier.state = 'open' and earlier.sequence < e.sequence
  )
  and exists (select 1 from businesses b where b.business_id = e.business_id and b.enabled)
  and (
    e.lane not like 'crm:%' or exists (
      select 1 from crm_connections c
      where c.business_id = e.business_id and 'crm:' || c.system = e.lane and c.state = 'connected'
    )
  )`;

/**
 * Takes up to `limit` due effects of a lane; one whose lease ran out is taken over. Why no job library does this:
 * docs/decisions/0006-due-work-is-rows-of-ours.md
 */
export async function claimDue(
  db: Db,
  lane: string,
  options: { readonly limit: number; readonly lease: Lease },
): Promise<readonly ClaimedEffect[]> {
  const claimedAtMs = performance.now();
  const { rows } = await sql<{
    business_id: string;
    caller_id: string;
    effect_key: string;
    effect: Effect;
    attempts: number;
  }>`
    with due as materialized (
      select e.business_id, e.effect_key
      from effects e
      where e.lane = ${lane} and ${isNext} and e.due_at <= (select ringback_now())
        and (e.lease_until is null or e.lease_until <= (select ringback_now()))
      order by e.due_at, e.sequence
      limit ${options.limit}
      for update of e skip locked
    )
    update effects e
    set lease_owner = ${options.lease.owner},
        lease_until = ringback_now() + make_interval(secs => ${options.lease.ms / 1000}),
        attempts = e.attempts + 1
    from due
    where e.business_id = due.business_id and e.effect_key = due.effect_key
    returning e.business_id, e.caller_id, e.effect_key, e.effect, e.attempts`.execute(db);
  return rows.map((row) => ({
    businessId: row.business_id,
    callerId: row.caller_id,
    key: row.effect_key,
    lane,
    effect: row.effect,
    attempts: row.attempts,
    claimedAtMs,
  }));
}

/**
 * Writes down what became of an attempt; nothing, where the effect has been taken over since, by another process or
 * by this one.
 */
export async function settle(db: Db, claimed: ClaimedEffect, owner: string, outcome: Outcome): Promise<void> {
  const next =
    outcome.type === 'done'
      ? { state: 'done' as const, problem: null }
      : outcome.type === 'parked'
        ? { state: 'parked' as const, problem: outcome.problem }
        : {
            due_at: sql<Date>`ringback_now() + make_interval(secs => ${outcome.afterMs / 1000})`,
            problem: outcome.problem,
          };
  await db
    .updateTable('effects')
    .set({ ...next, lease_owner: null, lease_until: null })
    .where('business_id', '=', claimed.businessId)
    .where('effect_key', '=', claimed.key)
    .where('lease_owner', '=', owner)
    .where('attempts', '=', claimed.attempts)
    .where('state', '=', 'open')
    .execute();
}

/**
 * How long until an effect of the lane becomes due, in milliseconds, looked for no further ahead than `withinMs`; null
 * when none does. Those whose lease is held come back when it ends, at the latest with the next look.
 */
export async function nextDueInMs(db: Db, lane: string, withinMs: number): Promise<number | null> {
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from e.due_at - (select ringback_now())) * 1000)::float8 as ms
    from effects e
    where e.lane = ${lane} and ${isNext} and e.lease_owner is null
      and e.due_at <= (select ringback_now()) + make_interval(secs => ${withinMs / 1000})
    order by e.due_at
    limit 1`.execute(db);
  return rows[0]?.ms ?? null;
}
