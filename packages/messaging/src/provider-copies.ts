/**
 * What the provider keeps of texts and calls, to be deleted there. What is gone already counts as deleted, so each may
 * be asked for again.
 */
export interface ProviderCopies {
  /**
   * Deletes a text, with what came with it.
   * @throws MessagingError `later` also while the text is on its way, or nobody saw what became of the request
   */
  deleteText(providerId: string, options: { readonly signal: AbortSignal }): Promise<void>;
  /**
   * Deletes everything that was recorded of a call, the legs that were rung for it, and then the call itself.
   * @throws MessagingError `later` also while the call goes on, or nobody saw what became of the request
   */
  deleteCall(callId: string, options: { readonly signal: AbortSignal }): Promise<void>;
}
