/** Work that no rule decides and no caller is left for: the provider's copy of a text or a call is to go. */
export type DeleteCopy = {
  readonly type: 'delete-copy';
  readonly key: string;
  readonly kind: 'text' | 'call';
  readonly providerId: string;
};
