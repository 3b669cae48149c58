import type { E164 } from '@ringback/core';

/** Whether carriers let a number's texts through: `unregistered` when nobody has asked them. */
export type SenderStanding = 'registered' | 'in-review' | 'refused' | 'unregistered';

/** What the carriers know of the account's numbers, whoever has registered them. */
export interface RegisteredSenders {
  /**
   * The standing of each of `numbers`, which are numbers of the account in the United States.
   * @throws MessagingError when there was no answer
   */
  standingsOf(
    numbers: readonly E164[],
    options: { readonly signal: AbortSignal },
  ): Promise<ReadonlyMap<E164, SenderStanding>>;
}
