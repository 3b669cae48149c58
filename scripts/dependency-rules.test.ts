import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Which packages of ours a package may depend on. The one place where this is written down. */
const mayDependOn: Readonly<Record<string, readonly string[] | 'any'>> = {
  core: [],
  messaging: ['core'],
  crm: ['core'],
  api: ['core'],
  hubspot: ['core', 'crm'],
  salesforce: ['core', 'crm'],
  jobber: ['core', 'crm'],
  engine: ['core', 'crm', 'messaging'],
  sandbox: [],
  server: 'any',
  console: ['api', 'core'],
  zapier: ['api', 'core'],
  'hubspot-app': ['api', 'core'],
  'salesforce-package': [],
};

/** Not even in tests: the sandbox would repeat an adapter's misreading, and an adapter would lean on another. */
const adapters = ['hubspot', 'salesforce', 'jobber'];
const neverNeedsAdapters = ['core', 'messaging', 'crm', 'api', 'sandbox', ...adapters];

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};
type Package = {
  readonly name: string;
  readonly folder: string;
  /** Everything it runs with. */
  readonly runtime: readonly string[];
  readonly development: readonly string[];
  readonly files: readonly string[];
};

/** What the tests of every package may use without declaring it, because the root brings it for all. */
const sharedByTests = ['vitest'];

const packages = globSync('{packages,apps}/*/package.json', { cwd: root }).map(readPackage);

function readPackage(manifestPath: string): Package {
  const folder = dirname(join(root, manifestPath));
  const manifest = JSON.parse(readFileSync(join(root, manifestPath), 'utf8')) as Manifest;
  return {
    name: manifest.name.replace('@ringback/', ''),
    folder,
    runtime: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    development: Object.keys(manifest.devDependencies ?? {}),
    files: globSync('src/**/*.{ts,tsx}', { cwd: folder }).map((file) => join(folder, file)),
  };
}

function ours(dependencies: readonly string[]): string[] {
  return dependencies.filter((name) => name.startsWith('@ringback/')).map((name) => name.slice(10));
}

function importsOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map((imported) => imported.fileName);
}

function isForTests(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.includes(`${sep}testing${sep}`);
}

function isWithin(folder: string, path: string): boolean {
  return path.startsWith(folder + sep);
}

/** `@scope/name/door` and `name/door` without the door. */
function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function show(file: string, what: string): string {
  return `${relative(root, file)}: ${what}`;
}

describe.each(packages)('package $name', ({ name, folder, runtime, development, files }) => {
  test('has a line in the table of who may depend on whom', () => {
    expect(Object.keys(mayDependOn)).toContain(name);
  });

  test('depends only on the packages that the architecture allows', () => {
    const allowed = mayDependOn[name] ?? [];
    expect(ours(runtime).filter((other) => allowed !== 'any' && !allowed.includes(other))).toEqual([]);
  });

  test('keeps away from adapters even in its tests, unless it puts everything together', () => {
    const used = ours([...runtime, ...development]).filter((other) => adapters.includes(other));
    expect(neverNeedsAdapters.includes(name) ? used : []).toEqual([]);
  });

  test('reaches no other package by a relative path', () => {
    const fixtures = join(root, 'test-fixtures');
    const leaving = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => ({ specifier, target: resolve(dirname(file), specifier) }))
        .filter(({ target }) => !isWithin(folder, target))
        .filter(({ target }) => !(isWithin(fixtures, target) && (isForTests(file) || name === 'sandbox')))
        .map(({ specifier }) => show(file, specifier)),
    );
    expect(leaving).toEqual([]);
  });

  test('imports only what its package.json declares, and in production only what is installed there', () => {
    const undeclared = files.flatMap((file) => {
      const declared = isForTests(file) ? [...runtime, ...development, ...sharedByTests] : runtime;
      return importsOf(file)
        .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
        .map(packageOf)
        .filter((imported) => imported !== `@ringback/${name}` && !declared.includes(imported))
        .map((imported) => show(file, imported));
    });
    expect(undeclared).toEqual([]);
  });

  test('reads the environment in the configuration of the server alone', () => {
    const readers = files
      .filter(
        (file) => !isForTests(file) && relative(root, file) !== join('apps', 'server', 'src', 'config.ts'),
      )
      // Handing the environment over to the configuration as a whole is not reading it.
      .filter((file) =>
        /process\s*\.\s*env/.test(readFileSync(file, 'utf8').replace('readConfig(process.env', '')),
      )
      .map((file) => relative(root, file));
    expect(readers).toEqual([]);
  });
});

test('every package of the workspace is looked at, with its sources', () => {
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['core', 'engine', 'server']));
  expect(packages.flatMap(({ files }) => files).length).toBeGreaterThan(100);
  const importing = packages.flatMap(({ files }) => files).filter((file) => importsOf(file).length > 0);
  expect(importing.length).toBeGreaterThan(100);
});
