import type { Sentence } from './sentence.ts';

/** One way of saying one thing, over the words of a `Sentence`. */
export type Rule = {
  /** For the owner, as in: asks us to stop. */
  readonly says: string;
  readonly pattern: RegExp;
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
    pattern: new RegExp(`(?<= )(?:${ways.join('|')})(?= )`, 'g'),
    ...(but.unless && { unless: new RegExp(` (?:${but.unless.join('|')})(?= )`) }),
    ...(but.unlessBefore && { unlessBefore: new RegExp(` (?:${but.unlessBefore.join('|')}) $`) }),
    ...(but.unlessAfter && { unlessAfter: new RegExp(`^ (?:${but.unlessAfter.join('|')})(?= )`) }),
  };
}

export type Found = { readonly says: string; readonly quote: string };

/** The first rule that holds somewhere in the sentence, with the person's own words; null when none does. */
export function firstFound(rules: readonly Rule[], sentence: Sentence): Found | null {
  for (const { says, pattern, unless, unlessBefore, unlessAfter } of rules) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(sentence.words); match; match = pattern.exec(sentence.words)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (
        !unless?.test(sentence.words) &&
        !unlessBefore?.test(sentence.words.slice(0, from)) &&
        !unlessAfter?.test(sentence.words.slice(to))
      ) {
        return { says, quote: sentence.quote(from, to) };
      }
      if (match[0] === '') pattern.lastIndex += 1;
    }
  }
  return null;
}
