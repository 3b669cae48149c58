import type { Instant } from '@ringback/core';

/** The account as the provider has it. */
export type AccountState = {
  readonly state: 'active' | 'suspended' | 'closed';
  /** A trial account reaches only numbers that were verified. */
  readonly isTrial: boolean;
  /** What the provider's clock said, in whole seconds; null: it did not say. */
  readonly clock: Instant | null;
};

/** The account that calls and texts go through. */
export interface ProviderAccount {
  /** @throws MessagingError when there was no answer, or our credentials were refused */
  read(options: { readonly signal: AbortSignal }): Promise<AccountState>;
}
