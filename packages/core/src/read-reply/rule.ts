import { alternativesOf, anchorsOf } from './anchors.ts';
import type { Sentence } from './sentence.ts';
import { createWordIndex } from './word-index.ts';

/** One way of saying one thing, over the words of a `Sentence`. */
export type Rule = {
  /** For the owner, as in: asks us to stop. */
  readonly says: string;
  /** Each is a pattern over whole words. */
  readonly ways: readonly string[];
  /** A whole sentence that means something else. */
  readonly unless?: RegExp;
  /** Words just before the match that turn its meaning: "don't" before "stop". */
  readonly unlessBefore?: RegExp;
  /** Words just after the match that turn its meaning: "before nine" after "don't call". */
  readonly unlessAfter?: RegExp;
};

/** The beginning and the end of a clause. */
export const start = '(?<=[|,] )';
export const end = '(?= [|,] )';

/** A rule from several ways of saying it; each is a pattern over whole words. */
export function rule(
  says: string,
  ways: readonly string[],
  but: {
    readonly unless?: readonly string[];
    readonly unlessBefore?: readonly string[];
    readonly unlessAfter?: readonly string[];
  } = {},
): Rule {
  return {
    says,
    ways,
    ...(but.unless && { unless: new RegExp(` (?:${but.unless.join('|')})(?= )`) }),
    ...(but.unlessBefore && { unlessBefore: new RegExp(` (?:${but.unlessBefore.join('|')}) $`) }),
    ...(but.unlessAfter && { unlessAfter: new RegExp(`^ (?:${but.unlessAfter.join('|')})(?= )`) }),
  };
}

export type Found = { readonly says: string; readonly quote: string };

/** Finds the first rule of a chapter that holds somewhere in a sentence, with the person's own words. */
export type RuleBook<Chapter extends string> = (sentence: Sentence) => (chapter: Chapter) => Found | null;

type Entry = { readonly rule: Rule; readonly pattern: RegExp };

/**
 * Rules by the words that they cannot do without, so that a sentence is looked up once and tried against a handful of
 * hundreds of patterns.
 */
export function createRuleBook<Chapter extends string>(
  chapters: Readonly<Record<Chapter, readonly Rule[]>>,
): RuleBook<Chapter> {
  const entries: Entry[] = [];
  const ends = new Map<string, readonly [number, number]>();
  const index = createWordIndex();
  for (const [chapter, rules] of Object.entries<readonly Rule[]>(chapters)) {
    const from = entries.length;
    for (const rule of rules) {
      for (const way of rule.ways.flatMap(alternativesOf)) {
        index.add(anchorsOf(way));
        entries.push({ rule, pattern: new RegExp(`(?<= )(?:${way})(?= )`, 'g') });
      }
    }
    ends.set(chapter, [from, entries.length]);
  }
  return (sentence) => {
    const candidates = index.candidates(sentence.parts);
    return (chapter) => {
      const [from, to] = ends.get(chapter) ?? [0, 0];
      for (const candidate of candidates) {
        if (candidate < from) continue;
        if (candidate >= to) break;
        const found = findIn(sentence, entries[candidate] as Entry);
        if (found) return found;
      }
      return null;
    };
  };
}

function findIn(sentence: Sentence, { rule, pattern }: Entry): Found | null {
  const { words } = sentence;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(words); match; match = pattern.exec(words)) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (
      !rule.unless?.test(words) &&
      !rule.unlessBefore?.test(words.slice(0, from)) &&
      !rule.unlessAfter?.test(words.slice(to))
    ) {
      return { says: rule.says, quote: sentence.quote(from, to) };
    }
    if (match[0] === '') pattern.lastIndex += 1;
  }
  return null;
}
