import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, withoutBrowser } from '../testing/browser.ts';
import { runSimulate } from './simulate.ts';

describe.skipIf(withoutBrowser)('the report of a simulation', () => {
  let folder: string;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringback-'));
    const path = join(folder, 'report.html');
    const log = fileURLToPath(new URL('../../../../test-fixtures/call-logs/callrail.csv', import.meta.url));
    const silent = { print: () => {}, complain: () => {}, progress: null };
    await runSimulate([log, '--report', path, '--lead-value', '350', '--name', 'Acme & Sons'], silent);
    address = pathToFileURL(path).href;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  test.each([
    ['light', 1100],
    ['dark', 390],
  ] as const)('shows its charts in %s, %i wide, and asks nobody for anything', async (colorScheme, width) => {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    page.on('console', (message) => void said.push(message.text()));
    await page.goto(address);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      '3 people called and never got through: $1,050 at stake.',
    );
    expect(await page.title()).toBe('Missed calls of Acme & Sons');
    const funnel = page.getByRole('img', { name: 'From call to text: Incoming calls 6, Missed calls 5' });
    expect((await funnel.boundingBox())?.height).toBeGreaterThan(100);
    expect(
      await page
        .getByRole('img', { name: /by day of the week/ })
        .locator('.heat')
        .count(),
    ).toBe(4);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(asked).toEqual([address]);
    expect(said).toEqual([]);
  });
});
