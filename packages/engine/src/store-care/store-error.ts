/** A store cannot be moved, backed up or restored as it was asked; the message says what to do. */
export class StoreError extends Error {
  readonly code:
    | 'store-not-empty'
    | 'store-missing'
    | 'store-outdated'
    | 'store-differs'
    | 'backup-exists'
    | 'backup-unreadable';

  constructor(code: StoreError['code'], message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
