import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './chromium-from-npm.ts';

/**
 * True when `npm test` found no browser on this machine and has said so: tests that need one are skipped by
 * `describe.skipIf(withoutBrowser)`.
 */
export const withoutBrowser = process.env.RINGBACK_TEST_WITHOUT_BROWSER !== undefined;

/**
 * A Chromium without a window: on Linux the one from npm, elsewhere an installed Chrome. Close it with `close()`.
 * @throws Error that says how to get one, when there is none
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return openInstalledChrome();
  const { executable, env } = await unpackChromium();
  return chromium.launch({
    executablePath: executable,
    // Containers give little shared memory, and root has no sandbox; the pages are our own.
    args: ['--headless=shell', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    env: { ...process.env, ...env },
  });
}

async function openInstalledChrome(): Promise<Browser> {
  const paths = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const executablePath = paths.find((path) => existsSync(path));
  try {
    return await chromium.launch(executablePath ? { executablePath } : { channel: 'chrome' });
  } catch (error) {
    throw new Error('there is no Chrome here; install it from https://www.google.com/chrome/', {
      cause: error,
    });
  }
}
