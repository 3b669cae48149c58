import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, withoutBrowser } from './browser.ts';

describe.skipIf(withoutBrowser)('the browser of the tests', () => {
  const site = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<p>Bolt Plumbing</p><script>document.title = innerWidth + " wide"</script>');
  });
  let browser: Browser;
  beforeAll(async () => {
    await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    site.close();
  });

  test('loads a page over HTTP, runs its script and shows its text on a phone screen', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    expect(await page.title()).toBe('390 wide');
    const line = await page.getByText('Bolt Plumbing').boundingBox();
    // Without a font the line has no width.
    expect(line?.height).toBeGreaterThan(10);
  });
});
