import { expect, test } from 'vitest';
import { toCsvCell, toCsvRow } from './decisions-csv.ts';

test.each([
  ['Acme Plumbing', 'Acme Plumbing'],
  ['+15125550142', '+15125550142'],
  ['Lee, Ann', '"Lee, Ann"'],
  ['She said "now"', '"She said ""now"""'],
  ['two\nlines', '"two\nlines"'],
  ['', ''],
])('%j is written as %j', (text, cell) => {
  expect(toCsvCell(text)).toBe(cell);
});

test.each(['=1+1', '+1+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', '+1512=cmd|calc'])(
  '%j is shown by a spreadsheet and not run',
  (text) => {
    expect(toCsvCell(text)).toBe(`"'${text}"`);
  },
);

test('a row ends as RFC 4180 says', () => {
  expect(toCsvRow(['a', 'b,c'])).toBe('a,"b,c"\r\n');
});
