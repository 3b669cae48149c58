import { describe, expect, test } from 'vitest';
import { crmAdapterCases, describeCrmAdapter } from './describe-crm-adapter.ts';
import { type Flaw, openPocketWorld } from './pocket-crm.ts';

describeCrmAdapter('A CRM in memory', async () => openPocketWorld());

async function brokenRules(family: string, flaw: Flaw): Promise<string[]> {
  const broken: string[] = [];
  for (const { rule, run } of crmAdapterCases[family] ?? []) {
    await run(openPocketWorld(flaw)).catch(() => broken.push(rule));
  }
  return broken;
}

describe('the suite catches an adapter that', () => {
  test.each<{ family: string; flaw: Flaw; rule: string }>([
    {
      family: 'contacts',
      flaw: 'believes-the-search',
      rule: 'does not take a number of another country, or of a neighbour, for the caller',
    },
    {
      family: 'contacts',
      flaw: 'guesses-one-of-several',
      rule: 'gives everybody who has the number, so that nobody is guessed',
    },
    {
      family: 'contacts',
      flaw: 'exact-search-only',
      rule: 'finds a contact whose number was typed (512) 555-0142',
    },
    { family: 'contacts', flaw: 'creates-blindly', rule: 'makes one contact when one key is saved twice' },
    {
      family: 'contacts',
      flaw: 'creates-blindly',
      rule: 'makes one contact when the answer to the first save was lost',
    },
    { family: 'entries', flaw: 'duplicates-on-retry', rule: 'records a missed call once for one key' },
    {
      family: 'entries',
      flaw: 'duplicates-on-retry',
      rule: 'records a note once when the first answer was lost',
    },
    {
      family: 'entries',
      flaw: 'sloppy-mark',
      rule: 'finds an entry again when the first key is the beginning of another',
    },
    {
      family: 'entries',
      flaw: 'does-not-escape',
      rule: 'shows a text with special characters as it was typed, every line of it',
    },
    {
      family: 'entries',
      flaw: 'forgets-consent',
      rule: 'keeps an opt-out and an opt-in where the contact is read',
    },
    {
      family: 'entries',
      flaw: 'forgets-the-task',
      rule: 'opens a task with its due time, urgency and words for the owner of the contact',
    },
    {
      family: 'entries',
      flaw: 'never-completes',
      rule: 'completes the task that it opened, and lets it be completed twice',
    },
    {
      family: 'entries',
      flaw: 'unclear-as-later',
      rule: 'records a note once when the first answer was lost',
    },
    {
      family: 'failures',
      flaw: 'failure-as-empty',
      rule: 'throws crm-unavailable when a contact is looked up and the vendor is unavailable',
    },
    {
      family: 'failures',
      flaw: 'refusal-as-later',
      rule: 'throws crm-refused when an entry is written and the vendor is refused, and writes nothing',
    },
    {
      family: 'failures',
      flaw: 'ignores-expiry',
      rule: 'renews an access token whose time is over, before a look-up and before a write',
    },
    {
      family: 'failures',
      flaw: 'ignores-the-signal',
      rule: 'writes nothing when the signal has aborted before',
    },
    {
      family: 'consent',
      flaw: 'own-words-only',
      rule: 'obeys a field of their own by which staff said that somebody gets no texts',
    },
    {
      family: 'consent',
      flaw: 'asks-only-one',
      rule: 'takes one opt-out among several with the number for one',
    },
    {
      family: 'consent',
      flaw: 'asks-only-the-search',
      rule: 'reads the contact that it is told of, whatever number that has by now',
    },
    {
      family: 'consent',
      flaw: 'unread-as-consent',
      rule: 'throws crm-unavailable when consent is read and the vendor is unavailable',
    },
    {
      family: 'deals',
      flaw: 'opens-a-second-deal',
      rule: 'opens one deal for one key, also when the first answer was lost',
    },
    { family: 'deals', flaw: 'opens-a-second-deal', rule: 'opens no second deal beside one that is open' },
    { family: 'deals', flaw: 'lost-is-won', rule: 'tells a deal that is won from one that is lost' },
    {
      family: 'entries',
      flaw: 'asks-one-of-them',
      rule: 'asks who it was in one task that stands with everybody who may have been it',
    },
    { family: 'failures', flaw: 'always-connected', rule: 'says what is wrong when the connection is gone' },
  ])('$flaw: $rule', async ({ family, flaw, rule }) => {
    expect(await brokenRules(family, flaw)).toContain(rule);
  });
});
