import { createMemo } from '../memo.ts';
import { type Anchor, byRarity } from './anchors.ts';

/** Which of many entries, each known by words it cannot do without, a text may concern. */
export type WordIndex = {
  /** Entries are numbered from 0 as they come, all before the first look-up; without anchors one concerns every text. */
  readonly add: (anchors: readonly Anchor[]) => void;
  /** In the order in which they were added. */
  readonly candidates: (words: readonly string[]) => readonly number[];
};

/** Where a word is an anchor: of the entries that it brings up, and a bit for each that it confirms once or twice. */
type Posted = { readonly bringsUp: readonly number[]; readonly confirms: readonly [Uint8Array, Uint8Array] };

/** The entries of each word and of each beginning of words. */
type Postings = {
  readonly add: (anchor: Anchor, entry: number) => void;
  readonly of: (word: string) => readonly number[];
};

/** More words than a day's replies hold between them. */
const wordsRemembered = 10_000;

/** Entries are brought up by the rarest of their anchors alone; the two next rarest confirm them. */
export function createWordIndex(): WordIndex {
  const [rarest, second, third] = [createPostings(), createPostings(), createPostings()];
  const anchorsOf: number[] = [];
  const always: number[] = [];
  const bitsOf = (entries: readonly number[]) => {
    const bits = new Uint8Array(Math.ceil(anchorsOf.length / 8));
    for (const entry of entries) bits[entry >> 3] = (bits[entry >> 3] ?? 0) | (1 << (entry & 7));
    return bits;
  };
  const postedUnder = createMemo(
    wordsRemembered,
    (word): Posted => ({
      bringsUp: rarest.of(word),
      confirms: [bitsOf(second.of(word)), bitsOf(third.of(word))],
    }),
  );

  return {
    add: (anchors) => {
      const kept = byRarity(anchors).slice(0, 3);
      const entry = anchorsOf.push(kept.length) - 1;
      if (kept.length === 0) always.push(entry);
      for (const [at, postings] of [rarest, second, third].entries()) {
        const anchor = kept[at];
        if (anchor) postings.add(anchor, entry);
      }
    },
    candidates: (words) => {
      const posted = words.map(postedUnder);
      const met: number[] = [...always];
      for (const { bringsUp } of posted) {
        for (const entry of bringsUp) {
          if (met.includes(entry)) continue;
          const anchors = anchorsOf[entry] ?? 0;
          if (anchors > 1 && !isConfirmed(posted, 0, entry)) continue;
          if (anchors > 2 && !isConfirmed(posted, 1, entry)) continue;
          met.push(entry);
        }
      }
      return met.sort((one, other) => one - other);
    },
  };
}

function isConfirmed(posted: readonly Posted[], which: 0 | 1, entry: number): boolean {
  for (const { confirms } of posted) if (hasBit(confirms[which], entry)) return true;
  return false;
}

function hasBit(bits: Uint8Array, at: number): boolean {
  return ((bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
}

function createPostings(): Postings {
  const byWord = new Map<string, number[]>();
  const byPrefix = new Map<string, number[]>();
  const longest = 12;
  const post = (index: Map<string, number[]>, key: string, entry: number) => {
    const known = index.get(key);
    if (known) known.push(entry);
    else index.set(key, [entry]);
  };
  return {
    add: ({ words, prefixes }, entry) => {
      for (const word of words) post(byWord, word, entry);
      // A longer beginning is cut: it is met a little too often then, never too seldom.
      for (const prefix of prefixes) post(byPrefix, prefix.slice(0, longest), entry);
    },
    of: (word) => {
      const entries = [...(byWord.get(word) ?? [])];
      for (let length = 1; length <= Math.min(word.length, longest); length += 1) {
        entries.push(...(byPrefix.get(word.slice(0, length)) ?? []));
      }
      return entries;
    },
  };
}
