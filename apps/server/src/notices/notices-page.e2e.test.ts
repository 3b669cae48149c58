import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, withoutBrowser } from '../testing/browser.ts';
import { openPhonePage, openSandboxServer, type PhonePage } from '../testing/phone-page.ts';

describe.skipIf(withoutBrowser)('what staff are told, in the sandbox', () => {
  let server: Awaited<ReturnType<typeof openSandboxServer>>;
  let browser: Browser;
  let phone: PhonePage;

  beforeAll(async () => {
    [server, browser] = await Promise.all([openSandboxServer(), openBrowser()]);
    phone = await openPhonePage(browser, server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const told = () => phone.page.getByRole('article', { name: 'Told to staff' });

  async function write(body: string): Promise<void> {
    await phone.textBody.fill(body);
    await phone.page.getByRole('button', { name: 'Send text' }).click();
  }

  /** The link as a member of staff opens it on their phone. */
  async function openOnPhone(name: string): Promise<Page> {
    const href = await told().getByRole('link', { name }).first().getAttribute('href');
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(href ?? '');
    return page;
  }

  test('an emergency is told at once, and one press on a phone takes it over', async () => {
    await write('There is a gas leak in my kitchen');
    await told().getByText('E-mail to owner@acme.example').waitFor();
    await told().getByText('Told', { exact: true }).first().waitFor();
    const page = await openOnPhone('I take over');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const button = page.getByRole('button', { name: 'Yes, I take over' });
    expect((await button.boundingBox())?.height).toBeGreaterThan(44);
    expect(await phone.inbox.getByText('Needs a person').count()).toBe(1);
    await button.click();
    await page.getByText('It is yours now.').waitFor();
    await page.getByRole('link', { name: 'Call (512) 555-0177' }).waitFor();
    await phone.inbox.getByText('With a person').waitFor();
    expect(phone.troubles).toEqual([]);
  });
});
