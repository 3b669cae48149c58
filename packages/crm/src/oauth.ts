import type { Instant } from '@ringback/core';

/** What an OAuth server gives; stored encrypted, before it is used. */
export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Instant;
};

export type Grant = { readonly tokens: Tokens; readonly accountId: string; readonly accountName: string };

/** How one vendor's OAuth works; state, storage and single flight are ours. */
export interface OAuthVendor {
  readonly system: string;
  /** Where the administrator's browser goes to agree. */
  authorizeUrl(request: { readonly state: string; readonly redirectUri: string }): string;
  /** @throws CrmError crm-auth when the code is wrong or used */
  exchangeCode(request: {
    readonly code: string;
    readonly redirectUri: string;
    readonly now: Instant;
  }): Promise<Grant>;
  /**
   * @throws CrmError crm-auth when the grant is gone for good; crm-unavailable when trying later may help;
   * crm-misconfigured when the vendor does not know our app, which says nothing about the grant
   */
  refresh(refreshToken: string, now: Instant): Promise<Tokens>;
  /**
   * Uninstalls the app from the account and revokes the grant, where the vendor knows such a thing.
   * @throws CrmError crm-auth when it was over already
   */
  endAccess?(
    tokens: Pick<Tokens, 'accessToken' | 'refreshToken'>,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
}

/**
 * Gives a valid access token, renewed when it is about to expire. `refused` is a token that the vendor has just
 * turned down although its time was not over; it is not given again.
 * @throws CrmError crm-auth when the grant is gone for good; crm-unavailable when trying later may help
 */
export type AccessToken = (options: {
  readonly signal: AbortSignal;
  readonly refused?: string;
}) => Promise<string>;
