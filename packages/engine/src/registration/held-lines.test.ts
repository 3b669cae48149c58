import { businessSchema } from '@ringback/core';
import { expect, test } from 'vitest';
import { type FiledNumbers, heldLinesOf } from './held-lines.ts';

const business = businessSchema.parse({
  id: 'acme',
  name: 'Acme Plumbing',
  timeZone: 'America/Chicago',
  lines: [{ number: '+15125550100' }, { number: '+15125550101' }, { number: '+18005550199' }],
});
const [first, second, tollFree] = business.lines.map(({ number }) => number);
if (!first || !second || !tollFree) throw new Error('there are three lines');

test.each<[string, readonly FiledNumbers[], readonly string[]]>([
  ['nothing was submitted', [], []],
  ['it was submitted', [{ subject: 'local', state: 'submitted', numbers: [first, second] }], [first, second]],
  ['it was refused', [{ subject: 'local', state: 'rejected', numbers: [first, second] }], [first, second]],
  ['it was approved', [{ subject: 'local', state: 'approved', numbers: [first, second] }], []],
  ['a line came after the approval', [{ subject: 'local', state: 'approved', numbers: [first] }], [second]],
  [
    'a line came after the submission',
    [{ subject: 'local', state: 'submitted', numbers: [first] }],
    [first, second],
  ],
  [
    'the toll-free number alone waits',
    [{ subject: tollFree, state: 'submitted', numbers: [tollFree] }],
    [tollFree],
  ],
])('when %s', (_, filings, held) => {
  expect(heldLinesOf(business, filings)).toEqual(held);
});
