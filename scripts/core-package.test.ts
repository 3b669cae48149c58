import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { answers } from './core-answers.ts';
import { root, run } from './core-package.ts';

const { tarball, project } = inject('corePackage');

const strictProgram = `
import { countryOf, type Decision, decide, defineRules, type E164, type Event, mayText, newState } from '@ringback/core';
import { business, callMissed, given } from '@ringback/core/testing';
const event: Event = callMissed('10:00');
const rules = defineRules({ dedupe: { windowHours: 12 }, overrides: [{ when: { lines: ['+15125550100'] }, set: {} }] });
const phone: E164 | null = null;
const state = newState(business(), rules, { callerId: event.callerId, phone });
export const decision: Decision = decide(state, event);
export const hours: number = rules.dedupe.windowHours;
given(rules).when(event).thenTextsNobody();
// @ts-expect-error A phone number has to be parsed first.
countryOf('+15125550142');
// @ts-expect-error There is no such rule.
defineRules({ dedupe: { windowHour: 12 } });
// @ts-expect-error There is no such purpose.
mayText(state, 'newsletter');
`;

async function write(name: string, text: string): Promise<string> {
  const file = join(project, name);
  await writeFile(file, text);
  return file;
}

describe('the package of the core', () => {
  test('holds what is needed to use it, and neither sources nor tests', async () => {
    const files = (await run('tar', ['-tzf', tarball])).trim().split('\n');
    expect(files).toEqual(
      expect.arrayContaining([
        'package/LICENSE',
        'package/README.md',
        'package/package.json',
        'package/dist/index.js',
        'package/dist/index.d.ts',
        'package/dist/testing/given.js',
      ]),
    );
    expect(files.filter((file) => file.startsWith('package/dist/') && !/\.(js|d\.ts)$/.test(file))).toEqual(
      [],
    );
    expect(files.filter((file) => /\.test\.|\/src\/|\/bench\//.test(file))).toEqual([]);
  });

  test('gives the same answers in plain Node as its sources', async () => {
    await cp(join(root, 'scripts', 'core-answers.ts'), join(project, 'answers.ts'));
    const program = await write(
      'print-answers.mjs',
      `import { answers } from './answers.ts';\nprocess.stdout.write(JSON.stringify(await answers()));\n`,
    );
    const printed = await run(process.execPath, [program], project);
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(await answers())));
  });

  test('shows nothing but its two doors', async () => {
    const program = await write('deep.mjs', `import '@ringback/core/dist/fold.js';\n`);
    await expect(run(process.execPath, [program], project)).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  test.each(['typescript', 'typescript7'])(
    'has types that a strict program checked by %s is content with',
    async (compiler) => {
      const folder = join(project, compiler);
      await mkdir(folder);
      await writeFile(join(folder, 'program.ts'), strictProgram);
      // Neither skipLibCheck nor types of Node: the declarations have to be right by themselves. Only zod's need `URL`.
      const compilerOptions = {
        target: 'es2024',
        lib: ['es2024', 'dom'],
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        types: [],
        noEmit: true,
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      const tsc = join(root, 'node_modules', compiler, 'bin', 'tsc');
      expect(await run(process.execPath, [tsc, '-p', folder], folder)).toBe('');
    },
  );

  test('has nothing that publint would warn of', async () => {
    expect(await run('pnpm', ['--filter', '@ringback/core', 'publint', tarball])).toContain('All good!');
  });

  test('has types that are found from every kind of ES module', async () => {
    const report = await run('pnpm', ['--filter', '@ringback/core', 'attw', tarball, '--format', 'json']);
    expect(report).toContain('"problems"');
  });

  test('weighs less than 250 kB in a browser, with the metadata of phone numbers', async ({ annotate }) => {
    const report = await run('pnpm', ['--silent', '--filter', '@ringback/core', 'size', '--json']);
    const [{ passed, size }] = JSON.parse(report) as [{ readonly passed: boolean; readonly size: number }];
    const figure = `${(size / 1000).toFixed(1)} kB minified and gzipped`;
    await annotate(figure);
    process.stdout.write(`@ringback/core: ${figure}\n`);
    expect(passed).toBe(true);
  });
});
