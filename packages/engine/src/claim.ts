import { toInstant } from '@ringback/core';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database/connection.ts';
import { type ClaimedEffect, crmLane, type Lease, systemOf, type Work } from './lease.ts';

/**
 * How far a round over the businesses of a lane has come. A round begins behind the business that was served last and
 * ends with that business.
 */
export type Round = {
  readonly stop: string;
  readonly after: string;
  /** It has passed the last business and goes on with the first. */
  readonly wrapped: boolean;
};

export type Claim = {
  readonly claimed: readonly ClaimedEffect[];
  /** Where the round goes on; null when every business has been looked at, or as many taken as there was room for. */
  readonly round: Round | null;
  /** How long until something else of the lane becomes due, looked for no further ahead than asked. */
  readonly nextDueInMs: number | null;
};

export type ClaimRequest = {
  readonly lane: string;
  readonly rank: number;
  readonly round: Round;
  readonly limit: number;
  /** Businesses that have enough in flight. */
  readonly busy: readonly string[];
  readonly lease: Lease;
  readonly lookAheadMs: number;
};

/** So many businesses are looked at in one statement, so that it stays short also when none of them can go on. */
const mostVisits = 200;

const isFree = sql`e.state = 'open' and e.due_at <= (select now from clock)
  and (e.lease_until is null or e.lease_until <= (select now from clock))`;

/** A caller's effects go in order within a lane. */
const isNext = sql`not exists (
    select 1 from effects earlier
    where earlier.business_id = e.business_id and earlier.caller_id = e.caller_id
      and earlier.lane = e.lane and earlier.state = 'open' and earlier.sequence < e.sequence
  )`;

/** Read by key for each business: a join would let the planner begin with all of them. */
function isServed(businessId: RawBuilder<unknown>, lane: string): RawBuilder<unknown> {
  const isEnabled = sql`(select b.enabled from businesses b where b.business_id = ${businessId})`;
  const system = systemOf(lane);
  if (system === null) return isEnabled;
  return sql`${isEnabled} and (
    select c.state = 'connected' and c.retry_at is null
    from crm_connections c where c.business_id = ${businessId} and c.system = ${system})`;
}

type Row = {
  readonly business_id: string;
  readonly caller_id: string;
  readonly effect_key: string;
  readonly effect: Work;
  readonly attempts: number;
  readonly due_at: Date;
};

/**
 * Takes due effects of a lane, one of each business in turn, so that nobody waits for another's backlog; one whose
 * lease ran out is taken over. None of a business that was taken out of the file, and a CRM's only while it is
 * connected and does not rest: they wait. Why so: docs/decisions/0013-businesses-take-turns.md; why no job library does
 * this: docs/decisions/0006-due-work-is-rows-of-ours.md
 */
export async function claimInTurn(db: Db, request: ClaimRequest): Promise<Claim> {
  const { lane, round, lease } = request;
  const claimedAtMs = lease.nowMs();
  const { rows } = await claimStatement(request).execute(db);
  const claimed = rows
    .filter((row) => row.effect_key !== null)
    .toSorted((one, other) => (one.n ?? 0) - (other.n ?? 0))
    .map((row) => toClaimed(row as Row, { lane, claimedAtMs }));
  const [seen] = rows;
  const isCut = seen !== undefined && seen.last !== null && seen.visits === mostVisits;
  return {
    claimed,
    round: isCut ? { ...round, after: seen.last ?? '', wrapped: seen.wrapped ?? false } : null,
    nextDueInMs: seen?.next_ms ?? null,
  };
}

type Progress = {
  readonly last: string | null;
  readonly wrapped: boolean | null;
  readonly visits: number | null;
  readonly next_ms: number | null;
  readonly n: number | null;
};

/** The statement behind `claimInTurn`: one row for each effect taken, at least one. */
export function claimStatement(
  request: ClaimRequest,
): RawBuilder<Progress & { [column in keyof Row]: Row[column] | null }> {
  const { lane, rank, round, limit, lease } = request;
  const ofLane = sql`e.lane = ${lane} and e.rank = ${rank} and e.state = 'open'`;
  return sql`
    with recursive clock as materialized (select ringback_now() as now),
    turn (business_id, wrapped, n) as (
      select ${round.after}::text, ${round.wrapped}::boolean, 0
      union all
      select following.business_id, following.wrapped, turn.n + 1
      from turn cross join lateral (
        (
          select e.business_id, false as wrapped from effects e
          where not turn.wrapped and ${ofLane} and e.business_id > turn.business_id
            and e.due_at <= (select now from clock)
          order by e.business_id limit 1
        ) union all (
          select e.business_id, true from effects e
          where ${ofLane} and e.business_id > case when turn.wrapped then turn.business_id else '' end
            and e.business_id <= ${round.stop} and e.due_at <= (select now from clock)
          order by e.business_id limit 1
        )
        limit 1
      ) following
      where turn.n < ${mostVisits}::int
    ),
    due as materialized (
      select turn.n, mine.business_id, mine.effect_key
      from turn cross join lateral (
        select e.business_id, e.effect_key from effects e
        where ${ofLane} and e.business_id = turn.business_id and ${isFree} and ${isNext}
        order by e.due_at, e.sequence
        limit 1
        for update of e skip locked
      ) mine
      where turn.n > 0 and turn.business_id <> all (${[...request.busy]}::text[])
        and ${isServed(sql.ref('turn.business_id'), lane)}
      limit ${limit}
    ),
    claimed as (${take(lease)})
    select progress.*, claimed.*
    from (
      select last.business_id as last, last.wrapped, last.n as visits, (
        select (extract(epoch from e.due_at - (select now from clock)) * 1000)::float8
        from effects e
        where e.lane = ${lane} and e.state = 'open' and e.due_at > (select now from clock)
          and e.due_at <= (select now from clock) + make_interval(secs => ${request.lookAheadMs / 1000})
        order by e.due_at limit 1
      ) as next_ms
      from (values (1)) as one
      left join lateral (
        select * from turn where (select count(*) from due) < ${limit} order by n desc limit 1
      ) last on true
    ) progress
    left join claimed on true`;
}

/**
 * Takes one effect of each connection that has rested long enough, to see whether its CRM is back. Until that one is
 * settled, at most as long as its lease, no process takes another: the connection's row is moved on in the same step.
 */
export async function claimProbes(
  db: Db,
  { system, limit, lease }: { readonly system: string; readonly limit: number; readonly lease: Lease },
): Promise<readonly ClaimedEffect[]> {
  const claimedAtMs = lease.nowMs();
  const lane = crmLane(system);
  const { rows } = await sql<Row>`
    with clock as materialized (select ringback_now() as now),
    due as materialized (
      select 0 as n, mine.business_id, mine.effect_key
      from crm_connections c cross join lateral (
        select e.business_id, e.effect_key from effects e
        where e.lane = ${lane} and e.business_id = c.business_id and ${isFree} and ${isNext}
        order by e.due_at, e.sequence
        limit 1
        for update of e skip locked
      ) mine
      where c.system = ${system} and c.state = 'connected' and c.retry_at <= (select now from clock)
        and (select b.enabled from businesses b where b.business_id = c.business_id)
      order by c.retry_at
      limit ${limit}
      for update of c skip locked
    ),
    moved as (
      update crm_connections c set retry_at = clock.now + make_interval(secs => ${lease.ms / 1000})
      from due, clock where c.business_id = due.business_id and c.system = ${system}
    ),
    claimed as (${take(lease)})
    select * from claimed`.execute(db);
  return rows.map((row) => ({ ...toClaimed(row, { lane, claimedAtMs }), isProbe: true }));
}

/** What was put off is due later than it was made: it was to be done first when it was made, or before. */
function take(lease: Lease): RawBuilder<unknown> {
  return sql`
    update effects e
    set lease_owner = ${lease.owner},
        lease_until = clock.now + make_interval(secs => ${lease.ms / 1000}),
        attempts = e.attempts + 1
    from due, clock
    where e.business_id = due.business_id and e.effect_key = due.effect_key
    returning e.business_id, e.caller_id, e.effect_key, e.effect, e.attempts, due.n,
      least(e.due_at, e.created_at) as due_at`;
}

function toClaimed(
  row: Row,
  { lane, claimedAtMs }: { readonly lane: string; readonly claimedAtMs: number },
): ClaimedEffect {
  return {
    businessId: row.business_id,
    callerId: row.caller_id,
    key: row.effect_key,
    lane,
    effect: row.effect,
    attempts: row.attempts,
    dueAt: toInstant(row.due_at),
    claimedAtMs,
  };
}
