import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, run } from './core-package.ts';

test('every export of the core is documented, and the reference is made without a warning', async () => {
  const typedoc = join(root, 'node_modules', 'typedoc', 'bin', 'typedoc');
  // A warning makes it fail, see typedoc.json.
  expect(await run(process.execPath, [typedoc, '--emit', 'none'])).toBe('');
});
