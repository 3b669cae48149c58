import { type Asked, visitFeatures } from './features.ts';
import type { Sentence } from './sentence.ts';

/** What is asked of a text; the second and the fourth have a meaning only where the one before them is so. */
export const questions = ['silence', 'stranger', 'urgent', 'life'] as const;
export type ModelQuestion = (typeof questions)[number];

/** Log-odds of a yes: 0 is even, 2 is about 88 %. */
export type Opinion = Readonly<Record<ModelQuestion, number>> & {
  /**
   * Of silence, the less of it the less the model has met in words of what was said; nothing where it has met no two of
   * them together, for a word that means silence among its own does not among strangers.
   */
  readonly cautious: number;
};

export type Model = {
  readonly opinionOn: (sentence: Sentence, asked: Asked | null) => Opinion;
  /** The person's own words that speak most for a yes; '' when none does. */
  readonly wordsFor: (question: ModelQuestion, sentence: Sentence, asked: Asked | null) => string;
};

/** Letters that need no escape in a template string, for numbers from 0 to 83. */
export const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#%&()*+,-./:;<=>?@[]^';
/** A weight of 0, so that weights reach from -`zero` to `zero`: finer ones read no better. */
export const zero = 8;
export const keyBits = 21;
/** A key is told by how far it lies from the one before. */
export const keyDigits = 2;

const slots = 1 << 15;
/** What the model makes of a lone letter or a number has to do with its neighbours, which may be strangers here. */
const wordShape = /^(?:[\p{L}']{2,}|[aiuy])$/u;

/**
 * A linear model from its table: the weights of one unit and the biases on the first line, then the
 * distances of all keys, and for each question all weights, which packs better than feature by feature.
 */
export function createModel(table: string): Model {
  const [head = '', ...lines] = table.trim().split('\n');
  const numbers = head.split(' ').map(Number);
  const unit = questions.map((_, at) => numbers[at] ?? 0);
  const bias = questions.map((_, at) => numbers[questions.length + at] ?? 0);
  const body = lines.join('');
  const count = body.length / (keyDigits + questions.length);
  const weights = new Int8Array(count * questions.length);
  const keys = new Int32Array(slots).fill(-1);
  const places = new Int32Array(slots);
  const numberOf = new Map([...digits].map((digit, value) => [digit, value]));
  const digitAt = (at: number) => numberOf.get(body[at] ?? '') ?? 0;
  let key = 0;
  for (let feature = 0; feature < count; feature += 1) {
    let distance = 0;
    for (let at = 0; at < keyDigits; at += 1) {
      distance = distance * digits.length + digitAt(feature * keyDigits + at);
    }
    key += distance;
    let slot = key % slots;
    while (keys[slot] !== -1) slot = (slot + 1) % slots;
    keys[slot] = key;
    places[slot] = feature;
    for (const at of questions.keys()) {
      weights[feature * questions.length + at] = digitAt((keyDigits + at) * count + feature) - zero;
    }
  }

  const find = (hash: number): number => {
    const wanted = shortKey(hash);
    let slot = wanted % slots;
    while (keys[slot] !== -1) {
      if (keys[slot] === wanted) return places[slot] as number;
      slot = (slot + 1) % slots;
    }
    return -1;
  };
  const weightOf = (feature: number, question: number) =>
    weights[feature * questions.length + question] as number;

  return {
    opinionOn: (sentence, asked) => {
      const met: number[] = [];
      let [silence, stranger, urgent, life] = [0, 0, 0, 0];
      // The text as a whole is one thing said.
      let [said, metInWords, metTogether] = [1, 0, 0];
      const isWord = (place: number) => wordShape.test(sentence.parts[place] as string);
      visitFeatures(sentence, asked, (hash, from, to) => {
        const feature = find(hash);
        if (to > 0) said += 1;
        if (feature >= 0 && (isWord(from) || isWord(to))) {
          metInWords += 1;
          if (from < to) metTogether += 1;
        }
        if (feature < 0 || met.includes(feature)) return;
        met.push(feature);
        silence += weightOf(feature, 0);
        stranger += weightOf(feature, 1);
        urgent += weightOf(feature, 2);
        life += weightOf(feature, 3);
      });
      const known = metTogether > 0 ? Math.sqrt(metInWords / said) : 0;
      const share = 1 / Math.sqrt(met.length + 1);
      const logOdds = (sum: number, question: number) =>
        sum * (unit[question] ?? 0) * share + (bias[question] ?? 0);
      return {
        silence: logOdds(silence, 0),
        cautious: logOdds(silence * (asksOfTexts(asked) ? 1 : known), 0),
        stranger: logOdds(stranger, 1),
        urgent: logOdds(urgent, 2),
        life: logOdds(life, 3),
      };
    },
    wordsFor: (question, sentence, asked) => {
      const at = questions.indexOf(question);
      const speaksFor = new Array<number>(sentence.parts.length).fill(0);
      const met = new Set<number>();
      visitFeatures(sentence, asked, (hash, from, to) => {
        const feature = find(hash);
        if (feature < 0 || met.has(feature)) return;
        met.add(feature);
        for (let place = from; place <= to; place += 1) {
          speaksFor[place] = (speaksFor[place] ?? 0) + weightOf(feature, at) / (to - from + 1);
        }
      });
      return weightiestWords(sentence, speaksFor);
    },
  };
}

/** Whoever is asked about our texts may answer in any word. */
function asksOfTexts(asked: Asked | null): boolean {
  return asked !== null && asked.question.asks !== 'other' && asked.question.asks !== 'start';
}

/** The part of a hash that the table keeps. */
export function shortKey(hash: number): number {
  return hash >>> (32 - keyBits);
}

/** The run of words whose weights sum up highest. */
function weightiestWords({ parts, quote }: Sentence, weights: readonly number[]): string {
  let [best, from, to] = [0, 0, -1];
  let [sum, start] = [0, 0];
  for (const [place, weight] of weights.entries()) {
    if (sum <= 0) [sum, start] = [0, place];
    sum += weight;
    if (sum > best) [best, from, to] = [sum, start, place];
  }
  if (to < 0) return '';
  const lengthOf = (until: number) =>
    parts.slice(0, until).reduce((length, part) => length + part.length + 1, 1);
  return quote(lengthOf(from), lengthOf(to + 1) - 1);
}
