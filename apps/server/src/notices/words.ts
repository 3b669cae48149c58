import type { Business, Instant, Notice } from '@ringback/core';
import type { NoticeMessage } from '@ringback/engine';
import { type LinkAct, linkActs, type NoticeLinks } from './links.ts';

/** One notice as every channel shows it, before anything is escaped. */
export type NoticeView = {
  readonly headline: string;
  readonly urgent: boolean;
  /** E.164; null: the number is withheld. */
  readonly phone: string | null;
  readonly happened: string;
  readonly words: string | null;
  readonly reasons: readonly string[];
  readonly answerBy: string | null;
  readonly links: readonly { readonly act: LinkAct; readonly label: string; readonly url: string }[];
};

/** What stands round a notice, whatever it tells. */
export type MessageWords = {
  readonly labels: { readonly [act in LinkAct]: string };
  readonly phone: string;
  readonly answerBy: (time: string) => string;
  readonly why: string;
  readonly more: (count: number) => string;
  readonly by: (business: string) => string;
};

export const messageWords: { readonly [language in Business['language']]: MessageWords } = {
  en: {
    labels: { acknowledge: 'I have seen it', 'take-over': 'I take over', 'call-back': 'I call back' },
    phone: 'Phone',
    answerBy: (time) => `Please answer by ${time}.`,
    why: 'Why you get this:',
    more: (count) => `and ${count} more`,
    by: (business) => `${business}, by Ringback`,
  },
  es: {
    labels: { acknowledge: 'Lo he visto', 'take-over': 'Me encargo yo', 'call-back': 'Yo llamo' },
    phone: 'Teléfono',
    answerBy: (time) => `Por favor, responda antes de: ${time}.`,
    why: 'Por qué recibe esto (en inglés):',
    more: (count) => `y ${count} más`,
    by: (business) => `${business}, con Ringback`,
  },
};

export function viewNotices(
  { business, recipient, notices }: NoticeMessage,
  links: NoticeLinks,
): readonly NoticeView[] {
  return notices.map((notice) => ({
    headline: oneLine(notice.headline),
    urgent: notice.urgent,
    phone: notice.caller.phone,
    happened: notice.happened,
    // Slack refuses a whole message for one block without a word.
    words: notice.words?.trim() ? notice.words : null,
    reasons: notice.reasons,
    answerBy: notice.answerBy === null ? null : timeAt(business, notice.answerBy),
    links: linksOf(notice, { business, links, by: whoIs(recipient) }),
  }));
}

/** In the subject of a mail, and where a message is shown in one line. */
export function summaryOf({ business, notices }: NoticeMessage): string {
  const [first, ...others] = notices;
  const more = others.length === 0 ? '' : `, ${messageWords[business.language].more(others.length)}`;
  return oneLine(`${business.name}: ${first.headline}${more}`);
}

/** How an act from a notice is recorded; null: whoever has the address of the channel may be anybody. */
function whoIs({ name, address }: NoticeMessage['recipient']): string | null {
  return name ?? (address.startsWith('https:') ? null : address);
}

export function linksOf(
  { conversationId, kind, caller, at }: Notice,
  {
    business,
    links,
    by,
  }: { readonly business: Business; readonly links: NoticeLinks; readonly by: string | null },
): NoticeView['links'] {
  if (conversationId === null || kind === 'lead' || kind === 'opt-out') return [];
  return linkActs
    .filter((act) =>
      act === 'acknowledge' ? kind === 'emergency' : act === 'take-over' || caller.phone !== null,
    )
    .map((act) => ({
      act,
      label: messageWords[business.language].labels[act],
      url: links.urlOf({ businessId: business.id, conversationId, act, by }, at),
    }));
}

const locales: { readonly [language in Business['language']]: string } = { en: 'en-US', es: 'es-US' };

function timeAt({ timeZone, language }: Business, at: Instant): string {
  const format = { timeZone, weekday: 'short', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locales[language], format).format(new Date(at));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
