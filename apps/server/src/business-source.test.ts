import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBusinesses } from './business-source.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-source-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['an empty file', '', 'businesses', /^is missing/],
  ['a file of comments', '# nothing yet\n', 'businesses', /^is missing/],
  ['a list where the businesses should be named', '- id: acme\n', 'businesses', /^is missing/],
  ['another root', 'business:\n  id: acme\n', 'businesses', /^is missing/],
  ['words', 'hello\n', 'businesses', /^is missing/],
  ['no YAML', 'businesses:\n  - id: "acme\n', 'RINGBACK_CONFIG', /^[^\n]+ at line 3, column 1$/],
  ['an alias of nothing', 'businesses: *nobody\n', 'RINGBACK_CONFIG', /^[^\n]+nobody[^\n]*$/],
])('%s is told in one line', async (_, content, path, message) => {
  const file = join(folder, 'businesses.yaml');
  await writeFile(file, content);
  await expect(readBusinesses(file, 'RINGBACK_CONFIG')).rejects.toMatchObject({
    problems: [{ path, message: expect.stringMatching(message) }],
  });
});
