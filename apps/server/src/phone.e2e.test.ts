import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, withoutBrowser } from './testing/browser.ts';
import { openPhonePage, openSandboxServer, type PhonePage } from './testing/phone-page.ts';

// What a visitor of the sandbox does and sees, in a real browser: in order, on one server, as one visitor would.

const [first, second, third] = ['A new caller', 'Another new caller', 'A third new caller'] as const;

describe.skipIf(withoutBrowser)('the page of the sandbox', () => {
  let server: Awaited<ReturnType<typeof openSandboxServer>>;
  let browser: Browser;
  let phone: PhonePage;

  beforeAll(async () => {
    [server, browser] = await Promise.all([openSandboxServer(), openBrowser()]);
    phone = await openPhonePage(browser, server.url);
  });
  afterEach(() => {
    expect(phone.troubles).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function choose(label: string) {
    const option = phone.caller.locator('option', { hasText: new RegExp(`^${label}`) });
    await phone.caller.selectOption({ label: (await option.textContent()) ?? '' });
  }

  test('whoever hangs up after a moment is not texted, and "Why" says so', async () => {
    await choose(second);
    await phone.callButton.click();
    await phone.shopPhone.getByRole('button', { name: 'Answer' }).waitFor();
    await phone.hangUp.click();
    await phone.why.locator('.decision-withhold .reason-withhold', { hasText: 'hung up after' }).waitFor();
    await phone.messages.getByText(/^You hung up after [0-3] s/).waitFor();
  });

  test('a declined call is answered by a text within five seconds', async () => {
    await choose(first);
    await phone.callButton.click();
    await phone.shopPhone.getByRole('button', { name: 'Decline' }).click();
    // While the call lasts, a text drops down over it.
    const arrived = phone.page.locator('#banner-text', { hasText: 'sorry we missed your call' });
    await arrived.waitFor({ timeout: 5000 });
    expect(await phone.callScreen.getAttribute('data-phase')).toBe('greeting');
    await phone.hangUp.click();
    const text = phone.messages.locator('li.from-business', { hasText: 'Acme Plumbing: sorry we missed' });
    await text.waitFor();
    expect(await text.count()).toBe(1);
    await phone.why.locator('.decision-text .reason-allow', { hasText: 'The text leaves now' }).waitFor();
  });

  test('the answer lands in the inbox, and HubSpot has the contact, the timeline and a task', async () => {
    await phone.textBody.fill('My sink leaks. Can you come tomorrow?');
    await phone.page.getByRole('button', { name: 'Send text' }).click();
    await phone.messages.locator('li.from-caller', { hasText: 'My sink leaks' }).waitFor();
    await phone.inbox.getByText('Needs a person').waitFor();
    await phone.hubspot.locator('#timeline .entry-text', { hasText: 'My sink leaks' }).waitFor();
    expect(await phone.hubspot.locator('#contact-phone').textContent()).toBe('(512) 555-0177');
    expect(await phone.hubspot.locator('#timeline .entry-call').count()).toBe(1);
    expect(await phone.hubspot.locator('#timeline .entry-text').count()).toBe(2);
    await phone.hubspot.locator('#tasks li', { hasText: 'Due' }).waitFor();
    expect(await phone.hubspot.locator('#tasks li').count()).toBe(1);
  });

  test('what an admin does in HubSpot is followed: a task done, a deal won, texts forbidden and allowed', async () => {
    const { hubspot, inbox } = phone;
    await hubspot.getByRole('button', { name: /^Complete: / }).click();
    await hubspot.locator('#tasks li.done').waitFor();
    await inbox.getByText('With a person').waitFor();
    await hubspot.getByRole('button', { name: 'New deal' }).click();
    await hubspot.getByRole('button', { name: 'Mark Water heater as won' }).click();
    await hubspot.locator('.deal-won', { hasText: '$1,850 · Closed Won' }).waitFor();
    await phone.why.locator('.reason-note', { hasText: 'The deal with them was won' }).waitFor();
    await hubspot.getByRole('button', { name: 'No texts' }).click();
    await hubspot.getByText('opted out of texts').waitFor();
    await phone.why
      .locator('.reason-note', { hasText: 'Your CRM says that this person wants no texts' })
      .waitFor();
    await hubspot.getByRole('button', { name: 'Allow texts' }).click();
    await phone.why.locator('.reason-note', { hasText: 'Your CRM takes back' }).waitFor();
  });

  test('whoever hung up after a moment has still not been texted', async () => {
    await choose(second);
    await phone.messages.getByText('You hung up').waitFor();
    expect(await phone.messages.locator('li.from-business').count()).toBe(0);
  });

  test('markup in a text is shown as it was typed, wherever it appears', async () => {
    const typed = '<img src=x onerror=alert(1)>';
    await choose(third);
    await phone.textBody.fill(typed);
    await phone.textBody.press('Enter');
    for (const place of [
      phone.messages.locator('.from-caller .bubble'),
      phone.inbox.locator('.preview', { hasText: '<img' }),
      phone.hubspot.locator('#timeline .entry-text .rich'),
    ]) {
      await place.waitFor();
      expect(await place.textContent()).toContain(typed);
    }
    expect(await phone.page.locator('img').count()).toBe(0);
  });

  test('a call and a text need no mouse', async () => {
    const { keyboard } = phone.page;
    await tabTo(phone.caller);
    await keyboard.type('Maria');
    await tabTo(phone.callButton);
    await keyboard.press('Enter');
    const decline = phone.shopPhone.getByRole('button', { name: 'Decline' });
    await decline.waitFor();
    expect(await hasFocus(phone.hangUp)).toBe(true);
    await tabTo(decline);
    await keyboard.press('Space');
    await phone.page.locator('#banner-text', { hasText: 'sorry we missed your call' }).waitFor();
    await tabTo(phone.hangUp);
    await keyboard.press('Enter');
    await phone.messages.locator('li.from-business').waitFor();
    expect(await hasFocus(phone.callButton)).toBe(true);
    await tabTo(phone.textBody);
    await keyboard.type('Please call me back');
    await keyboard.press('Enter');
    await phone.messages.locator('li.from-caller', { hasText: 'Please call me back' }).waitFor();
    expect(await phone.hubspot.locator('#contact-name').textContent()).toBe('Maria Lopez');
  });

  test('on a phone screen nothing is cut off at the side, during a call nor after', async () => {
    const small = await openPhonePage(browser, server.url, { width: 390, height: 844 });
    const widest = () => small.page.evaluate<number>('document.documentElement.scrollWidth');
    await small.why.locator('.decision-text').first().waitFor();
    expect(await widest()).toBe(390);
    await small.callButton.click();
    await small.shopPhone.getByRole('button', { name: 'Answer' }).waitFor();
    expect(await widest()).toBe(390);
    await small.hangUp.click();
    await small.callButton.waitFor();
    expect(small.troubles).toEqual([]);
  });

  async function tabTo(target: Locator) {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await hasFocus(target)) return;
      await phone.page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key does not lead to ${String(target)}`);
  }
});

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element.matches(':focus'));
}
