import { CrmError } from '@ringback/crm';
import { isResting } from '../circuit.ts';
import type { CrmConnections } from '../crm-connections.ts';
import { CallerBusyError } from '../data-care/erase-caller.ts';
import type { Db } from '../database/connection.ts';
import type { Directory } from '../directory.ts';
import type { EventDraft } from '../handle-event.ts';
import type { ClaimedEffect, Outcome } from '../lease.ts';
import { retryDelayMs } from '../retry.ts';
import { followContact } from './follow-contact.ts';
import { followDeal, followTask } from './follow-work.ts';
import { NotAskedError } from './news-context.ts';

/** One call of a vendor's API may take so long. */
const timeoutMs = 20_000;
const busyAgainMs = 60_000;
const restAgainMs = 15_000;
/** Somebody has to connect it again first. */
const absentAgainMs = 10 * 60_000;
/** With the growing time between two attempts that is some days: what is older is no news. */
const mostAttempts = 200;

export type FollowerOptions = {
  readonly db: Db;
  readonly connections: CrmConnections;
  readonly directory: Directory;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
  /** Aborted when the process has to be gone. */
  readonly hurry: AbortSignal;
};

/**
 * Follows what a CRM tells: looks at how things stand there now, and takes it over. So news may come late, twice or in
 * a wrong order. Only what must not wait, an opt-out and an erasure, is done without asking.
 */
export function createChangeFollower(options: FollowerOptions) {
  const { db, connections, directory } = options;

  return async function follow(claimed: ClaimedEffect): Promise<Outcome> {
    const { effect, businessId } = claimed;
    if (effect.type !== 'follow-crm-change') throw new Error(`${effect.type} is no news of a CRM`);
    const { system, change } = effect;
    const known = directory.byId(businessId);
    if (!known) return again(claimed, 'the business is not known to this process yet', busyAgainMs);
    const account = await connections.accountFor(businessId, system);
    const isUsable = account?.reader != null && !(await isResting(db, { businessId, system }));
    const context = {
      ...options,
      claimed,
      known,
      businessId,
      system,
      settings: known.settings.crm.find((each) => each.system === system)?.settings ?? {},
      account: isUsable ? account : null,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), options.hurry]),
    };
    try {
      switch (change.type) {
        case 'deal-changed':
          await followDeal(change, context);
          break;
        case 'task-changed':
          await followTask(change, context);
          break;
        default:
          await followContact(change, context);
      }
      return { type: 'done' };
    } catch (error) {
      if (error instanceof CallerBusyError) return again(claimed, error.message, busyAgainMs);
      if (error instanceof NotAskedError)
        return again(claimed, error.message, account === null ? absentAgainMs : restAgainMs);
      if (!(error instanceof CrmError)) throw error;
      // Whether the grant is gone is found out by what is written: an app may lack the right to read deals alone.
      if (error.retry === 'never' && error.code !== 'crm-auth')
        return { type: 'discarded', problem: error.message };
      return again(claimed, error.message, error.code === 'crm-auth' ? absentAgainMs : error.retryAfterMs);
    }
  };
}

function again(claimed: ClaimedEffect, problem: string, afterMs: number | null = null): Outcome {
  if (claimed.attempts >= mostAttempts) return { type: 'discarded', problem };
  return { type: 'again', afterMs: afterMs ?? retryDelayMs(claimed.attempts), problem };
}
