import { createMemo } from '../memo.ts';
import { answerIn, type Question } from './last-outbound.ts';
import type { Sentence } from './sentence.ts';
import { scenes } from './words/scenes.ts';

/** What our last text was about, as far as an answer can turn on it. */
export type Asked = { readonly question: Question; readonly sentence: Sentence };

const sceneOf = new Map<string, number>();
const sceneOfStem = new Map<string, number>();
const stemLengths = new Set<number>();
for (const [at, [, words]] of Object.entries(scenes).entries()) {
  for (const word of words.split(' ')) {
    const stem = word.endsWith('~') ? word.slice(0, -1) : null;
    const known = stem === null ? sceneOf : sceneOfStem;
    if (stem !== null) stemLengths.add(stem.length);
    // The first scene that names a word has it; a second one would only say the same again.
    const key = stem ?? word;
    if (!known.has(key)) known.set(key, at + 1);
  }
}
const lengths = [...stemLengths].sort((one, other) => other - one);

/** Kinds of features, so that the word "gas" and the scene of gas have different keys. */
const [word, stem, pair, gap, scene, scenePair, negated, sceneThen, asked, answered, length] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
];

/** FNV-1a over UTF-16 units, from a kind. */
function hashText(kind: number, text: string, until = text.length): number {
  let hash = (2166136261 ^ kind) | 0;
  for (let at = 0; at < until; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return hash;
}

function hashPair(kind: number, one: number, other: number): number {
  let hash = Math.imul((one ^ kind) | 0, 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + other, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function sceneOfWord(text: string): number {
  const known = sceneOf.get(text);
  if (known !== undefined) return known;
  for (const size of lengths) {
    if (size > text.length) continue;
    const found = sceneOfStem.get(text.slice(0, size));
    if (found !== undefined) return found;
  }
  return 0;
}

const stemLength = 5;
const negations = new Set([
  'NOT',
  'no',
  'NEVER',
  'without',
  'PAS',
  'PLUS',
  'sin',
  'pas',
  'ni',
  'MAS',
  'nobody',
  'never',
]);
/** How far a "not" reaches, in words. */
const negationReach = 4;

/** What a word is by itself to the model; 0 where it has no stem or scene. */
type Weighed = {
  readonly hash: number;
  readonly stem: number;
  readonly scene: number;
  readonly inScene: number;
};

const weighedOf = createMemo(10_000, (part): Weighed => {
  const found = sceneOfWord(part);
  return {
    hash: hashText(word, part),
    stem: part.length > stemLength ? hashText(stem, part, stemLength) : 0,
    scene: found,
    inScene: found === 0 ? 0 : hashPair(scene, found, 0),
  };
});

export type Visit = (key: number, from: number, to: number) => void;

/** Calls `visit` with a number for everything said, and the places in `Sentence.parts` of the words that say it. */
export function visitFeatures(sentence: Sentence, outbound: Asked | null, visit: Visit): void {
  const { parts } = sentence;
  const hashes: number[] = [];
  const scenesMet: number[] = [];
  let negatedUntil = -1;
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as string;
    const weighed = weighedOf(part);
    const { hash, scene: found } = weighed;
    hashes.push(hash);
    if (at > 0) visit(hashPair(pair, hashes[at - 1] as number, hash), at - 1, at);
    if (at > 1) visit(hashPair(gap, hashes[at - 2] as number, hash), at - 2, at);
    if (part === '|' || part === ',') {
      negatedUntil = -1;
      continue;
    }
    visit(hash, at, at);
    if (weighed.stem !== 0) visit(weighed.stem, at, at);
    if (found !== 0) {
      visit(weighed.inScene, at, at);
      visit(hashPair(sceneThen, found, hashes[at - 1] ?? 0), at - 1, at);
      if (at <= negatedUntil) visit(hashPair(negated, found, 0), at, at);
      if (!scenesMet.includes(found)) {
        for (const other of scenesMet) {
          visit(hashPair(scenePair, Math.min(found, other), Math.max(found, other)), at, at);
        }
        scenesMet.push(found);
      }
    }
    if (negations.has(part)) negatedUntil = at + negationReach;
  }
  visit(hashPair(length, Math.min(Math.floor(Math.log2(parts.length)), 6), 0), 0, 0);
  // Whoever is silenced had our confirmation last, whatever they write now; the rules know the yes that ends it.
  if (outbound && outbound.question.asks !== 'start') visitAnswer(sentence, outbound, hashes, visit);
}

function visitAnswer(
  sentence: Sentence,
  { question, sentence: ours }: Asked,
  hashes: readonly number[],
  visit: Visit,
): void {
  const { answer } = answerIn(sentence.words);
  if (answer !== null) {
    // What they say yes or no to: "Is water still coming in?"
    const answerHash = hashText(asked, answer);
    for (const part of ours.parts) visit(hashPair(answered, weighedOf(part).hash, answerHash), 0, 0);
    for (const found of new Set(ours.parts.map((part) => weighedOf(part).scene))) {
      if (found !== 0) visit(hashPair(answered, found, answerHash), 0, 0);
    }
  }
  // Without a question mark, words such as "reply with your number" only look like a question.
  if (question.asks === 'other' || !question.hasMark) return;
  const asks = hashText(asked, question.asks);
  if (answer !== null) visit(hashPair(answered, asks, hashText(answered, answer)), 0, 0);
  if (sentence.written.length <= 8) {
    for (const hash of hashes) visit(hashPair(asked, asks, hash), 0, 0);
  }
}
