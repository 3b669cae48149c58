import { type BusinessInput, businessSchema, defineRules } from '@ringback/core';
import type { Directory } from '@ringback/engine';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from './listening.ts';
import { createPublicTerms } from './public-terms.ts';

const shop: BusinessInput = {
  id: 'acme-plumbing',
  name: 'Acme <script>alert(1)</script> & "Sons"',
  timeZone: 'America/Chicago',
  lines: [
    { number: '+15125550100', consent: 'key-press' },
    { number: '+15125550101', consent: 'notice' },
    { number: '+15125550102', consent: 'key-press' },
    { number: '+15125550103', consent: 'call-alone' },
  ],
};

describe('the public page on texts', () => {
  let url: string;
  let close: () => Promise<void>;
  let page: string;

  beforeAll(async () => {
    const business = businessSchema.parse(shop);
    const known = {
      version: 1,
      enabled: true,
      business,
      rules: defineRules({
        overrides: [{ when: { lines: ['+15125550101'] }, set: { secondText: { enabled: true } } }],
      }),
      settings: { crm: [], notify: {} },
    };
    const directory: Directory = {
      byId: (id) => (id === shop.id ? known : null),
      byLine: () => null,
      all: () => [known],
      close: async () => {},
    };
    const port = await listen({ host: '127.0.0.1', port: 0 });
    const app = express();
    app.use('/sms', createPublicTerms(directory, 'https://ringback.example.com'));
    port.answerWith(app);
    close = () => port.close();
    url = `http://127.0.0.1:${port.address.port}`;
    page = await (await fetch(`${url}/sms/${shop.id}`)).text();
  });
  afterAll(() => close());

  test.each([
    'missed-call texts',
    'Message frequency varies',
    'Message and data rates may apply.',
    'Reply <strong>STOP</strong>',
    'Reply <strong>HELP</strong>, or call <a href="tel:+15125550100">',
    'not shared with third parties or affiliates for marketing.',
    'no condition of any purchase',
    'id="terms"',
    'id="privacy"',
  ])('says "%s"', (words) => {
    expect(page).toContain(words);
  });

  test('tells each way of agreeing once, with its lines and the words that are spoken', () => {
    expect(page).toContain('When you call +15125550100 or +15125550102: a recording asks you');
    expect(page).toContain('When you call +15125550101: beside our number');
    expect(page).toContain('When you call +15125550103: we may answer your call');
    expect(page.match(/<blockquote/g)).toHaveLength(3);
    expect(page).toContain('press 1. Message frequency varies.');
    expect(page).toContain('ringback.example.com/sms/acme-plumbing.');
  });

  test('tells of a second text where any line sends one', () => {
    expect(page).toContain('one text about that call, and at most one more without a reply');
  });

  test('shows a name as text, whatever it holds', () => {
    expect(page).not.toContain('<script>');
    expect(page).toContain('Acme &#60;script&#62;');
  });

  test('is not there for a business that is not', async () => {
    expect((await fetch(`${url}/sms/nobody`)).status).toBe(404);
  });
});
