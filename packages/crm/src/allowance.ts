/** `perSecond` on the whole, and `burst` at once where nothing was asked for a while. */
export type Rate = { readonly perSecond: number; readonly burst: number };

/** Vendors count searches apart. */
export type RequestKind = 'request' | 'search';

/**
 * Takes one request out of what an account may be asked, which all processes share; answers in how many milliseconds
 * it may be made. It counts whether it is made or not.
 */
export type Allowance = (kind: RequestKind, rate: Rate) => Promise<number>;
