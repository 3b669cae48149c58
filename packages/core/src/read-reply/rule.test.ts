import { expect, test } from 'vitest';
import tuning from '../../../../test-fixtures/replies.jsonl?raw';
import { alternativesOf, anchorsOf } from './anchors.ts';
import { tradeRules } from './grammar/damage.ts';
import { leavingEnglish } from './grammar/leaving-english.ts';
import { lifeRules } from './grammar/life.ts';
import { refusingEnglish } from './grammar/opt-out-english.ts';
import { optOutFrench } from './grammar/opt-out-french.ts';
import { optOutSpanish } from './grammar/opt-out-spanish.ts';
import { ordinary } from './grammar/ordinary.ts';
import { wrongNumber } from './grammar/wrong-number.ts';
import { createRuleBook, rule } from './rule.ts';
import { readSentence } from './sentence.ts';
import { createWordIndex } from './word-index.ts';

const allRules = [
  ...[...refusingEnglish, ...leavingEnglish, ...optOutSpanish, ...optOutFrench, ...wrongNumber],
  ...[...lifeRules, ...tradeRules, ...Object.values(ordinary).flat()],
];

test('no pattern is passed over in a text that it matches', () => {
  const ways = allRules.flatMap(({ ways }) => ways.flatMap(alternativesOf));
  const index = createWordIndex();
  for (const way of ways) index.add(anchorsOf(way));
  const patterns = ways.map((way) => new RegExp(`(?<= )(?:${way})(?= )`));
  const missed = tuning
    .trim()
    .split('\n')
    .filter((_, at) => at % 20 === 0)
    .map((line) => readSentence(JSON.parse(line).text))
    .flatMap(({ words, parts }) => {
      const candidates = new Set(index.candidates(parts));
      return ways
        .filter((_, at) => patterns[at]?.test(words) && !candidates.has(at))
        .map((way) => [words, way]);
    });
  expect(missed).toEqual([]);
});

test.each([
  ['STOP (?:it|that)', ['STOP', 'it|that']],
  ['leak\\S*', ['leak~']],
  ['(?:pipe|tubs?) (?:\\S+ )?burst', ['burst', 'pipe|tub~']],
  ['(?:very )?late', ['late']],
  ['(?:no|yes)(?:thing)?', ['no~|yes~']],
  ['\\d+ ?pm', ['0~|1~|2~|3~|4~|5~|6~|7~|8~|9~']],
  ['\\S+ing', []],
])('a match of %s needs %j', (pattern, needed) => {
  const written = anchorsOf(pattern).map(({ words, prefixes }) =>
    [...words, ...[...prefixes].map((prefix) => `${prefix}~`)].join('|'),
  );
  expect(written.sort()).toEqual([...needed].sort());
});

test('the first rule of a chapter that holds is told, with the words of the person', () => {
  const look = createRuleBook({
    asks: [rule('asks later', ['later']), rule('asks now', ['now'], { unlessBefore: ['NOT'] })],
  });
  expect(look(readSentence('Right now, or later'))('asks')).toEqual({ says: 'asks later', quote: 'later' });
  expect(look(readSentence('right now'))('asks')).toEqual({ says: 'asks now', quote: 'now' });
  expect(look(readSentence('not now'))('asks')).toBeNull();
});
