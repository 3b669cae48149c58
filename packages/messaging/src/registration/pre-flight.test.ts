import { describe, expect, test } from 'vitest';
import { businessWith, packOf, soleProprietor } from '../testing/applying.ts';
import type { EvidencePack } from './evidence-pack.ts';
import { checkEvidence } from './pre-flight.ts';
import { explainRejection } from './rejections.ts';

type Campaign = EvidencePack['campaign'];

function codesOf(pack: EvidencePack, severity: 'refuses' | 'risks'): readonly string[] {
  return checkEvidence(pack)
    .filter((finding) => finding.severity === severity)
    .map(({ code }) => code);
}

function withCampaign(change: (campaign: Campaign) => Partial<Campaign>): EvidencePack {
  const pack = packOf();
  return { ...pack, campaign: { ...pack.campaign, ...change(pack.campaign) } };
}

/** The greeting without some of its words, also where the flow quotes it. */
function withoutWords(words: string): EvidencePack {
  const pack = packOf();
  const cut = (text: string) => text.replaceAll(words, '');
  return {
    ...pack,
    paths: pack.paths.map((path) => ({ ...path, greeting: cut(path.greeting) })),
    campaign: { ...pack.campaign, messageFlow: cut(pack.campaign.messageFlow) },
  };
}

describe('the generated wording', () => {
  test.each(['en', 'es'] as const)('passes without a finding where callers press 1, in %s', (language) => {
    expect(
      checkEvidence(packOf({ business: businessWith([{ consent: 'key-press' }], { language }) })),
    ).toEqual([]);
  });

  test('with a notice alone may come back, and says what is stronger', () => {
    const pack = packOf({ business: businessWith([{ consent: 'notice' }]) });
    expect(codesOf(pack, 'refuses')).toEqual([]);
    expect(codesOf(pack, 'risks')).toEqual(['30555']);
  });

  test('of a call alone is very likely to come back, and is refused for what it does not say to nobody', () => {
    const pack = packOf({ business: businessWith([{ consent: 'call-alone' }]) });
    expect(codesOf(pack, 'risks')).toEqual(['30909', '30555']);
    expect(checkEvidence(pack)[0]?.whatToDo).toContain('key-press');
  });
});

describe('what callers are told', () => {
  test.each([
    ['Message and data rates may apply.', ['30569', '30924']],
    ['Message frequency varies.', ['30545', '30924']],
    [' about your call', ['30544', '30924']],
    ['Reply STOP to opt out, ', ['30924']],
    [', HELP for help', ['30570']],
    ['a text message', ['30551']],
  ])('lacks "%s": %j', (words, codes) => {
    expect(codesOf(withoutWords(words), 'refuses')).toEqual(codes);
  });

  test('by a notice in the greeting has to stand on a page, too: 30909', () => {
    const pack = { ...packOf({ business: businessWith([{ consent: 'notice' }]) }), noticeUrl: null };
    expect(codesOf(pack, 'refuses')).toEqual(['30909']);
  });
});

describe('the campaign', () => {
  test.each<[string, string, (campaign: Campaign) => Partial<Campaign>]>([
    ['30933', 'no privacy page', () => ({ privacyUrl: '' })],
    ['30934', 'terms that are not public', () => ({ termsUrl: 'http://localhost:3000/sms/acme' })],
    [
      '30892',
      'a shortened link',
      ({ samples }) => ({ samples: [...samples, 'Acme Plumbing: see bit.ly/3abc now'], hasLinks: true }),
    ],
    [
      '30892',
      'an insecure link',
      ({ samples }) => ({ samples: [...samples, 'Acme: see http://acme.com/book'], hasLinks: true }),
    ],
    [
      '30889',
      'a link that is not declared',
      ({ samples }) => ({ samples: [...samples, 'Acme: https://acme.com/book'], hasLinks: false }),
    ],
    ['30889', 'a phone number that is not declared', () => ({ hasPhone: false })],
    ['30893', 'one sample', ({ samples }) => ({ samples: samples.slice(0, 1) })],
    [
      '30893',
      'six samples',
      ({ samples }) => ({ samples: Array.from({ length: 6 }, () => samples[0] ?? '') }),
    ],
    ['30893', 'a sample that is too short', ({ samples }) => ({ samples: [...samples, 'Hi'] })],
    [
      '30893',
      'no sample with the name and STOP',
      () => ({ samples: ['How can we help you today?', 'When may we call you back?'] }),
    ],
    ['30886', 'a description that is too short', () => ({ description: 'Acme Plumbing calls.' })],
    [
      '30886',
      'a description of something else',
      () => ({ description: 'Notifications for the members of our lovely club.' }),
    ],
    [
      '30913',
      'advertising in the description',
      ({ description }) => ({ description: `${description} And discounts: 20% off.` }),
    ],
    [
      '30913',
      'advertising in a sample',
      ({ samples }) => ({ samples: [...samples, 'Acme Plumbing: summer sale, come by!'] }),
    ],
    [
      '30917',
      'a flow without the words that callers hear',
      ({ messageFlow }) => ({ messageFlow: messageFlow.replaceAll("You've reached", 'Hello from') }),
    ],
    [
      '30896',
      'a flow that does not say that nothing is shared',
      ({ messageFlow }) => ({ messageFlow: messageFlow.replace(/Mobile numbers.*/, '') }),
    ],
    [
      '30923',
      'consent that is forced',
      ({ messageFlow }) => ({ messageFlow: `${messageFlow} By calling us you agree to texts.` }),
    ],
    [
      '30909',
      'a flow that is too long',
      ({ messageFlow }) => ({ messageFlow: messageFlow.padEnd(2049, '.') }),
    ],
  ])('comes back with %s: %s', (code, _case, change) => {
    expect(codesOf(withCampaign(change), 'refuses')).toContain(code);
  });

  test('comes back when the site is not public: 30907', () => {
    expect(codesOf({ ...packOf(), website: 'https://10.0.0.1' }, 'refuses')).toEqual(['30907']);
  });

  test('may come back when the site is a profile elsewhere: 30919', () => {
    expect(codesOf({ ...packOf(), website: 'https://facebook.com/acme' }, 'risks')).toEqual(['30919']);
  });

  test('of a sole proprietor has one number', () => {
    const business = businessWith([{ consent: 'key-press' }, { consent: 'key-press' }]);
    expect(codesOf(packOf({ business, applicant: soleProprietor }), 'refuses')).toEqual(['one-number']);
  });
});

test('every finding says what is wrong, where, and what to do', () => {
  const pack = withCampaign(() => ({ description: '', messageFlow: '', samples: [], privacyUrl: '' }));
  const findings = checkEvidence(pack);
  expect(findings.length).toBeGreaterThan(6);
  for (const { path, what, whatToDo } of findings) {
    expect(path).toMatch(/^(campaign|paths|website|noticeUrl)/);
    expect(what).toMatch(/\.$/);
    expect(whatToDo.length).toBeGreaterThan(5);
  }
});

test.each(['30909', '30885', '99999', 'toString'])('a rejection with %s is told in words', (code) => {
  expect(explainRejection(code)).toEqual({
    meaning: expect.stringMatching(/^[A-Z].*\.$/),
    whatToDo: expect.stringMatching(/\S/),
  });
});
