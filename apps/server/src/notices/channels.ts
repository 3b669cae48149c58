import type { NoticeChannel, NoticeChannels } from '@ringback/engine';
import type { MailSettings } from '../config.ts';
import { createEmailChannel } from './email.ts';
import type { NoticeLinks } from './links.ts';
import { postToPublicNet } from './post-json.ts';
import { createSlackChannel } from './slack.ts';
import { createTextWords } from './text.ts';

/** It is shown on the sandbox's page, which reads it from the store, and leaves this machine in no other way. */
const shownOnly: NoticeChannel = { send: async () => {} };

export function createNoticeChannels({
  mail,
  publicUrl,
  links,
  isSandbox,
}: {
  readonly mail: MailSettings | null;
  readonly publicUrl: string;
  readonly links: NoticeLinks;
  readonly isSandbox: boolean;
}): NoticeChannels {
  return {
    email: mail ? createEmailChannel({ ...mail, publicUrl, links }) : isSandbox ? shownOnly : null,
    slack: isSandbox ? shownOnly : createSlackChannel({ links, post: postToPublicNet }),
    wordText: createTextWords(links),
  };
}
