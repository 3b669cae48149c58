import type { Instant } from './instant.ts';

/** What is going to happen, the earliest first; of what happens at the same moment, what was put in first. */
export type Agenda<T> = {
  readonly size: number;
  put(at: Instant, item: T): void;
  /** The next item if it happens before `until` (or at all), and takes it out. */
  takeBefore(until: Instant | null): { readonly at: Instant; readonly item: T } | null;
};

type Entry<T> = { readonly at: Instant; readonly place: number; readonly item: T };

/** A binary heap: an agenda of a hundred thousand callers is asked a million times. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let places = 0;

  const isBefore = (one: Entry<T>, other: Entry<T>): boolean =>
    one.at === other.at ? one.place < other.place : one.at < other.at;

  function rise(entry: Entry<T>): void {
    let index = heap.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  function sink(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      const leftIndex = 2 * index + 1;
      const left = heap[leftIndex];
      if (!left) break;
      const right = heap[leftIndex + 1];
      const [child, childIndex] = right && isBefore(right, left) ? [right, leftIndex + 1] : [left, leftIndex];
      if (!isBefore(child, entry)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = entry;
  }

  return {
    get size() {
      return heap.length;
    },
    put(at, item) {
      rise({ at, place: places++, item });
    },
    takeBefore(until) {
      const first = heap[0];
      if (!first || (until !== null && first.at >= until)) return null;
      const last = heap.pop();
      if (last && heap.length > 0) sink(last);
      return { at: first.at, item: first.item };
    },
  };
}
