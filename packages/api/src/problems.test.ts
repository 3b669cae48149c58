import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { problems } from './problems.ts';

const page = await readFile(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8');

test.each(Object.entries(problems))('%s has its line in the reference of errors', (code, { status }) => {
  expect(page).toContain(`| \`${code}\` | ${status} | `);
});
