import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { StormWorld } from './storm-world.ts';

const pollMs = 20;
/** Longer than any request that is let run into its own timeout. */
const stuckAfterMs = 45_000;
/** What falls due shortly after something else happens in the same jump. */
const togetherMs = 1_500;

/** So long a server may hold work without doing anything before it is taken to have lost it. */
const heldMs = 1_500;

type Work = {
  readonly isBusy: boolean;
  /** A server that runs holds work, although nobody is talking to anybody. */
  readonly isHeld: boolean;
  readonly dueInMs: number | null;
  /** How much there is to do, now and later. */
  readonly left: number;
};

/**
 * Lets everything happen that is due, jumps to what is due next, and so on until nothing is left: also no CRM entry.
 * @throws Error when something that is due does not happen
 */
export async function settle(world: StormWorld, options: { readonly forMs?: number } = {}): Promise<void> {
  const until = performance.now() + (options.forMs ?? Infinity);
  let quietSince: number | null = null;
  let left = -1;
  for (let stuckAt = performance.now() + stuckAfterMs; performance.now() < until; ) {
    const work = await findWork(world);
    if (work.left !== left) stuckAt = performance.now() + stuckAfterMs;
    left = work.left;
    if (performance.now() > stuckAt) throw new Error(await describe(world, work));
    if (work.isBusy) quietSince = null;
    else if (quietSince === null) quietSince = performance.now();
    // Somebody may be just about to begin what they have read.
    else if (performance.now() - quietSince >= (work.isHeld ? heldMs : 3 * pollMs)) {
      if (work.dueInMs === null) return;
      await world.advance(Math.max(0, work.dueInMs) + togetherMs);
      quietSince = null;
      stuckAt = performance.now() + stuckAfterMs;
    }
    await delay(pollMs);
  }
}

/** So much later than its moment a timer may go off while days pass. */
const stepMs = 45_000;

/**
 * Lets so much time pass, and whatever falls due meanwhile happen at about its moment; a little more, where something
 * would fall due right after.
 */
export async function pass(world: StormWorld, ms: number): Promise<void> {
  const end = world.now().getTime() + ms;
  for (;;) {
    await settle(world);
    const leftMs = end - world.now().getTime();
    const dueInMs = await nextTimerInMs(world);
    if (dueInMs === null || dueInMs > leftMs + 4 * stepMs) {
      if (leftMs > 0) await world.advance(leftMs);
      return;
    }
    await world.advance(Math.max(0, dueInMs) + stepMs);
  }
}

/** When Twilio has said nothing final of a text for so long, it is asked, see the engine's `silent-texts.ts`. */
const silentMinutes = 10;
const askedWithinMs = 90_000;

/**
 * Lets so much time pass that Twilio has been asked about every text whose callbacks it has not sent, or gave up.
 * @throws Error when it is not asked
 */
export async function hearOfTexts(world: StormWorld): Promise<void> {
  await pass(world, silentMinutes * 60_000);
  for (const until = performance.now() + askedWithinMs; ; ) {
    const { rows } = await sql<{ text_id: string }>`
      select text_id from texts
      where state in ('accepted', 'sent') and looks = 0
        and accepted_at <= ringback_now() - make_interval(mins => ${silentMinutes})`.execute(world.store.db);
    if (rows.length === 0) return settle(world);
    if (performance.now() > until) throw new Error(`Twilio is not asked about ${JSON.stringify(rows)}`);
    await delay(pollMs);
  }
}

async function nextTimerInMs(world: StormWorld): Promise<number | null> {
  const { rows } = await sql<{ in_ms: number | null }>`
    select (extract(epoch from min(due_at) - ringback_now()) * 1000)::float8 as in_ms
    from timers where timer != 'close-conversation'`.execute(world.store.db);
  return rows[0]?.in_ms ?? null;
}

async function findWork(world: StormWorld): Promise<Work> {
  const { rows } = await sql<{ in_ms: number; owner: string | null }>`
    with clock as materialized (select ringback_now() as now)
    select (extract(epoch from greatest(e.due_at, e.lease_until, case when e.lane like 'crm:%' then c.retry_at end)
        - clock.now) * 1000)::float8 as in_ms,
      case when e.lease_until > clock.now then e.lease_owner end as owner
    from clock, effects e
    left join crm_connections c on c.business_id = e.business_id
    where e.state = 'open'
    union all
    select (extract(epoch from t.due_at - clock.now) * 1000)::float8, null
    from clock, timers t where t.timer = 'first-text' or t.due_at <= clock.now`.execute(world.store.db);
  const pids = world.servers.map((server) => String(server.pid()));
  const isHeld = (owner: string | null) => owner !== null && pids.includes(owner.split('-').at(-2) ?? '');
  const lookalike = world.lookalikeDueInMs();
  const inMs = [...rows.map((row) => row.in_ms), ...(lookalike === null ? [] : [lookalike])];
  return {
    isBusy: rows.some((row) => row.in_ms <= 0) || (await world.isTalking()),
    isHeld: rows.some((row) => isHeld(row.owner)),
    dueInMs: inMs.length === 0 ? null : Math.min(...inMs),
    left: rows.length,
  };
}

async function describe(world: StormWorld, work: Work): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', effect_key, caller_id, lane, due_at, attempts, lease_owner, lease_until, problem) as line
    from effects where state = 'open' order by sequence limit 10`.execute(world.store.db);
  const output = world.servers.map((server) => `${server.name}: ${server.output().slice(-3_000)}`).join('\n');
  return `nothing has moved for ${stuckAfterMs / 1000} s: ${JSON.stringify(work)} ${JSON.stringify(rows)}\n${output}`;
}
