import { withPlainCharacters } from '@ringback/core';
import type { NoticeMessage } from '@ringback/engine';
import type { NoticeLinks } from './links.ts';
import { messageWords, summaryOf, viewNotices } from './words.ts';

/** What fits beside a name, a number and a link without a text of many parts. */
const mostOfWords = 100;
const mostNamed = 4;

/** One caller with their words and one link; or, of several, who they are. */
export function createTextWords(links: NoticeLinks): (message: NoticeMessage) => string {
  return (message) => {
    const [first, ...others] = viewNotices(message, links);
    if (!first) return summaryOf(message);
    return withPlainCharacters(
      others.length === 0 ? wordOne(message, first) : wordSeveral(message, [first, ...others]),
    );
  };
}

type View = ReturnType<typeof viewNotices>[number];

function wordOne({ business }: NoticeMessage, { headline, phone, words, happened, links }: View): string {
  const number = phone === null || headline.includes(phone) ? '' : `, ${phone}`;
  const said = words === null ? happened : `"${cut(words)}"`;
  const [link] = links;
  return [
    `${business.name}: ${headline}${number}.`,
    said,
    ...(link ? [`${link.label}: ${link.url}`] : []),
  ].join(' ');
}

function wordSeveral({ business }: NoticeMessage, views: readonly View[]): string {
  const named = views.slice(0, mostNamed).map(({ headline }) => headline);
  const more = views.length - named.length;
  return `${business.name}: ${named.join('; ')}${more > 0 ? `; ${messageWords[business.language].more(more)}` : ''}.`;
}

function cut(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ').trim();
  return line.length <= mostOfWords ? line : `${line.slice(0, mostOfWords).toWellFormed().trimEnd()}...`;
}
