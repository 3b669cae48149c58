import { sql } from 'kysely';
import { isStoreAway, type Store } from './database/connection.ts';
import type { EngineLog } from './log.ts';
import type { PendingTimer } from './plan-effects.ts';
import type { SetTimer } from './read-standing.ts';

/** Fires timers when they are due: each becomes an event, in the statement that takes it away. */
export type TimerRunner = {
  /** Looks for due timers now. */
  wake(): void;
  /** Fires a timer that this process has just set on time, without looking for it. */
  expect(timer: PendingTimer): void;
  stop(): Promise<void>;
  settled(): Promise<void>;
};

const batch = 50;
const putOffSeconds = 30;
/** What is due later is found by looking: nobody minds a second after an hour. */
const expectWithinMs = 60_000;
/** Our steady clock and the store's, which counts whole milliseconds, may differ by so much over a minute. */
const clockMarginMs = 2;
/** A look for what is due on its own, not called for, is at most so frequent. */
const shortestSleepMs = 20;

/** A business taken out of the file keeps its timers until it comes back. */
const fromEnabled = sql`
  from timers t join businesses b on b.business_id = t.business_id and b.enabled`;

export function createTimerRunner(options: {
  readonly store: Store;
  readonly pollMs: number;
  readonly log: EngineLog;
  /** Makes a timer that is due an event, and does what follows from it. */
  readonly fire: (timer: SetTimer) => Promise<unknown>;
}): TimerRunner {
  const { db } = options.store;
  let firing: Promise<void> | null = null;
  let fireAgain = false;
  let sleep: NodeJS.Timeout | null = null;
  let isStopping = false;
  const expected = new Set<NodeJS.Timeout>();
  const inFlight = new Map<string, Promise<boolean>>();

  function expect(timer: PendingTimer): void {
    if (isStopping || timer.inMs > expectWithinMs) return;
    if (timer.inMs <= 0) {
      void fire(timer);
      return;
    }
    const waiting = setTimeout(() => {
      expected.delete(waiting);
      void fire(timer);
    }, timer.inMs + clockMarginMs);
    expected.add(waiting);
  }

  /** Whether it went well; also where somebody else, or this process itself, is firing it already. */
  function fire(timer: SetTimer): Promise<boolean> {
    if (inFlight.has(timer.setBy)) return Promise.resolve(true);
    const run = fireLogged(timer).finally(() => inFlight.delete(timer.setBy));
    inFlight.set(timer.setBy, run);
    return run;
  }

  /** The businesses take turns: after an outage nobody waits for another's many timers. */
  async function fireDue(): Promise<void> {
    const { rows: due } = await sql<SetTimer>`
      select "businessId", "callerId", timer, "setBy" from (
        select t.business_id as "businessId", t.caller_id as "callerId", t.timer, t.set_by as "setBy", t.due_at,
          row_number() over (partition by t.business_id order by t.due_at) as turn
        ${fromEnabled} where t.due_at <= (select ringback_now())
      ) due
      order by turn, due_at limit ${batch}`.execute(db);
    const fired = await Promise.all(due.map(fire));
    if (fired.includes(false)) sleepFor(options.pollMs);
    else if (due.length === batch) fireAgain = true;
    else sleepFor((await nextTimerInMs()) ?? options.pollMs);
  }

  async function fireLogged(timer: SetTimer): Promise<boolean> {
    try {
      await options.fire(timer);
      return true;
    } catch (error) {
      options.log.error('timer-failed', { timer: timer.timer, error });
      // A store that is away is no fault of the timer's: it stays due, and is found as soon as the store is back.
      if (!isStoreAway(error)) {
        await putOff(timer).catch((again: unknown) =>
          options.log.error('timer-not-put-off', { error: again }),
        );
      }
      return false;
    }
  }

  /** The oldest come first: one that fails must not stand before all others for ever. */
  async function putOff(timer: SetTimer): Promise<void> {
    await db
      .updateTable('timers')
      .set({ due_at: sql<Date>`ringback_now() + make_interval(secs => ${putOffSeconds})` })
      .where('business_id', '=', timer.businessId)
      .where('caller_id', '=', timer.callerId)
      .where('timer', '=', timer.timer)
      .where('set_by', '=', timer.setBy)
      .execute();
  }

  async function nextTimerInMs(): Promise<number | null> {
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from t.due_at - (select ringback_now())) * 1000)::float8 as ms ${fromEnabled}
      order by t.due_at limit 1`.execute(db);
    return rows[0]?.ms ?? null;
  }

  function sleepFor(ms: number): void {
    if (isStopping) return;
    if (sleep) clearTimeout(sleep);
    sleep = setTimeout(wake, Math.min(options.pollMs, Math.max(shortestSleepMs, Math.ceil(ms))));
  }

  function wake(): void {
    if (isStopping) return;
    if (firing) {
      fireAgain = true;
      return;
    }
    fireAgain = false;
    firing = fireDue()
      .catch((error: unknown) => {
        options.log.error('timers-failed', { error });
        sleepFor(options.pollMs);
      })
      .finally(() => {
        firing = null;
        if (fireAgain) wake();
      });
  }

  return {
    wake,
    expect,
    async stop() {
      isStopping = true;
      if (sleep) clearTimeout(sleep);
      for (const waiting of expected) clearTimeout(waiting);
      await firing;
      await Promise.all(inFlight.values());
    },
    async settled() {
      if (!firing) wake();
      while (firing || inFlight.size > 0) await Promise.all([firing, ...inFlight.values()]);
    },
  };
}
