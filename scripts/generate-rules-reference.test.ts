import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  generateRulesPage,
  generateRulesSchema,
  rulesPagePath,
  rulesSchemaPath,
} from './generate-rules-reference.ts';

test('the reference of the rules is what its script would write; run `node scripts/generate-rules-reference.ts`', () => {
  expect(readFileSync(rulesPagePath, 'utf8')).toBe(generateRulesPage());
  expect(readFileSync(rulesSchemaPath, 'utf8')).toBe(generateRulesSchema());
});

test('every setting of the reference says what it means', () => {
  const rows = generateRulesPage()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(80);
  expect(rows.filter((line) => / \|\s+\|$/.test(line))).toEqual([]);
});
