import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { packCommand, root, run } from './core-package.ts';

// Every block of the page and of the README is run, in the project of a developer who has installed the package.

type Block = { readonly language: string; readonly text: string };

function readBlocks(...path: readonly string[]): readonly Block[] {
  const page = readFileSync(join(root, ...path), 'utf8');
  const found = page.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...found].map(([, language = '', text = '']) => ({ language, text }));
}

const blocks = readBlocks('docs', 'how-to', 'use-the-core-library.md');
const readme = readBlocks('packages', 'core', 'README.md').map(({ text }, index) => ({
  file: `readme-${index}.ts`,
  code: text,
  printed: [...text.matchAll(/ \/\/ (.*\n)/g)].map(([, line]) => line).join(''),
}));

/** A file as far as the page has told it, with all that it prints when it is run. */
type Stage = { readonly file: string; readonly code: string; readonly printed: string };

/** Each block of code names its file, new or continued, and may be followed by a block of what it adds to the output. */
function stagesOf(): readonly Stage[] {
  const known = new Map<string, Stage>();
  const stages: Stage[] = [];
  for (const { language, text } of blocks) {
    if (language === 'ts') {
      const [, file = '', continued] = /^\/\/ ([\w.-]+\.ts)(, continued)?\n/.exec(text) ?? [];
      const before = continued === undefined ? undefined : known.get(file);
      const stage = { file, code: (before?.code ?? '') + text, printed: before?.printed ?? '' };
      known.set(file, stage);
      stages.push(stage);
    } else if (language === 'text') {
      const last = stages.pop();
      if (!last) throw new Error('the page shows an output before any code');
      const stage = { ...last, printed: last.printed + text };
      known.set(stage.file, stage);
      stages.push(stage);
    }
  }
  return stages;
}

const stages = stagesOf();
const wholeFiles = new Map([...stages, ...readme].map(({ file, code }) => [file, code]));

describe('the how-to of the core', () => {
  const project = join(inject('corePackage').project, 'how-to');

  beforeAll(() => {
    mkdirSync(project);
    symlinkSync(join(project, '..', 'node_modules'), join(project, 'node_modules'), 'junction');
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    for (const [file, code] of wholeFiles) writeFileSync(join(project, file), code);
  });

  test('has nothing but commands, files that have a name, and what they print', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'ts', 'text']));
    expect([...wholeFiles.keys()]).toEqual(
      expect.arrayContaining(['shop.ts', 'events.ts', 'decide.ts', 'day.ts', 'replay.ts', 'shop.test.ts']),
    );
    expect([...wholeFiles.keys()]).not.toContain('');
  });

  test('makes the package by the command by which it is made here', async () => {
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
    const { version } = JSON.parse(readFileSync(join(root, 'packages', 'core', 'package.json'), 'utf8'));
    expect(commands).toEqual([`${packCommand} .\nnpm install ./ringback-core-${version}.tgz\n`]);
  });

  test('has types that a strict program is content with', async () => {
    const compilerOptions = {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      noUncheckedIndexedAccess: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      types: ['node'],
      noEmit: true,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const tsc = join(root, 'node_modules', 'typescript7', 'bin', 'tsc');
    expect(await run(process.execPath, [tsc, '-p', project], project)).toBe('');
  });

  test.each([...stages.filter(({ printed }) => printed !== ''), ...readme])(
    '$file prints what the page shows',
    async ({ file, code, printed }) => {
      writeFileSync(join(project, file), code);
      expect(await run(process.execPath, [file], project)).toBe(printed);
    },
  );

  test.each(stages.filter(({ file }) => file.endsWith('.test.ts')))('$file passes', async ({ file }) => {
    expect(await run(process.execPath, ['--test', file], project)).toMatch(/^\S+ pass [1-9]\d*$/m);
  });
});
