import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const files = globSync('**/*', {
  cwd: root,
  exclude: (name) => name.split('/').includes('node_modules') || name === '.git' || name === '.ringback',
});
const pages = files.filter((file) => file.endsWith('.md')).map((file) => ({ file, text: read(file) }));

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Prose without blocks of code, in which `[a](b)` may mean something else. */
function withoutCode(text: string): string {
  return text.replace(/^ *```.*?^ *```/gms, '');
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function findDeadLinks({ file, text }: { readonly file: string; readonly text: string }): readonly string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? join(root, file) : resolve(root, dirname(file), path);
    if (!existsSync(target)) return true;
    if (anchor === undefined) return false;
    return statSync(target).isDirectory() || !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });
}

/** What stands between backticks and reads as a file or folder of this repository, and is none. */
function findLostPaths({ file, text }: { readonly file: string; readonly text: string }): readonly string[] {
  const named = [...withoutCode(text).matchAll(/`([\w@][\w.@-]*(?:\/[\w.@-]+)*\/?)`/g)].map(
    ([, path = '']) => path,
  );
  const isPackagePage = /^(packages|apps)\//.test(file);
  return named.filter((path) => {
    const isOurs =
      /\.(ts|mjs|grit)$/.test(path) ||
      /\/.*\.md$/.test(path) ||
      /^(packages|apps|docs|scripts|test-fixtures)\//.test(path) ||
      (isPackagePage && path.startsWith('src/'));
    if (!isOurs || existsSync(join(root, path)) || existsSync(join(root, dirname(file), path))) return false;
    return !files.some((known) => known.endsWith(`/${path}`));
  });
}

function firstCells(page: string): readonly string[] {
  return [...read(page).matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell);
}

describe('the documentation', () => {
  test('is looked through', () => {
    expect(pages.map(({ file }) => file)).toContain('docs/README.md');
  });

  test.each(pages)('$file links to and names only what is there', (page) => {
    expect([...findDeadLinks(page), ...findLostPaths(page)]).toEqual([]);
  });

  test('lists every page of docs/ in its index', () => {
    const index = read('docs/README.md');
    const listed = pages
      .map(({ file }) => file)
      .filter((file) => /^docs\/(tutorial|how-to|reference|explanation)\//.test(file))
      .map((file) => relative('docs', file));
    expect(listed.filter((file) => !index.includes(`](${file})`))).toEqual([]);
  });

  test('tells of every setting, and of none that does not exist', () => {
    const known = [...read('apps/server/src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
      ([, name]) => name,
    );
    expect(known).toContain('DATABASE_URL');
    expect(firstCells('docs/reference/settings.md').toSorted()).toEqual(known.toSorted());
  });

  test('explains every reason for which a first text is withheld, and none that does not exist', () => {
    const page = 'docs/how-to/a-text-was-not-sent.md';
    const checks = ['call-checks', 'first-text-checks', 'undeliverable', 'resend']
      .map((name) => read(`packages/core/src/rules/${name}.ts`))
      .join('\n');
    const given = [...checks.matchAll(/(?:withhold\(|rule: )\s*'([a-z-]+)'/g)].map(([, rule]) => rule);
    expect(given).toContain('dedupe');
    const [rules = ''] = read(page).split('## 3.');
    const explained = [...rules.matchAll(/^\| `([a-z-]+)`/gm)]
      .map(([, rule]) => rule)
      .filter((rule) => rule !== 'rule');
    expect(explained.toSorted()).toEqual([...new Set(given)].toSorted());
  });
});
