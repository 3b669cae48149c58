import type { Db } from './database/connection.ts';
import { type ClaimedEffect, claimDue, type Lease, nextDueInMs, type Outcome, settle } from './lease.ts';
import type { EngineLog } from './log.ts';
import { retryDelayMs } from './retry.ts';

/** Performs the effects of one lane, some at a time, independently of every other lane. */
export type LaneRunner = {
  readonly lane: string;
  /** Looks for due work now. */
  wake(): void;
  /** Whether it could perform another effect now. */
  hasRoom(): boolean;
  /** Performs an effect whose lease this process holds already. */
  perform(claimed: ClaimedEffect): void;
  /** Takes no more work and resolves when what was begun is settled. */
  stop(): Promise<void>;
  /** Resolves when nothing is in flight and nothing is due. */
  settled(): Promise<void>;
};

export type LaneOptions = {
  readonly db: Db;
  readonly lane: string;
  readonly lease: Lease;
  readonly atOnce: number;
  /** The safety net below NOTIFY. */
  readonly pollMs: number;
  readonly log: EngineLog;
  readonly perform: (claimed: ClaimedEffect) => Promise<Outcome>;
  readonly onSettled: () => void;
};

/** What is due but held by another process's statement just now must not make us spin. */
const shortestSleepMs = 5;

export function createLaneRunner(options: LaneOptions): LaneRunner {
  const { db, lane, lease, log } = options;
  const inFlight = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let sleep: NodeJS.Timeout | null = null;
  let isStopping = false;

  function perform(claimed: ClaimedEffect): void {
    const run = performAndSettle(claimed).finally(() => {
      inFlight.delete(run);
      wake();
    });
    inFlight.add(run);
  }

  async function performAndSettle(claimed: ClaimedEffect): Promise<void> {
    try {
      const outcome = await options.perform(claimed).catch((error: unknown): Outcome => {
        log.error('effect-failed', { key: claimed.key, lane, error });
        return {
          type: 'again',
          afterMs: retryDelayMs(claimed.attempts),
          problem: 'an internal error; see the log',
        };
      });
      if (outcome.type !== 'done')
        log.warn('effect-not-done', { key: claimed.key, lane, problem: outcome.problem });
      await settle(db, claimed, lease.owner, outcome);
      options.onSettled();
    } catch (error) {
      // Its lease runs out and it is taken up again.
      log.error('effect-not-settled', { key: claimed.key, lane, error });
    }
  }

  async function look(): Promise<void> {
    const free = options.atOnce - inFlight.size;
    if (free <= 0) return;
    const claimed = await claimDue(db, lane, { limit: free, lease });
    for (const each of claimed) perform(each);
    if (claimed.length === free) lookAgain = true;
    else sleepFor((await nextDueInMs(db, lane, options.pollMs)) ?? options.pollMs);
  }

  function sleepFor(ms: number): void {
    if (isStopping) return;
    if (sleep) clearTimeout(sleep);
    sleep = setTimeout(wake, Math.min(options.pollMs, Math.max(shortestSleepMs, Math.ceil(ms))));
  }

  function wake(): void {
    if (isStopping) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    lookAgain = false;
    looking = look()
      .catch((error: unknown) => {
        log.error('look-failed', { lane, error });
        sleepFor(options.pollMs);
      })
      .finally(() => {
        looking = null;
        if (lookAgain && inFlight.size < options.atOnce) wake();
      });
  }

  return {
    lane,
    wake,
    hasRoom: () => !isStopping && inFlight.size < options.atOnce,
    perform,
    async stop() {
      isStopping = true;
      if (sleep) clearTimeout(sleep);
      await looking;
      await Promise.all(inFlight);
    },
    async settled() {
      for (;;) {
        if (!looking) wake();
        while (looking) await looking;
        if (inFlight.size === 0) return;
        await Promise.all(inFlight);
      }
    },
  };
}
