import type { Instant } from '@ringback/core';
import type { Handled } from './handle-event.ts';
import type { ClaimedEffect, Outcome } from './lease.ts';

/** Watches what the engine of this process does, for metrics and traces. It changes nothing, and must not throw. */
export type EngineObserver = {
  /** An event went through, a repeat too; it began at `beganMs` of `performance.now()` and has just ended. */
  handled(handled: Handled, beganMs: number): void;
  /** Makes an attempt of an effect by calling `perform`, and hands on what that comes to. */
  performing(claimed: ClaimedEffect, perform: () => Promise<Outcome>): Promise<Outcome>;
  /** The provider has taken a text, `at` by the store's clock. */
  handedOver(claimed: ClaimedEffect, at: Instant): void;
};

export const nobodyWatches: EngineObserver = {
  handled() {},
  performing: (_claimed, perform) => perform(),
  handedOver() {},
};
