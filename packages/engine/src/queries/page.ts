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

/** What is asked of a list that runs from what was recorded last to what was recorded first. */
export type RecordedRequest = {
  readonly businessIds: readonly string[];
  readonly limit: number;
  /** The place after which the page begins. */
  readonly after: string | null;
};

/** `next` is the place after which the next page begins; null on the last one. */
export type RecordedPage<T> = { readonly items: readonly T[]; readonly next: string | null };

/** The same of rows that were recorded one after the other, which tells their place by itself. */
export function toRecordedPage<Row extends { readonly sequence: string }, T>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => T,
): RecordedPage<T> {
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? (shown.at(-1)?.sequence ?? null) : null;
  return { items: shown.map(toItem), next };
}
