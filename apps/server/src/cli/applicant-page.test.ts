import { readFile } from 'node:fs/promises';
import { applicantSchema, validate } from '@ringback/core';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

test('the applicant that the how-to shows is one', async () => {
  const page = await readFile(
    new URL('../../../../docs/how-to/register-with-the-carriers.md', import.meta.url),
    'utf8',
  );
  const [, yaml] = /```yaml\n(kind: .*?)```/s.exec(page) ?? [];
  expect(yaml).toBeDefined();
  expect(validate(applicantSchema, parse(yaml ?? '')).problems).toBeNull();
});
