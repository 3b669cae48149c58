import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { ChaosWorld } from './chaos-world.ts';

const pollMs = 10;
/** Longer than any request that is let run into its own timeout. */
const stuckAfterMs = 30_000;
const leaseMs = 30_000;

export type Driving = {
  /** Whether a killed server comes back at once, or only when its leases have run out. */
  readonly restart: 'at once' | 'after the lease';
  /** Stops after so many jumps of the time; until nothing is left to do when left out. */
  readonly jumps?: number;
};

/**
 * Lets everything happen that is due, then the time jump to what is due next, and so on. Servers that stand still at
 * an armed stop are killed there.
 * @throws Error when something that is due does not happen
 */
export async function drive(world: ChaosWorld, { restart, jumps = Infinity }: Driving): Promise<void> {
  for (let jumped = 0; jumped < jumps; jumped += 1) {
    await until(world, async () => {
      if (!world.isWorking()) {
        if (restart === 'after the lease') await world.advance(leaseMs + 1_000);
        await world.restore();
      }
      return (await findWork(world)).isQuiet;
    });
    const { dueInMs } = await findWork(world);
    if (dueInMs === null) return;
    await world.advance(Math.ceil(dueInMs) + 1);
  }
}

/** Waits for what can be seen from outside, killing whoever reaches a stop meanwhile. */
export async function until(world: ChaosWorld, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + stuckAfterMs;
  for (;;) {
    const standing = await world.stops.reached();
    if (standing !== null) {
      const { server, moment, phase } = standing;
      await world.kill({ when: `${moment}, ${phase}`, name: server });
      // The store would commit a statement that it has whole, though nobody waits for it any more.
      if (phase === 'before') await world.stops.undo(standing);
      await world.stops.clear();
    } else if (await isSo()) return;
    if (performance.now() > deadline) {
      const work = JSON.stringify(await findWork(world));
      throw new Error(`nothing has moved for ${stuckAfterMs / 1000} s: ${work}\n${world.output()}`);
    }
    await delay(pollMs);
  }
}

type Work = {
  /** Nothing is due that has not happened, and nobody is doing anything. */
  readonly isQuiet: boolean;
  /** null: nothing will ever be due. */
  readonly dueInMs: number | null;
};

/** Closing a conversation after days of silence is none of this. */
async function findWork(world: ChaosWorld): Promise<Work> {
  const { rows } = await sql<{ in_ms: number; owner: string | null }>`
    select (extract(epoch from greatest(due_at, coalesce(lease_until, due_at)) - ringback_now()) * 1000)::float8
        as in_ms, case when lease_until > ringback_now() then lease_owner end as owner
      from effects where state = 'open' and lane not like 'crm:%'
    union all
    select (extract(epoch from due_at - ringback_now()) * 1000)::float8, null
      from timers where timer = 'first-text'`.execute(world.store.db);
  const pids = world.livePids().map(String);
  const isHeld = (owner: string | null) => owner !== null && pids.includes(owner.split('-').at(-2) ?? '');
  const lookalike = world.lookalikeDueInMs();
  const inMs = [...rows.map((row) => row.in_ms), ...(lookalike === null ? [] : [lookalike])];
  const isIdle = rows.every((row) => row.in_ms > 0 && !isHeld(row.owner)) && !(await world.isTalking());
  return { isQuiet: isIdle, dueInMs: inMs.length === 0 ? null : Math.max(0, Math.min(...inMs)) };
}
