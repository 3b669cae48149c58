import { expect, test } from 'vitest';
import { measureText } from './segments.ts';

test.each([
  ['a'.repeat(160), { encoding: 'GSM-7', segments: 1, characters: 160 }],
  ['a'.repeat(161), { encoding: 'GSM-7', segments: 2, characters: 161 }],
  ['ñéü¿', { encoding: 'GSM-7', segments: 1, characters: 4 }],
  ['más', { encoding: 'UCS-2', segments: 1, characters: 3 }],
  ['á'.repeat(71), { encoding: 'UCS-2', segments: 2, characters: 71 }],
] as const)('measures %s', (body, expected) => {
  expect(measureText(body)).toEqual(expected);
});
