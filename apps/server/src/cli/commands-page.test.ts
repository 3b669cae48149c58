import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the page of the commands is what `ringback help` prints', { timeout: 30_000 }, async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'help']);
  const page = await readFile(new URL('../../../../docs/reference/cli.md', import.meta.url), 'utf8');
  expect(stdout).toContain('ringback parked');
  expect(page).toContain(`\`\`\`\n${stdout.trimEnd()}\n\`\`\``);
});
