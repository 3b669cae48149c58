import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from '../start-server.ts';
import { freePort } from './free-port.ts';

/** The sandbox as `npm start` serves it: its own store, its look-alikes, the machine's clock. */
export async function openSandboxServer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-phone-'));
  const port = await freePort();
  const config = readConfig({ PORT: String(port), LOG_LEVEL: 'silent' }, { dataDir });
  const server = await startServer({ config, log: createLog('silent') });
  return {
    url: config.publicUrl,
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The sandbox's page in a browser, by what a person sees of it. */
export type PhonePage = {
  readonly page: Page;
  /** Dialogs, errors of scripts, refusals of the browser, answers with an error, requests that left this machine. */
  readonly troubles: readonly string[];
  readonly caller: Locator;
  readonly callButton: Locator;
  readonly callScreen: Locator;
  readonly hangUp: Locator;
  /** The thread on the customer's phone; hidden while a call is under way. */
  readonly messages: Locator;
  readonly textBody: Locator;
  readonly shopPhone: Locator;
  readonly inbox: Locator;
  readonly why: Locator;
  readonly hubspot: Locator;
};

export async function openPhonePage(
  browser: Browser,
  url: string,
  viewport: { readonly width: number; readonly height: number } = { width: 1440, height: 900 },
): Promise<PhonePage> {
  const page = await browser.newPage({ viewport });
  const troubles: string[] = [];
  watch(page, url, troubles);
  await page.goto(url);
  await page.locator('body.is-ready').waitFor();
  return {
    page,
    troubles,
    caller: page.getByRole('combobox', { name: 'Caller' }),
    callButton: page.getByRole('button', { name: 'Call Acme Plumbing' }),
    callScreen: page.locator('#call-screen'),
    hangUp: page.locator('#hang-up'),
    messages: page.getByRole('log', { name: 'Messages' }),
    textBody: page.getByRole('textbox', { name: 'Text message' }),
    shopPhone: page.getByRole('article', { name: 'Phone in the shop' }),
    inbox: page.getByRole('article', { name: 'Inbox' }),
    why: page.getByRole('region', { name: 'Why' }),
    hubspot: page.getByRole('region', { name: 'HubSpot' }),
  };
}

function watch(page: Page, url: string, troubles: string[]): void {
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  // The browser complains here of what the content security policy forbids, too.
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url) troubles.push(`request to ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} for ${response.url()}`);
  });
}
