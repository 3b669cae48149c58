import { createMemo } from '../memo.ts';
import { type Token, tokenise } from './normalise.ts';
import { tellSenses } from './senses.ts';
import { createSpeller } from './spelling.ts';
import * as en from './words/english.ts';
import * as fr from './words/french.ts';
import * as es from './words/spanish.ts';

/**
 * A text as the rules see it: ` | who is this | i NEVER CALLED you | do NOT MSG me | `. Words that do the same work in
 * a sentence have one name in capitals; courtesies and curses are left out; `|` and `,` part the clauses.
 */
export type Sentence = {
  readonly words: string;
  /** The same, apart. */
  readonly parts: readonly string[];
  /** The words alone, as written: lower case, no accents, no marks. */
  readonly written: readonly string[];
  /** The same with slips mended. */
  readonly typed: readonly string[];
  /** What the person typed where a rule matched, from and to in `words`. */
  readonly quote: (from: number, to: number) => string;
};

const listed = new Map<string, string>();
for (const table of [en.english, es.spanish, fr.french]) {
  for (const [name, words] of Object.entries(table)) {
    for (const word of words.split(' ')) if (!listed.has(word)) listed.set(word, name);
  }
}
const stems = [...es.spanishStems, ...fr.frenchStems];
const skipped = new Set(`${en.englishSkipped} ${es.spanishSkipped} ${fr.frenchSkipped}`.split(' '));
const names = new Set(en.givenNames.split(' '));
const expansions = new Map(Object.entries(en.englishExpansions));
const notNames = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december english spanish french google yelp facebook'.split(
    ' ',
  ),
);
const realWords = new Set([
  ...`${en.englishRealWords} ${es.spanishRealWords}`.split(' '),
  ...skipped,
  ...names,
  ...listed.keys(),
]);
const mend = createSpeller(
  `${en.englishTargets} ${es.spanishTargets} ${fr.frenchTargets}`.split(' '),
  realWords,
);

export function readSentence(text: string): Sentence {
  const tokens = tokenise(text, expansions);
  let capitals = 0;
  for (const { capital } of tokens) if (capital) capitals += 1;
  // Some write Every Word Like This; then a capital says nothing about names.
  const isTitleCase = capitals >= 3 && capitals * 2 > tokens.length;
  const parts: string[] = ['|'];
  const places: number[] = [-1];
  const written: string[] = [];
  const typed: string[] = [];
  let last = '|';
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const lexeme = lexemeOf(token.word);
    if (token.typed !== '') {
      written.push(token.typed);
      typed.push(typedWord(token, lexeme));
    }
    if (lexeme.isSkipped) continue;
    if (isMark(token.word)) {
      if (token.word === '|' && last === ',') parts[parts.length - 1] = '|';
      if (isMark(last)) {
        last = parts.at(-1) ?? '';
        continue;
      }
    }
    last = isMark(token.word) ? token.word : nameOf(token, lexeme, !isTitleCase);
    parts.push(last);
    places.push(index);
  }
  if (!isMark(last)) parts.push('|');
  else if (parts.length > 1) parts[parts.length - 1] = '|';
  tellSenses(parts);
  const words = ` ${parts.join(' ')} `;
  return { words, parts, written, typed, quote: (from, to) => quoteOf(words, places, tokens, from, to) };
}

/** What is known of a word by itself. */
type Lexeme = {
  /** By its work, or null for a word that is in no list. */
  readonly name: string | null;
  readonly isSkipped: boolean;
  readonly isGivenName: boolean;
  /** The word that somebody meant who slipped, and its name. */
  readonly mended: string | null;
  readonly meant: string;
};

/** More words than a day's replies hold between them. */
const wordsRemembered = 10_000;
const lexemeOf = createMemo(wordsRemembered, (word): Lexeme => {
  const mended = listed.has(word) ? null : mend(word);
  return {
    name: nameOfWord(word),
    isSkipped: skipped.has(word),
    isGivenName: names.has(word),
    mended,
    meant: mended === null ? word : (nameOfWord(mended) ?? mended),
  };
});

/** Contractions and signs go by what they stand for in a keyword. */
function typedWord({ word, typed }: Token, { mended }: Lexeme): string {
  if (word === typed || word === 'stopsign' || word === 'thumb') return mended ?? word;
  const plain = typed.replaceAll("'", '');
  return listed.has(plain) || expansions.has(plain) ? plain : (lexemeOf(plain).mended ?? plain);
}

function isMark(word: string): boolean {
  return word === '|' || word === ',';
}

function nameOf({ word, capital }: Token, lexeme: Lexeme, capitalsAreNames: boolean): string {
  if (lexeme.name !== null) return lexeme.name;
  if (lexeme.isGivenName || (capitalsAreNames && capital && !notNames.has(word))) return 'NAME';
  return lexeme.meant;
}

function nameOfWord(word: string): string | null {
  const name = listed.get(word);
  if (name !== undefined) return name;
  return stems.find(([, shape]) => shape.test(word))?.[0] ?? null;
}

function quoteOf(
  line: string,
  places: readonly number[],
  tokens: readonly Token[],
  from: number,
  to: number,
): string {
  const countWords = (until: number) => {
    let count = 0;
    for (let at = line.indexOf(' ', 1); at >= 0 && at < until; at = line.indexOf(' ', at + 1)) count += 1;
    return count;
  };
  const first = places[countWords(from)] ?? 0;
  const last = places[countWords(to)] ?? tokens.length - 1;
  return tokens
    .slice(Math.max(first, 0), last + 1)
    .map((token) => token.typed)
    .filter((typed) => typed !== '')
    .join(' ')
    .replaceAll("' ", "'");
}
