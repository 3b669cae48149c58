import { MessagingError, type ProviderCopies } from '@ringback/messaging';
import type { ClaimedEffect, Outcome } from '../lease.ts';
import type { EngineLog } from '../log.ts';

export type CopyDeleterOptions = {
  readonly copies: ProviderCopies;
  /** How long one of them may take; well under the lease. */
  readonly timeoutMs: number;
  /** Aborted when the process has to be gone. */
  readonly hurry: AbortSignal;
  readonly log: EngineLog;
};

const firstDelayMs = 30_000;
const longestDelayMs = 60 * 60_000;
/** Some three days of tries. */
const mostAttempts = 80;

/** Deletes what the provider keeps of somebody who was erased here. Asked for twice it is the same. */
export function createCopyDeleter({ copies, timeoutMs, hurry, log }: CopyDeleterOptions) {
  return async function deleteCopy(claimed: ClaimedEffect): Promise<Outcome> {
    const { effect, attempts } = claimed;
    if (effect.type !== 'delete-copy') throw new Error(`${effect.type} is not of the lane of deletions`);
    const { kind, providerId } = effect;
    try {
      const options = { signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), hurry]) };
      if (kind === 'text') await copies.deleteText(providerId, options);
      else await copies.deleteCall(providerId, options);
      return { type: 'done' };
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      // An account or token that is not accepted is mended sooner or later; a refusal stays one.
      const isRefused = error.retry === 'never' && error.code !== 'messaging-auth';
      if (!isRefused && attempts < mostAttempts) {
        const afterMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempts - 1));
        return { type: 'again', afterMs, problem: error.message };
      }
      log.error('copy-not-deleted', { kind, providerId, error });
      return { type: 'discarded', problem: error.message };
    }
  };
}
