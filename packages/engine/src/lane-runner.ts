import { claimInTurn, claimProbes, type Round } from './claim.ts';
import type { Db } from './database/connection.ts';
import { type ClaimedEffect, type Lease, type Outcome, settle, systemOf, textLane } from './lease.ts';
import type { EngineLog } from './log.ts';
import { park } from './park.ts';
import { ranks } from './rank.ts';
import { retryDelayMs } from './retry.ts';

/**
 * Performs the effects of one lane, some at a time, independently of every other lane. The businesses take turns, and
 * none gets all the room.
 */
export type LaneRunner = {
  readonly lane: string;
  /** Looks for due work now. */
  wake(): void;
  /** Whether it could perform another effect now, and nobody has been waiting for longer. */
  hasRoom(): boolean;
  /**
   * Keeps room for an effect of the business that is about to be leased to this process as it is written; call the
   * answer once it is performed, or will not be. null: there is none, or somebody of the business waits for longer.
   */
  keepRoom(businessId: string): (() => void) | null;
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
  /** So many of them may be one business's, whose provider may hang. */
  readonly atOnceOfOne: number;
  /** The safety net below NOTIFY. */
  readonly pollMs: number;
  readonly log: EngineLog;
  readonly perform: (claimed: ClaimedEffect) => Promise<Outcome>;
  readonly onSettled: () => void;
};

/** What is due but held by another process's statement just now must not make us spin. */
const shortestSleepMs = 5;
/** Every so many looks nudges go first, so that they leave also where answers never end. */
const nudgesFirstEvery = 4;

export function createLaneRunner(options: LaneOptions): LaneRunner {
  const { db, lane, lease, log } = options;
  const inFlight = new Set<Promise<void>>();
  /** Of each business, with those that room is kept for. */
  const inFlightOf = new Map<string, number>();
  /** Who was served last, by rank: the next round begins behind them. */
  const served = new Map<number, string>();
  const system = systemOf(lane);
  /** Those that had enough in flight when we looked last: something of theirs may wait for it to end. */
  const passedOver = new Set<string>();
  let kept = 0;
  let looks = 0;
  let wakes = 0;
  let hasBacklog = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let sleep: NodeJS.Timeout | null = null;
  let isStopping = false;

  /** What came by itself, and not by looking, has nothing waiting behind it unless somebody woke us since. */
  function performLeased(claimed: ClaimedEffect): void {
    const wakesBefore = wakes;
    perform(claimed, () => {
      if (wakes !== wakesBefore) wake();
      else wakeWaiting(claimed.businessId);
    });
  }

  function wakeWaiting(businessId: string): void {
    if (hasBacklog || passedOver.has(businessId)) wake();
  }

  function keepRoom(businessId: string): (() => void) | null {
    if (!hasRoom() || passedOver.has(businessId) || !hasRoomOf(businessId)) return null;
    kept += 1;
    count(businessId, 1);
    return () => {
      kept -= 1;
      count(businessId, -1);
      wakeWaiting(businessId);
    };
  }

  function hasRoom(): boolean {
    return !isStopping && !hasBacklog && room() > 0;
  }

  function hasRoomOf(businessId: string): boolean {
    return (inFlightOf.get(businessId) ?? 0) < options.atOnceOfOne;
  }

  function perform(claimed: ClaimedEffect, then = wake): void {
    const { businessId } = claimed;
    const run = performAndSettle(claimed).finally(() => {
      inFlight.delete(run);
      count(businessId, -1);
      then();
    });
    inFlight.add(run);
    count(businessId, 1);
  }

  function count(businessId: string, change: number): void {
    const now = (inFlightOf.get(businessId) ?? 0) + change;
    if (now > 0) inFlightOf.set(businessId, now);
    else inFlightOf.delete(businessId);
  }

  function busy(): readonly string[] {
    return [...inFlightOf.keys()].filter((businessId) => !hasRoomOf(businessId));
  }

  function room(): number {
    return options.atOnce - inFlight.size - kept;
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
      if ('problem' in outcome)
        log.warn('effect-not-done', { key: claimed.key, lane, problem: outcome.problem });
      if (outcome.type === 'parked') {
        await park(db, claimed, { owner: lease.owner, problem: outcome.problem });
      } else if (outcome.type !== 'settled') await settle(db, claimed, lease.owner, outcome);
      options.onSettled();
    } catch (error) {
      // Its lease runs out and it is taken up again.
      log.error('effect-not-settled', { key: claimed.key, lane, error });
    }
  }

  async function look(): Promise<void> {
    looks += 1;
    passedOver.clear();
    if (system !== null && room() > 0) {
      for (const each of await claimProbes(db, { system, limit: room(), lease })) perform(each);
    }
    // Only texts are ever nudges: the other lanes are looked over once.
    const order: number[] = lane === textLane ? [ranks.answer, ranks.nudge] : [ranks.answer];
    if (looks % nudgesFirstEvery === 0) order.reverse();
    let nextMs = options.pollMs;
    for (const rank of order) {
      const dueInMs = await claimOfRank(rank);
      if (dueInMs === 'no-room') {
        hasBacklog = true;
        return;
      }
      nextMs = Math.min(nextMs, dueInMs ?? nextMs);
    }
    hasBacklog = false;
    sleepFor(nextMs);
  }

  /** Goes round until a whole round finds nothing. Whatever ends while there is no room looks again. */
  async function claimOfRank(rank: number): Promise<number | null | 'no-room'> {
    let round = newRound(rank);
    let hasFound = false;
    for (;;) {
      const limit = room();
      if (limit <= 0 || isStopping) return 'no-room';
      const enough = busy();
      for (const businessId of enough) passedOver.add(businessId);
      const claim = await claimInTurn(db, {
        lane,
        rank,
        round,
        limit,
        busy: enough,
        lease,
        lookAheadMs: options.pollMs,
      });
      for (const each of claim.claimed) perform(each);
      const last = claim.claimed.at(-1);
      if (last) {
        hasFound = true;
        served.set(rank, last.businessId);
      }
      if (claim.round) {
        round = claim.round;
        continue;
      }
      if (!hasFound) return claim.nextDueInMs;
      hasFound = false;
      round = newRound(rank);
    }
  }

  function newRound(rank: number): Round {
    const last = served.get(rank) ?? '';
    return { stop: last, after: last, wrapped: false };
  }

  function sleepFor(ms: number): void {
    if (isStopping) return;
    if (sleep) clearTimeout(sleep);
    sleep = setTimeout(wake, Math.min(options.pollMs, Math.max(shortestSleepMs, Math.ceil(ms))));
  }

  function wake(): void {
    wakes += 1;
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
        if (lookAgain && room() > 0) wake();
      });
  }

  return {
    lane,
    wake,
    hasRoom,
    keepRoom,
    perform: performLeased,
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
