import type { Instant } from '@ringback/core';

/** A place in a list that runs from the newest to the oldest: the item after which the next page begins. */
export type Place = { readonly at: Instant; readonly businessId: string; readonly id: string };

export type PageRequest = {
  /** The businesses that may be seen; none of them, nothing to see. */
  readonly businessIds: readonly string[];
  readonly limit: number;
  readonly after: Place | null;
};

/** `next` is null on the last page. */
export type Page<T> = { readonly items: readonly T[]; readonly next: Place | null };

/** Makes a page of one row more than it holds, which tells whether another page follows. */
export function toPage<T>(rows: readonly T[], limit: number, placeOf: (item: T) => Place): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? placeOf(last) : null };
}
