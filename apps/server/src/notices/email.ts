import { type NoticeChannel, NoticeError, type NoticeMessage } from '@ringback/engine';
import { createTransport } from 'nodemailer';
import { escapeHtml } from '../page.ts';
import type { NoticeLinks } from './links.ts';
import { type MessageWords, messageWords, type NoticeView, summaryOf, viewNotices } from './words.ts';

export type EmailOptions = {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly publicUrl: string;
  readonly links: NoticeLinks;
};

/** Several of them one after the other stay below the time that one message has. */
const stepTimeoutMs = 5_000;

/** Notices by e-mail, each under one Message-ID, so that a repeat is the same mail to whoever sorts them out. */
export function createEmailChannel({ smtpUrl, from, publicUrl, links }: EmailOptions): NoticeChannel {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: stepTimeoutMs,
    greetingTimeout: stepTimeoutMs,
    socketTimeout: stepTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = new URL(publicUrl).hostname;
  return {
    async send(message, { signal }) {
      const views = viewNotices(message, links);
      const mail = transport.sendMail({
        messageId: `<${message.business.id}.${message.id}@${host}>`,
        from,
        to: { name: message.recipient.name ?? '', address: message.recipient.address },
        subject: summaryOf(message),
        text: plainMail(message, views),
        html: htmlMail(message, views),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        ...(views.some(({ urgent }) => urgent) ? { priority: 'high' as const } : {}),
      });
      await untilAborted(mail, signal).catch((error: unknown) => {
        throw toNoticeError(error);
      });
    },
  };
}

async function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('the mail server took too long'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Only once the words of a mail are on their way may it have been taken without our hearing of it. */
function toNoticeError(error: unknown): NoticeError {
  const { responseCode, command, message } = error as SmtpError;
  const said = `the mail server: ${message}`;
  if (responseCode !== undefined && responseCode >= 500 && command !== 'CONN' && !isLogin(command)) {
    return new NoticeError('notice-refused', said, { retry: 'never', cause: error });
  }
  if (responseCode !== undefined || (command !== undefined && command !== 'DATA')) {
    return new NoticeError('notice-put-off', said, { retry: 'later', cause: error });
  }
  return new NoticeError('notice-unclear', said, { retry: 'unknown', cause: error });
}

type SmtpError = { readonly responseCode?: number; readonly command?: string; readonly message: string };

/** A wrong password is for the operator to mend, and then the mail leaves. */
function isLogin(command: string | undefined): boolean {
  return command?.startsWith('AUTH') ?? false;
}

function plainMail({ business }: NoticeMessage, views: readonly NoticeView[]): string {
  const around = messageWords[business.language];
  const told = views.map((view) => plainNotice(view, around)).join('\n\n\n');
  return `${told}\n\n-- \n${around.by(business.name)}\n`;
}

function plainNotice(view: NoticeView, around: MessageWords): string {
  const { headline, phone, happened, words, reasons, answerBy, links } = view;
  return [
    headline,
    ...(phone === null ? [] : [`${around.phone}: ${phone}`]),
    '',
    happened,
    ...(words === null ? [] : words.split(/\r?\n/).map((line) => `> ${line}`)),
    ...(answerBy === null ? [] : ['', around.answerBy(answerBy)]),
    ...(reasons.length === 0 ? [] : ['', around.why, ...reasons.map((reason) => `- ${reason}`)]),
    ...(links.length === 0 ? [] : ['', ...links.map(({ label, url }) => `${label}: ${url}`)]),
  ].join('\n');
}

const font = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif';

function htmlMail({ business }: NoticeMessage, views: readonly NoticeView[]): string {
  const around = messageWords[business.language];
  return `<!doctype html>
<html lang="${business.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="margin:0;padding:16px;background:#f3f4f6;${font};color:#111827">
${views.map((view) => htmlNotice(view, around)).join('\n')}
<p style="max-width:560px;margin:16px auto;font-size:13px;color:#6b7280">${escapeHtml(around.by(business.name))}</p>
</body></html>`;
}

function htmlNotice(view: NoticeView, around: MessageWords): string {
  const { headline, urgent, phone, happened, words, reasons, answerBy, links } = view;
  const number = phone === null ? '' : escapeHtml(phone);
  return `<div style="max-width:560px;margin:0 auto 16px;padding:20px;background:#ffffff;border-radius:12px;border-top:4px solid ${urgent ? '#b91c1c' : '#1d4ed8'}">
<h1 style="margin:0 0 4px;font-size:20px;line-height:1.3">${escapeHtml(headline)}</h1>
${number === '' ? '' : `<p style="margin:0 0 12px"><a href="tel:${number}" style="color:#1d4ed8">${number}</a></p>`}
<p style="margin:0 0 8px">${escapeHtml(happened)}</p>
${words === null ? '' : `<blockquote style="margin:0 0 12px;padding:8px 12px;border-left:3px solid #d1d5db;white-space:pre-wrap">${escapeHtml(words)}</blockquote>`}
${answerBy === null ? '' : `<p style="margin:0 0 12px"><strong>${escapeHtml(around.answerBy(answerBy))}</strong></p>`}
${links.map(({ label, url }) => `<a href="${escapeHtml(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:10px 16px;border-radius:8px;background:#1d4ed8;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a>`).join('')}
${reasons.length === 0 ? '' : `<ul style="margin:12px 0 0;padding-left:18px;font-size:14px;color:#4b5563">${reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join('')}</ul>`}
</div>`;
}
