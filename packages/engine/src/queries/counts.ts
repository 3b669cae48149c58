import { type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { systemOf } from '../lease.ts';
import { silentTextWaits } from '../silent-texts.ts';
import { listSendingProblems, type StoredProblem } from './sending-problems.ts';

/** Why nothing of a lane is performed for a business: a person has to change something, or the CRM to come back. */
export type Hold = 'business-disabled' | 'crm-absent' | 'crm-broken' | 'crm-resting';

/** What is to be done for one business in one lane; ages in seconds, null where there is nothing. */
export type WorkCount = {
  readonly businessId: string;
  readonly lane: string;
  /** The CRM that the lane writes into. */
  readonly system: string | null;
  /** To be performed, now or later. */
  readonly open: number;
  /** For how long the one that has been due for longest waits for its turn; what is tried again is due later. */
  readonly oldestDueSeconds: number | null;
  /** How long ago the oldest was to be done first, however often it was tried since. */
  readonly oldestOpenSeconds: number | null;
  /** Why one of them has not been done yet. */
  readonly openProblem: string | null;
  /** Refused, for a person to look at. */
  readonly parked: number;
  /** What one of the parked was refused for. */
  readonly parkedProblem: string | null;
  /** null: it is performed as it becomes due. */
  readonly hold: Hold | null;
};

/** A CRM connection that is not as it should be, or that is. */
export type ConnectionCount = {
  readonly businessId: string;
  readonly system: string;
  readonly state: 'connected' | 'broken' | 'resting';
  readonly problem: string | null;
  /** Since when it fails, while it rests. */
  readonly since: Instant | null;
};

/** What waits, for operators: what grows here needs somebody. Erased and removed rows count no more. */
export type WorkCounts = {
  /** The store's time. */
  readonly now: Instant;
  readonly work: readonly WorkCount[];
  readonly connections: readonly ConnectionCount[];
  /** Texts of which nobody knows yet whether they left, and since when the oldest is looked for. */
  readonly unknownTexts: { readonly count: number; readonly oldestSeconds: number | null };
  /** Texts that left twice. */
  readonly doubles: number;
  /** Texts of which the provider has said nothing final for a while, so that it is asked about them. */
  readonly silentTexts: number;
  /** What keeps texts from arriving. */
  readonly sendingProblems: readonly StoredProblem[];
  /** Timers that were due a while ago and have not fired. */
  readonly overdueTimers: { readonly count: number; readonly oldestSeconds: number | null };
};

/** A timer that fires so late has met a full process; one that is later has met none. */
const overdueAfterSeconds = 5;

/** In few statements, each over what is open only; the ages are by the store's clock. */
export async function countWork(db: Db): Promise<WorkCounts> {
  const totals = await readTotals(db);
  return {
    now: toInstant(totals.now),
    work: await countByLane(db),
    connections: await readConnections(db),
    unknownTexts: { count: totals.unknown, oldestSeconds: totals.oldest_unknown },
    doubles: totals.doubles,
    silentTexts: totals.silent,
    sendingProblems: await listSendingProblems(db, null),
    overdueTimers: { count: totals.overdue, oldestSeconds: totals.oldest_overdue },
  };
}

type LaneRow = {
  readonly business_id: string;
  readonly lane: string;
  readonly open: number;
  readonly oldest_due: number | null;
  readonly oldest_open: number | null;
  readonly open_problem: string | null;
  readonly parked: number;
  readonly parked_problem: string | null;
  readonly enabled: boolean | null;
  readonly connection: ConnectionCount['state'] | null;
};

async function countByLane(db: Db): Promise<readonly WorkCount[]> {
  const { rows } = await sql<LaneRow>`
    select work.*, b.enabled, ${connectionState} as connection
    from (
      select business_id, lane, sum(open)::int as open, max(oldest_due) as oldest_due, max(oldest_open) as oldest_open,
        max(open_problem) as open_problem, sum(parked)::int as parked, max(parked_problem) as parked_problem
      from (
        select business_id, lane, count(*) as open,
          extract(epoch from clock.now - min(due_at) filter (where due_at <= clock.now))::float8 as oldest_due,
          extract(epoch from clock.now - min(least(due_at, created_at)))::float8 as oldest_open,
          max(problem) as open_problem, 0 as parked, null as parked_problem
        from effects, (select ringback_now() as now) clock
        where state = 'open' group by business_id, lane, clock.now
        union all
        select business_id, lane, 0, null, null, null, count(*), max(problem)
        from effects where state = 'parked' group by business_id, lane
      ) each group by business_id, lane
    ) work
    left join businesses b on b.business_id = work.business_id
    left join crm_connections c on c.business_id = work.business_id and 'crm:' || c.system = work.lane
    order by work.business_id, work.lane`.execute(db);
  return rows.map((row) => {
    const system = systemOf(row.lane);
    return {
      businessId: row.business_id,
      lane: row.lane,
      system,
      open: row.open,
      oldestDueSeconds: row.oldest_due,
      oldestOpenSeconds: row.oldest_open,
      openProblem: row.open_problem,
      parked: row.parked,
      parkedProblem: row.parked_problem,
      hold: row.enabled ? holdOf(system, row.connection) : 'business-disabled',
    };
  });
}

function holdOf(system: string | null, connection: LaneRow['connection']): Hold | null {
  if (system === null || connection === 'connected') return null;
  return connection === null ? 'crm-absent' : `crm-${connection}`;
}

const connectionState = sql<ConnectionCount['state']>`case
  when c.state = 'connected' and c.retry_at is not null then 'resting' else c.state end`;

async function readConnections(db: Db): Promise<readonly ConnectionCount[]> {
  const rows = await db
    .selectFrom('crm_connections as c')
    .innerJoin('businesses as b', 'b.business_id', 'c.business_id')
    .where('b.enabled', '=', true)
    .select(['c.business_id', 'c.system', 'c.problem', 'c.failure', 'c.failing_since'])
    .select(connectionState.as('state'))
    .orderBy('c.business_id')
    .orderBy('c.system')
    .execute();
  return rows.map((row) => ({
    businessId: row.business_id,
    system: row.system,
    state: row.state,
    problem: row.state === 'resting' ? row.failure : row.problem,
    since: row.state === 'resting' && row.failing_since ? toInstant(row.failing_since) : null,
  }));
}

type Totals = {
  readonly now: Date;
  readonly unknown: number;
  readonly oldest_unknown: number | null;
  readonly doubles: number;
  readonly silent: number;
  readonly overdue: number;
  readonly oldest_overdue: number | null;
};

async function readTotals(db: Db): Promise<Totals> {
  const { rows } = await sql<Totals>`
    with clock as materialized (select ringback_now() as now)
    select clock.now, text.*, silent.*, timer.*
    from clock
    cross join lateral (
      select (count(*) filter (where state = 'unknown'))::int as unknown,
        extract(epoch from clock.now - min(first_attempt_at) filter (where state = 'unknown'))::float8 as oldest_unknown,
        (count(*) filter (where double_provider_id is not null))::int as doubles
      from texts where state = 'unknown' or double_provider_id is not null
    ) text
    cross join (
      select count(*)::int as silent from texts
      where state in ('accepted', 'sent') and looks between 1 and ${silentTextWaits.length - 1}::int
    ) silent
    cross join lateral (
      select count(*)::int as overdue, extract(epoch from clock.now - min(t.due_at))::float8 as oldest_overdue
      from timers t join businesses b on b.business_id = t.business_id and b.enabled
      where t.due_at < clock.now - make_interval(secs => ${overdueAfterSeconds})
    ) timer`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the store did not answer');
  return row;
}
