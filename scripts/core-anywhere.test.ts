import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser, withoutBrowser } from '../apps/server/src/testing/browser.ts';
import { answers } from './core-answers.ts';
import { root } from './core-package.ts';

const { project } = inject('corePackage');

/** The program with the package in it, as a page would load it: `ringback.answers()`. */
async function bundleForBrowsers() {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: await readFile(join(root, 'scripts', 'core-answers.ts'), 'utf8'),
      loader: 'ts',
      resolveDir: project,
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'ringback',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { program: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}

/**
 * A realm that has what the language has by itself, and `URL`. Whoever asks it for the time of day or for chance is
 * found out. Only `Date.now` answers, always the same: with it, the time zones' polyfill bounds a search.
 */
function createBareRealm(now: string) {
  const realm = createContext({ URL });
  runInContext(
    `
    const forbid = (what) => () => { throw new Error('the core asked for ' + what); };
    const RealDate = Date;
    globalThis.Date = new Proxy(RealDate, {
      apply: forbid('Date()'),
      construct: (target, args) => args.length === 0 ? forbid('new Date()')() : Reflect.construct(target, args),
    });
    RealDate.now = () => RealDate.parse('${now}');
    Math.random = forbid('Math.random()');
    `,
    realm,
  );
  return (program: string): unknown => runInContext(program, realm);
}

describe('the core runs anywhere', () => {
  let bundle: Awaited<ReturnType<typeof bundleForBrowsers>>;
  let expected: unknown;

  beforeAll(async () => {
    [bundle, expected] = await Promise.all([bundleForBrowsers(), answers()]);
  });

  test('and is bundled for browsers from the package, without anything of Node', () => {
    expect(bundle.inputs.some((input) => input.endsWith('@ringback/core/dist/index.js'))).toBe(true);
    expect(bundle.inputs.filter((input) => input.endsWith('.ts') && !input.startsWith('<'))).toEqual([]);
  });

  test.each(['2000-01-01T00:00:00Z', '2060-01-01T00:00:00Z'])(
    'even where there is neither Node nor a browser, no chance, and a clock that stands at %s',
    async (now) => {
      const evaluate = createBareRealm(now);
      expect(() => evaluate('new Date()')).toThrow('the core asked for new Date()');
      expect(() => evaluate('Math.random()')).toThrow('the core asked for Math.random()');
      expect(evaluate('typeof process + typeof setTimeout + typeof fetch')).toBe('undefined'.repeat(3));
      evaluate(bundle.program);
      const said = await evaluate('ringback.answers().then((said) => JSON.stringify(said))');
      expect(JSON.parse(String(said))).toEqual(JSON.parse(JSON.stringify(expected)));
    },
  );

  describe.skipIf(withoutBrowser)('in Chromium', () => {
    let browser: Awaited<ReturnType<typeof openBrowser>>;

    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser?.close();
    });

    test('with the same answers as in Node', async () => {
      const page = await browser.newPage();
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => troubles.push(message.text()));
      await page.addScriptTag({ content: bundle.program });
      const said = await page.evaluate('ringback.answers().then((said) => JSON.stringify(said))');
      expect(troubles).toEqual([]);
      expect(JSON.parse(String(said))).toEqual(JSON.parse(JSON.stringify(expected)));
    });
  });
});
