import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateLifeCyclesPage, lifeCyclesPagePath } from './generate-life-cycles.ts';

test('the page of the life cycles is what its script would write; run `node scripts/generate-life-cycles.ts`', () => {
  expect(readFileSync(lifeCyclesPagePath, 'utf8')).toBe(generateLifeCyclesPage());
});
