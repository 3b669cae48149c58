import {
  type Applicant,
  type Business,
  exampleTexts,
  type Instant,
  type Line,
  type Rules,
} from '@ringback/core';
import { type ConsentWording, consentWording, noSharing } from './consent-wording.ts';

/** What a campaign of a kind of brand is registered for: `mixed` small senders, or answers to customers only. */
export type UseCase = 'low-volume' | 'customer-care' | 'sole-proprietor';

/** What is handed to the carriers of a campaign. */
export type Campaign = {
  readonly useCase: UseCase;
  readonly description: string;
  /** How callers come to agree: numbered paths, the words that are said, and where to see them. */
  readonly messageFlow: string;
  readonly samples: readonly string[];
  readonly helpMessage: string;
  readonly optOutMessage: string;
  readonly optInMessage: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  /** Whether texts hold a link, or a phone number. */
  readonly hasLinks: boolean;
  readonly hasPhone: boolean;
};

/** Everything that shows, before the first text, that callers know of it and agree. */
export type EvidencePack = {
  readonly brand: string;
  readonly website: string;
  /** Each way in which callers agree, with the lines where it is used. */
  readonly paths: readonly (ConsentWording & { readonly numbers: readonly string[] })[];
  /** To be put beside the phone number on the site, as HTML. */
  readonly siteSnippets: readonly string[];
  readonly noticeUrl: string | null;
  readonly screenshotUrls: readonly string[];
  readonly campaign: Campaign;
};

export type EvidenceOf = {
  readonly business: Business;
  readonly rules: Rules;
  /** The lines that are registered; at least one. */
  readonly lines: readonly [Line, ...Line[]];
  readonly applicant: Applicant;
  /** The https address at which the public reaches us. */
  readonly publicUrl: string;
};

const useCases = {
  'low-volume': 'low-volume',
  standard: 'customer-care',
  'sole-proprietor': 'sole-proprietor',
} as const satisfies { readonly [kind in Applicant['kind']]: UseCase };

/** Where Ringback serves the terms of a business's texts. */
export function termsPageOf(publicUrl: string, businessId: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/sms/${businessId}`;
}

/**
 * The evidence for a business's texts, worded so as reviewers want it for missed-call texts: "they called us" alone is
 * no consent, so every way of agreeing is told to the end, with its words and addresses.
 * Source: https://www.twilio.com/docs/api/errors/30909, 30924 and 30555, read 2026-11-21
 */
export function createEvidencePack(of: EvidenceOf, now: Instant): EvidencePack {
  const { business, rules, applicant } = of;
  const brand = rules.brand.name ?? business.name;
  const named = { ...business, name: brand };
  const page = termsPageOf(of.publicUrl, business.id);
  const privacyUrl = applicant.privacyUrl ?? `${page}#privacy`;
  const termsUrl = applicant.termsUrl ?? `${page}#terms`;
  const paths = pathsOf(named, of.lines, page);
  const texts = exampleTexts({ business, rules, line: of.lines[0] }, now);
  const samples = applicant.wording.samples ?? [
    texts.firstWhileOpen,
    ...(texts.firstWhileClosed === null ? [] : [texts.firstWhileClosed]),
    ...(texts.second === null ? [] : [texts.second]),
    replies[named.language](brand),
  ];
  const sent = [...samples, texts.help, texts.optOut, texts.optIn];
  const promised = textsPromised(texts.second !== null);
  const noticeUrl = applicant.noticeUrl ?? null;
  const pack = {
    brand,
    website: applicant.website,
    paths,
    noticeUrl,
    screenshotUrls: applicant.screenshotUrls,
  };
  return {
    ...pack,
    siteSnippets: [...new Set(paths.map(({ siteNotice }) => snippet(siteNotice, page)))],
    campaign: {
      useCase: useCases[applicant.kind],
      description: applicant.wording.description ?? describe(brand, paths, promised),
      messageFlow: applicant.wording.messageFlow ?? flowOf(pack, promised, { page, privacyUrl, termsUrl }),
      samples,
      helpMessage: texts.help,
      optOutMessage: texts.optOut,
      optInMessage: texts.optIn,
      privacyUrl,
      termsUrl,
      hasLinks: sent.some(holdsLink),
      hasPhone: sent.some(holdsPhone),
    },
  };
}

/** Whether a text holds an address of the web, or a phone number, as campaigns have to say of their texts. */
export function holdsLink(text: string): boolean {
  return /https?:\/\/|\bwww\.|\b[a-z0-9-]+\.(com|net|org|io|co|us|biz|info|app)\b/i.test(text);
}

export function holdsPhone(text: string): boolean {
  return /\+1\d{10}|\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/.test(text);
}

function pathsOf(business: Business, lines: readonly Line[], page: string): EvidencePack['paths'] {
  const paths = new Map<string, ConsentWording & { numbers: string[] }>();
  for (const line of lines) {
    const wording = consentWording({ business, line }, page);
    const key = JSON.stringify(wording);
    const known = paths.get(key);
    if (known) known.numbers.push(line.number);
    else paths.set(key, { ...wording, numbers: [line.number] });
  }
  return [...paths.values()];
}

/** How many texts about one call a caller gets, in words that samples, flow and the public page share. */
export function textsPromised(followsUp: boolean): string {
  return followsUp
    ? 'one text about that call, and at most one more without a reply'
    : 'one text about that call';
}

function describe(brand: string, paths: EvidencePack['paths'], promised: string): string {
  const recipients = paths.some(({ consent }) => consent === 'call-alone')
    ? 'Recipients are people who have just called.'
    : 'Recipients are callers who were told of the text, or agreed to it, before it was sent.';
  return (
    `${brand} answers missed phone calls by text. When a person calls ${brand} and nobody can answer, they get ` +
    `${promised}, asking how we can help, and staff answer what they write back: questions, times for a visit, ` +
    `call-backs. ${recipients} No marketing, no advertising, no purchased lists.`
  );
}

const replies = {
  en: (brand: string) =>
    `${brand}: thank you for writing. We can come on [day] at [time]. Does that suit you? Reply STOP to opt out.`,
  es: (brand: string) =>
    `${brand}: gracias por escribir. Podemos ir el [dia] a las [hora]. ¿Le conviene? Responda STOP para salir.`,
} as const;

function flowOf(
  { brand, website, paths, noticeUrl, screenshotUrls }: Omit<EvidencePack, 'siteSnippets' | 'campaign'>,
  promised: string,
  at: { readonly page: string; readonly privacyUrl: string; readonly termsUrl: string },
): string {
  const shots = screenshotUrls.length === 0 ? '' : ` Screenshots: ${screenshotUrls.join(' ')}.`;
  return [
    `${brand} (${website}) texts only people who have just called it.`,
    ...paths.map(
      (path, index) => `${index + 1}. ${flows[path.consent](path, noticeUrl ?? website, promised)}`,
    ),
    `Transcript, terms: ${at.termsUrl} Privacy: ${at.privacyUrl}${shots}`,
    `Consent is not a condition of purchase. ${noSharing}`,
  ].join('\n');
}

type Path = EvidencePack['paths'][number];

const flows: {
  readonly [consent in Path['consent']]: (path: Path, site: string, promised: string) => string;
} = {
  'key-press': ({ numbers, greeting, siteNotice }, site, promised) =>
    `The caller dials ${numbers.join(' or ')}, published at ${site} with this notice: "${siteNotice}". When nobody ` +
    `can answer, a recording asks: "${greeting}" Only a caller who presses 1 is texted: ${promised}. Who ` +
    'presses nothing or hangs up gets none. We keep the number, the call, the time and the key pressed.',
  // A caller who hangs up while it rings has had the notice at the number, and nothing else: no more is claimed.
  notice: ({ numbers, greeting, siteNotice }, site, promised) =>
    `At ${site}, beside the number ${numbers.join(' or ')}, stands: "${siteNotice}". The caller reads it and dials ` +
    `that number. When nobody can answer, a recording says: "${greeting}" A caller whom nobody spoke with gets ` +
    `${promised}. We keep the number, the call, the time, and which notice was in force.`,
  'call-alone': ({ numbers, greeting }, site, promised) =>
    `The caller dials ${numbers.join(' or ')}, published at ${site}. When nobody can answer, a recording says: ` +
    `"${greeting}" The caller gets ${promised}.`,
};

/** Plain HTML that fits into any page; the link stands beside the number, not in the footer alone. */
function snippet(notice: string, page: string): string {
  const link = `<a href="${escapeHtml(page)}">${escapeHtml(page)}</a>`;
  return `<p>${escapeHtml(notice).replace(escapeHtml(page), () => link)}</p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
