import { type Token, tokenise } from './normalise.ts';
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
  /** The words alone, as typed: lower case, no accents, no marks. */
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
  const capitals = tokens.filter(({ capital }) => capital).length;
  // Some write Every Word Like This; then a capital says nothing about names.
  const isTitleCase = capitals >= 3 && capitals * 2 > tokens.length;
  const words: string[] = [' |'];
  const places: number[] = [-1];
  for (const [index, token] of tokens.entries()) {
    if (skipped.has(token.word)) continue;
    if (token.word === '|' && words.at(-1) === ',') words[words.length - 1] = '|';
    else if (isMark(token.word) && isMark(words.at(-1)?.trim() ?? '')) continue;
    else {
      words.push(nameOf(token, !isTitleCase));
      places.push(index);
    }
  }
  if (!isMark(words.at(-1)?.trim() ?? '')) words.push('|');
  else if (words.length > 1) words[words.length - 1] = '|';
  const line = `${words.join(' ')} `;
  const typed = tokens.filter(({ typed }) => typed !== '').map(typedWord);
  return { words: line, typed, quote: (from, to) => quoteOf(line, places, tokens, from, to) };
}

/** Contractions and signs go by what they stand for in a keyword. */
function typedWord({ word, typed }: Token): string {
  if (word === 'stopsign' || word === 'thumb') return word;
  const plain = typed.replaceAll("'", '');
  return listed.has(plain) || expansions.has(plain) ? plain : (mend(plain) ?? plain);
}

function isMark(word: string): boolean {
  return word === '|' || word === ',';
}

function nameOf(token: Token, capitalsAreNames: boolean): string {
  const known = nameOfWord(token.word);
  if (known !== null) return known;
  if (names.has(token.word) || (capitalsAreNames && token.capital && !notNames.has(token.word)))
    return 'NAME';
  const mended = mend(token.word);
  return mended === null ? token.word : (nameOfWord(mended) ?? mended);
}

function nameOfWord(word: string): string | null {
  const name = listed.get(word);
  if (name !== undefined) return name;
  for (const [stem, shape] of stems) if (shape.test(word)) return stem;
  return null;
}

function quoteOf(
  line: string,
  places: readonly number[],
  tokens: readonly Token[],
  from: number,
  to: number,
): string {
  const countWords = (until: number) => line.slice(1, until).split(' ').length - 1;
  const first = places[countWords(from)] ?? 0;
  const last = places[countWords(to)] ?? tokens.length - 1;
  return tokens
    .slice(Math.max(first, 0), last + 1)
    .map((token) => token.typed)
    .filter((typed) => typed !== '')
    .join(' ')
    .replaceAll("' ", "'");
}
