import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, test } from 'vitest';
import { measureText, withPlainCharacters } from './segments.ts';

test.each([
  ['', { encoding: 'GSM-7', segments: 1, characters: 0 }],
  ['a'.repeat(160), { encoding: 'GSM-7', segments: 1, characters: 160 }],
  ['a'.repeat(161), { encoding: 'GSM-7', segments: 2, characters: 161 }],
  ['a'.repeat(306), { encoding: 'GSM-7', segments: 2, characters: 306 }],
  ['a'.repeat(307), { encoding: 'GSM-7', segments: 3, characters: 307 }],
  ['ñéü¿', { encoding: 'GSM-7', segments: 1, characters: 4 }],
  ['^{}\\[~]|€', { encoding: 'GSM-7', segments: 1, characters: 18 }],
  ['€'.repeat(81), { encoding: 'GSM-7', segments: 2, characters: 162 }],
  ['más', { encoding: 'UCS-2', segments: 1, characters: 3 }],
  ['á'.repeat(70), { encoding: 'UCS-2', segments: 1, characters: 70 }],
  ['á'.repeat(71), { encoding: 'UCS-2', segments: 2, characters: 71 }],
] as const)('measures %s', (body, expected) => {
  expect(measureText(body)).toMatchObject(expected);
});

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(304), 2],
  ['a'.repeat(305), 3],
  // The euro sign takes two places, which are not cut apart.
  [`${'a'.repeat(151)}€${'a'.repeat(151)}`, 3],
  ['á'.repeat(70), 1],
  ['á'.repeat(132), 2],
  ['á'.repeat(133), 3],
])('a toll-free number needs for %s', (body, segments) => {
  expect(measureText(body, { sender: 'toll-free' }).segments).toBe(segments);
});

test('agrees with the calculator of the carrier on every text', () => {
  const letter = fc.constantFrom(
    ...'aZ09 \n\r\t@£$èéùìòÇØøÅåΔ_ΦΓÆßÉ¤¡ÄÖÑÜ§¿äöñüà€{}[]~|^\\áíóúç`’“…👍'.split(''),
  );
  const plain = fc.constantFrom(...'abc DEF 012 ñ¿@_\n'.split(''));
  const body = fc.oneof(
    fc.array(letter, { maxLength: 200 }),
    fc.array(plain, { minLength: 100, maxLength: 700 }),
  );
  fc.assert(
    fc.property(body, (letters) => {
      const text = letters.join('');
      const message = new SegmentedMessage(text);
      expect(measureText(text)).toMatchObject({
        encoding: message.getEncodingName(),
        segments: message.segmentsCount,
        characters: message.numberOfCharacters,
      });
    }),
    { numRuns: 300, seed: 20261121 },
  );
});

describe('what made a text UCS-2', () => {
  test.each([
    ['“', '"'],
    ['”', '"'],
    ['«', '"'],
    ['’', "'"],
    ['`', "'"],
    ['–', '-'],
    ['—', '-'],
    ['‑', '-'],
    ['•', '-'],
    ['…', '...'],
    ['\u00A0', ' '],
    ['\u202F', ' '],
    ['\t', ' '],
    ['\u200B', ''],
    ['·', '.'],
    ['×', 'x'],
    ['©', '(c)'],
    ['™', 'TM'],
    ['½', '1/2'],
    ['ﬁ', 'fi'],
    ['e\u0301', 'é'],
    ['Ａ', 'A'],
  ])('%j has the plain %j', (character, replacement) => {
    const { ucs2, encoding, plainSegments } = measureText(`ok${character}`);
    expect(encoding).toBe('UCS-2');
    expect(ucs2).toEqual([{ character, count: 1, replacement, unaccented: null }]);
    expect(withPlainCharacters(`ok${character}`)).toBe(`ok${replacement}`);
    expect(plainSegments).toBe(1);
  });

  test.each([
    ['á', 'a'],
    ['í', 'i'],
    ['ó', 'o'],
    ['ú', 'u'],
    ['Í', 'I'],
    ['ç', 'c'],
    ['ê', 'e'],
    ['a\u0301', 'a'],
  ])('%s has only the letter %s, which is another spelling', (character, unaccented) => {
    expect(measureText(character).ucs2).toEqual([{ character, count: 1, replacement: null, unaccented }]);
    expect(withPlainCharacters(`m${character}s`)).toBe(`m${character}s`);
  });

  test.each(['👍', '👨‍👩‍👧', '你', '°', 'я'])('%s has nothing plain', (character) => {
    expect(measureText(character).ucs2).toEqual([
      { character, count: 1, replacement: null, unaccented: null },
    ]);
  });

  test('is named once with its count, in order', () => {
    const { ucs2 } = measureText('“Sí”, sí — we’re here…');
    expect(ucs2.map(({ character, count }) => [character, count])).toEqual([
      ['“', 1],
      ['í', 2],
      ['”', 1],
      ['—', 1],
      ['’', 1],
      ['…', 1],
    ]);
  });

  test('is nothing in GSM-7', () => {
    expect(measureText('Plain, with ñ and €.')).toMatchObject({
      encoding: 'GSM-7',
      ucs2: [],
      plainSegments: 1,
    });
  });

  test('says what the text would cost without it', () => {
    const body = `We’re sorry we missed you. ${'a'.repeat(100)}`;
    expect(measureText(body)).toMatchObject({ segments: 2, plainSegments: 1 });
    expect(measureText(`${body} mañana á`)).toMatchObject({ segments: 3, plainSegments: 3 });
  });
});
