import type { E164 } from '@ringback/core';

/** Why calls or texts of a number do not come to us as they should. */
export type NumberProblem = {
  readonly code:
    | 'calls-elsewhere'
    | 'call-ends-elsewhere'
    | 'texts-elsewhere'
    /** Calls come here, but ring nowhere while this server is away. */
    | 'no-fallback'
    | 'cannot-call'
    | 'cannot-text';
  /** One sentence for the owner. */
  readonly detail: string;
};

/** A number of the account. */
export type OwnedNumber = {
  /** The provider's id of it. */
  readonly providerId: string;
  readonly number: E164;
  /** What the account calls it. */
  readonly label: string;
  /** Empty: its calls and texts come here. */
  readonly problems: readonly NumberProblem[];
};

/** A number that could be bought. */
export type AvailableNumber = {
  readonly number: E164;
  /** As people write it where it is, such as `(512) 555-0150`. */
  readonly label: string;
  /** The town and the state, as far as the provider knows them. */
  readonly place: string | null;
  readonly canText: boolean;
};

type Call = { readonly signal: AbortSignal };

/**
 * The numbers of the account. Every method throws `MessagingError`: `never` (refused; `providerCode` and the message
 * say why), `later` (nothing was done), `unknown` (it may have been done).
 */
export interface PhoneNumbers {
  /** Every number of the account, in the provider's order. */
  list(options: Call): Promise<readonly OwnedNumber[]>;
  /** null: it is no number of the account. */
  find(number: E164, options: Call): Promise<OwnedNumber | null>;
  /** Numbers for sale in an area code, three digits, that take calls and texts; at most `limit`. */
  searchAvailable(
    query: { readonly country: 'US' | 'CA'; readonly areaCode: string; readonly limit: number },
    options: Call,
  ): Promise<readonly AvailableNumber[]>;
  /**
   * Buys this very number, which costs money every month, and points it here. Safe to repeat after whatever outcome:
   * the provider sells a number once, and a number that is ours already is given as it is.
   */
  buy(
    purchase: { readonly number: E164; readonly label: string; readonly confirm: true },
    options: Call,
  ): Promise<OwnedNumber>;
  /** Points the number's calls and texts here, whatever took them before. null: it is no number of the account. */
  connect(number: E164, options: Call): Promise<OwnedNumber | null>;
}
