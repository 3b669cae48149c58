import { applicantSchema, type Line } from '@ringback/core';
import { describe, expect, test } from 'vitest';
import { businessWith, lowVolume, packOf, soleProprietor } from '../testing/applying.ts';
import { createTwilioCallFlow } from '../twilio/twiml.ts';
import { holdsLink, holdsPhone } from './evidence-pack.ts';
import { checkEvidence } from './pre-flight.ts';

const modes = ['key-press', 'notice', 'call-alone'] as const;
const publicUrl = 'https://ringback.example.com';

function spokenIn(twiml: string): string {
  const said = [...twiml.matchAll(/<Say[^>]*>([^<]*)<\/Say>/g)].map(([, words]) => words ?? '');
  return said.join(' ').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}

describe.each(modes)('a line with consent %s', (consent) => {
  test.each([
    ['en', true],
    ['en', false],
    ['es', true],
  ] as const)(
    'is registered with the very words that callers hear in %s (voicemail: %s)',
    (language, voicemail) => {
      const business = businessWith([{ consent, voicemail, forwardTo: [] }], { language, name: "Joe's" });
      const [path] = packOf({ business }).paths;
      const flow = createTwilioCallFlow({ publicUrl });
      const call = { business, line: business.lines[0] as Line, callId: 'CA1' };
      expect(path?.greeting).toBe(spokenIn(flow.incoming({ ...call, openNow: true })));
      expect(path?.greetingWhileClosed).toBe(spokenIn(flow.incoming({ ...call, openNow: false })));
    },
  );

  test('has a whole pack of wording, as it is pinned', () => {
    expect(packOf({ business: businessWith([{ consent }]) })).toMatchSnapshot();
  });

  test.each(['en', 'es'] as const)('keeps to every length in %s, with the longest name', (language) => {
    const business = businessWith([{ consent }], { language, name: 'A'.repeat(60) });
    const lengths = checkEvidence(packOf({ business })).filter(({ what }) => what.includes('characters'));
    expect(lengths).toEqual([]);
  });
});

test.each([
  ['low-volume', lowVolume, 'low-volume'],
  ['standard', { ...lowVolume, kind: 'standard' }, 'customer-care'],
  ['sole-proprietor', soleProprietor, 'sole-proprietor'],
] as const)('a %s brand registers the use %s', (_kind, applicant, useCase) => {
  expect(packOf({ applicant }).campaign.useCase).toBe(useCase);
});

test('each way of agreeing is a numbered path, and lines that agree alike share one', () => {
  const business = businessWith([{ consent: 'key-press' }, { consent: 'notice' }, { consent: 'key-press' }]);
  const { paths, campaign } = packOf({ business });
  expect(paths.map(({ numbers }) => numbers)).toEqual([['+15125550100', '+15125550102'], ['+15125550101']]);
  expect(campaign.messageFlow).toMatch(/\n1\. .*\+15125550100 or \+15125550102/);
  expect(campaign.messageFlow).toMatch(/\n2\. .*\+15125550101/);
});

test.each(modes)('a line with consent %s promises as many texts as the rules send', (consent) => {
  const business = businessWith([{ consent }]);
  const once = packOf({ business }).campaign;
  const twice = packOf({ business, rules: { secondText: { enabled: true } } }).campaign;
  for (const words of [once.description, once.messageFlow]) expect(words).not.toContain('one more');
  for (const words of [twice.description, twice.messageFlow]) {
    expect(words).toContain('one text about that call, and at most one more without a reply');
  }
});

test('nothing is claimed of a recording that callers who hang up early never hear', () => {
  const { messageFlow } = packOf({ business: businessWith([{ consent: 'notice' }]) }).campaign;
  expect(messageFlow).not.toMatch(/before any text|was played/);
});

test('samples are the texts that the rules send, and the flags say what is in them', () => {
  const open = '{{business.name}}: sorry! Book at {{booking.link}}. Reply STOP to opt out.';
  const { campaign } = packOf({
    business: businessWith([{}], { bookingUrl: 'https://book.acme-plumbing.com/now' }),
    rules: { firstText: { templates: { open } }, secondText: { enabled: true } },
  });
  expect(campaign.samples[0]).toBe(
    'Acme Plumbing: sorry! Book at https://book.acme-plumbing.com/now. Reply STOP to opt out.',
  );
  expect(campaign.samples).toHaveLength(4);
  expect(campaign).toMatchObject({ hasLinks: true, hasPhone: true });
});

test('the snippet for the site escapes the name and links to the terms', () => {
  const business = businessWith([{}], { name: 'Acme <b> & "Sons"' });
  const [snippet] = packOf({ business }).siteSnippets;
  expect(snippet).not.toContain('<b>');
  expect(snippet).toContain('<a href="https://ringback.example.com/sms/acme-plumbing">');
});

test('wording of the owner’s own takes the place of the generated one', () => {
  const wording = { description: 'Ours.', messageFlow: 'Our flow.', samples: ['One.', 'Two.'] };
  expect(packOf({ applicant: { ...lowVolume, wording } }).campaign).toMatchObject(wording);
});

test.each([
  ['See https://acme.com/x', true, false],
  ['See acme.com', true, false],
  ['Call +15125550100', false, true],
  ['Call (512) 555-0100', false, true],
  ['We come at 3.30 on the 4th', false, false],
])('in "%s" there is a link: %s, a phone number: %s', (text, link, phone) => {
  expect([holdsLink(text), holdsPhone(text)]).toEqual([link, phone]);
});

test.each([
  [{ ...lowVolume, ein: '123' }, 'ein', /12-3456789/],
  [{ ...lowVolume, website: 'http://acme.com' }, 'website', /URL/],
  [{ ...soleProprietor, ein: '12-3456789' }, '', /ein/],
  [{ ...lowVolume, address: { ...lowVolume.address, region: 'Texas' } }, 'address.region', /two letters/],
])('an applicant with something wrong is told where', (applicant, path, message) => {
  const { error } = applicantSchema.safeParse(applicant);
  expect(error?.issues).toMatchObject([{ path: path === '' ? [] : path.split('.') }]);
  expect(error?.issues[0]?.message).toMatch(message);
});
