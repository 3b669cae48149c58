import { type NoticeChannel, NoticeError, type NoticeMessage } from '@ringback/engine';
import type { NoticeLinks } from './links.ts';
import type { PostJson } from './post-json.ts';
import { type MessageWords, messageWords, type NoticeView, summaryOf, viewNotices } from './words.ts';

/** Slack takes 50 blocks a message, and one notice has up to five. Source: docs.slack.dev/reference/block-kit/blocks */
const mostNotices = 9;
/** Of a section; of a header 150. */
const mostOfSection = 2_900;
const mostOfHeader = 140;

/** Notices into a Slack channel, by an incoming webhook. Slack cannot be asked what became of one. */
export function createSlackChannel({
  links,
  post,
}: {
  readonly links: NoticeLinks;
  readonly post: PostJson;
}): NoticeChannel {
  return {
    async send(message, { signal }) {
      const { status, body } = await post(message.recipient.address, slackMessage(message, links), {
        signal,
      });
      if (status >= 200 && status < 300) return;
      const said = `Slack answered ${status}${body === '' ? '' : `: ${body.slice(0, 200)}`}`;
      if (status === 429) throw new NoticeError('notice-put-off', said, { retry: 'later' });
      if (status >= 500) throw new NoticeError('notice-unclear', said, { retry: 'unknown' });
      throw new NoticeError('notice-refused', said, { retry: 'never' });
    },
  };
}

function slackMessage(message: NoticeMessage, links: NoticeLinks) {
  const views = viewNotices(message, links);
  const more = views.length - mostNotices;
  const said = messageWords[message.business.language];
  return {
    text: escapeMrkdwn(summaryOf(message)),
    blocks: [
      ...views.slice(0, mostNotices).flatMap((view) => blocksOf(view, said)),
      ...(more > 0 ? [section(`_${said.more(more)}_`)] : []),
    ],
  };
}

function blocksOf(view: NoticeView, around: MessageWords) {
  const { headline, urgent, phone, happened, words, reasons, answerBy, links } = view;
  const title = `${urgent ? '🚨 ' : ''}${headline}`;
  const facts = [
    ...(phone === null ? [] : [`*${around.phone}* ${escapeMrkdwn(phone)}`]),
    ...(answerBy === null ? [] : [`*${escapeMrkdwn(around.answerBy(answerBy))}*`]),
  ];
  const said = [escapeMrkdwn(happened), ...facts].join('\n');
  return [
    { type: 'header', text: plain(title, mostOfHeader) },
    section(said),
    // What callers write is shown as it is: no bold, no mention, no link of theirs.
    ...(words === null ? [] : [{ type: 'section', text: plain(words, mostOfSection) }]),
    ...(reasons.length === 0
      ? []
      : [{ type: 'context', elements: [plain(reasons.join(' '), mostOfSection)] }]),
    ...(links.length === 0
      ? []
      : [
          {
            type: 'actions',
            elements: links.map(({ act, label, url }) => ({
              type: 'button',
              action_id: act,
              text: plain(label, 70),
              url,
            })),
          },
        ]),
  ];
}

function section(mrkdwn: string) {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn.slice(0, mostOfSection) } };
}

function plain(text: string, most: number) {
  return { type: 'plain_text', text: text.slice(0, most).toWellFormed(), emoji: false };
}

/** Source: docs.slack.dev/messaging/formatting-message-text, "Escaping text" */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
