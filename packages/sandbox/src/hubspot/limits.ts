import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { Refusal } from './reply.ts';

/** Requests an account may make; a marketplace app's figures by default. */
export type Limits = { readonly perTenSeconds: number; readonly searchesPerSecond: number };

/** Source: HubSpot's usage guidelines, read 2026-11-20: search has a limit of its own and counts only there. */
export const marketplaceLimits: Limits = { perTenSeconds: 110, searchesPerSecond: 5 };

function createWindow(clock: Clock, lengthMs: number, maximum: number) {
  let taken: readonly number[] = [];
  return {
    /** How many are left after this one; null when there was none left. A refused request does not count. */
    take(): number | null {
      const now = clock.now().getTime();
      taken = taken.filter((at) => at > now - lengthMs);
      if (taken.length >= maximum) return null;
      taken = [...taken, now];
      return maximum - taken.length;
    },
  };
}

export function rateLimited(policyName: string, message: string, retryAfterSeconds?: number): Refusal {
  const body = { status: 'error', message, errorType: 'RATE_LIMIT', correlationId: randomUUID(), policyName };
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return new Refusal({ status: 429, body, headers }, message);
}

export type LimitKeeper = {
  /**
   * Headers for the answer: none on searches, which is HubSpot's way.
   * @throws Refusal 429 with policyName TEN_SECONDLY_ROLLING or SECONDLY
   */
  take(kind: 'search' | 'general'): { readonly [name: string]: string };
};

export function createLimitKeeper(clock: Clock, limits: Limits): LimitKeeper {
  const general = createWindow(clock, 10_000, limits.perTenSeconds);
  const search = createWindow(clock, 1_000, limits.searchesPerSecond);
  return {
    take(kind) {
      if (kind === 'search') {
        if (search.take() === null) throw rateLimited('SECONDLY', 'You have reached your secondly limit.');
        return {};
      }
      const left = general.take();
      if (left === null)
        throw rateLimited('TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.');
      return {
        'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
        'X-HubSpot-RateLimit-Max': String(limits.perTenSeconds),
        'X-HubSpot-RateLimit-Remaining': String(left),
      };
    },
  };
}
