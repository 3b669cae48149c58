import type { E164, LineType } from '@ringback/core';

/** What the provider knows of the lines behind numbers. Each question may cost money. */
export interface LineTypes {
  /**
   * What kind of line it is; `unknown` where the provider says that it cannot tell.
   * @throws MessagingError when there was no answer, or a refusal that concerns the account
   */
  find(phone: E164, options: { readonly signal: AbortSignal }): Promise<LineType>;
}
