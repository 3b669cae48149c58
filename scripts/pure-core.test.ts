import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'ringback-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Report = {
  readonly diagnostics: readonly { readonly location: { readonly start: { readonly line: number } } }[];
};

/** The lines at which the rule for packages/core complains. */
function complaintsAbout(lines: readonly string[]): readonly number[] {
  const plugins = [join(root, 'scripts', 'pure-core.grit')];
  writeFileSync(
    join(folder, 'biome.json'),
    JSON.stringify({ linter: { rules: { preset: 'none' } }, plugins }),
  );
  writeFileSync(join(folder, 'sample.ts'), lines.join('\n'));
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const lint = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', 'sample.ts'], { cwd: folder });
  const { diagnostics } = JSON.parse(lint.stdout.toString()) as Report;
  return diagnostics.map(({ location }) => location.start.line);
}

test('the core may not ask for the time of day or for chance, in whatever way', () => {
  const forbidden = [
    'export const a = new Date();',
    'export const b = new Date;',
    'export const c = Date();',
    'export const d = Date.now();',
    'export const e = [1].map(Date.now);',
    'export const f = Temporal.Now.instant();',
    'export const g = Math.random();',
    'export const h = performance.now();',
    'export const i = crypto.randomUUID();',
  ];
  expect(complaintsAbout(forbidden)).toEqual(forbidden.map((_, index) => index + 1));
});

test('the core may read a time that it is given', () => {
  const allowed = ['export const a = new Date(5);', "export const b = Date.parse('2026-11-21');"];
  expect(complaintsAbout(allowed)).toEqual([]);
});
