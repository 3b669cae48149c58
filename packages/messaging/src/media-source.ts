/** A picture or another file that came with a text. */
export type FetchedMedia = {
  /** In lower case, without parameters: `image/jpeg`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

/** Where the files that come with texts lie until they are fetched. */
export interface MediaSource {
  /**
   * Fetches one file whole.
   * @throws MessagingError `media-refused` (never: not the provider's, gone, too large, or of a kind that is not kept),
   * `messaging-auth` (later: the account or token is not accepted), `messaging-unreachable` (later)
   */
  fetch(url: string, options: { readonly signal: AbortSignal }): Promise<FetchedMedia>;
  /**
   * Deletes a file at the provider; done, too, where it is gone already.
   * @throws MessagingError as `fetch`
   */
  remove(url: string, options: { readonly signal: AbortSignal }): Promise<void>;
}
