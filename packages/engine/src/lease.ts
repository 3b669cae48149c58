import type { Effect, Instant } from '@ringback/core';
import type { CrmChange } from '@ringback/crm';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { DeleteCopy } from './deletion.ts';
import type { ChannelName } from './notices/notice-channel.ts';

/** Who performs effects, and for how long one may be held before another process takes it over. */
export type Lease = {
  readonly owner: string;
  readonly ms: number;
  /** This process's own steady clock, which goes on while the process is stopped. */
  readonly nowMs: () => number;
};

/** What a CRM has told, to be followed: it stands in the store like an effect, and is performed like one. */
export type FollowChange = {
  readonly type: 'follow-crm-change';
  readonly key: string;
  readonly system: string;
  readonly change: CrmChange;
};

/** Everything that stands in the store to be performed. */
export type Work = Effect | DeleteCopy | FollowChange;

/** An effect that this process may perform until its lease ends. */
export type ClaimedEffect = {
  readonly businessId: string;
  readonly callerId: string;
  /** The effect's key, with the CRM's name behind it where one effect goes to several. */
  readonly key: string;
  readonly lane: string;
  readonly effect: Work;
  /** Counts this attempt, and so tells it from every other one. */
  readonly attempts: number;
  /** When it was to be done first. */
  readonly dueAt: Instant;
  /** When we asked for it, by the lease's steady clock. */
  readonly claimedAtMs: number;
  /** Of a text that was written down as being handed over already: how long from then on it is useful. */
  readonly begunSecondsLeft?: number;
  /** It shows whether a CRM that rests is back. */
  readonly isProbe?: true;
};

/** What became of an attempt. */
export type Outcome =
  | { readonly type: 'done' }
  /** The event that its result became has settled it. */
  | { readonly type: 'settled' }
  | { readonly type: 'again'; readonly afterMs: number; readonly problem: string }
  /** Nothing will change by itself: it waits for a person, and nothing waits behind it. */
  | { readonly type: 'parked'; readonly problem: string }
  /** It was not done, and nobody needs it any more. */
  | { readonly type: 'discarded'; readonly problem: string };

export const textLane = 'texts';
export const lookUpLane = 'look-ups';
/** Apart from the CRMs, of which a slow one must not make an answer too late for the text that waits. */
export const lineTypeLane = 'line-types';
export const mediaLane = 'media';
export const deletionLane = 'deletions';

const crmLanes = 'crm:';

/** What is urgent never waits behind what is gathered: a lane is in order for each caller. */
export function noticeLane(channel: ChannelName, urgent: boolean): string {
  return `${urgent ? 'notices' : 'digests'}:${channel}`;
}

export const noticeLanes: readonly string[] = (['email', 'slack', 'text'] as const).flatMap((channel) =>
  [true, false].map((urgent) => noticeLane(channel, urgent)),
);

export function crmLane(system: string): string {
  return `${crmLanes}${system}`;
}

/** What a CRM tells is followed in a lane of its own, also while nothing can be written into it. */
export function crmNewsLane(system: string): string {
  return `crm-news:${system}`;
}

/** The CRM that a lane writes into; null for the other lanes. */
export function systemOf(lane: string): string | null {
  return lane.startsWith(crmLanes) ? lane.slice(crmLanes.length) : null;
}

/** Whether the lease still holds with `neededMs` to spare. */
export function isStillHeld(claimed: ClaimedEffect, lease: Lease, neededMs: number): boolean {
  return lease.nowMs() - claimed.claimedAtMs + neededMs < lease.ms;
}

/**
 * Writes down what became of an attempt; nothing, where the effect has been taken over since, by another process or
 * by this one.
 */
export async function settle(
  db: Db,
  claimed: ClaimedEffect,
  owner: string,
  outcome: Exclude<Outcome, { type: 'settled' | 'parked' }>,
): Promise<void> {
  const next =
    outcome.type === 'done'
      ? { state: 'done' as const, problem: null }
      : outcome.type === 'discarded'
        ? { state: 'discarded' as const, problem: outcome.problem }
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
