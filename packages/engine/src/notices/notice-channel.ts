import type { Business, Notice } from '@ringback/core';

/** By which way a member of staff is told. */
export type ChannelName = 'email' | 'slack' | 'text';

/** One message to one member of staff: of one caller who is urgent, or of all that has gathered. */
export type NoticeMessage = {
  /** The same for every repeat of a message, `[A-Za-z0-9_-]`, and so are its words. */
  readonly id: string;
  readonly business: Business;
  /** `address`: an e-mail address, a number, the address of a webhook. `name`: where the rules know it. */
  readonly recipient: { readonly address: string; readonly name: string | null };
  /** The most pressing first, at most one for each conversation. */
  readonly notices: readonly [Notice, ...Notice[]];
};

/** One way by which a message leaves. Safe to use from several processes. */
export interface NoticeChannel {
  /**
   * Resolves once the other side has taken the message.
   * @throws NoticeError with `retry`: `never` (refused), `later` (certainly not taken), `unknown` (it may have been)
   */
  send(message: NoticeMessage, options: { readonly signal: AbortSignal }): Promise<void>;
}

/** A notice could not be handed over, in words for whoever runs the server. */
export class NoticeError extends Error {
  readonly code: 'notice-refused' | 'notice-put-off' | 'notice-unclear';
  readonly retry: 'never' | 'later' | 'unknown';

  constructor(
    code: NoticeError['code'],
    message: string,
    options: { readonly retry: NoticeError['retry']; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'NoticeError';
    this.code = code;
    this.retry = options.retry;
  }
}

/** The ways that a server has; null: it has none of this kind. */
export type NoticeChannels = {
  readonly email: NoticeChannel | null;
  readonly slack: NoticeChannel | null;
  /** What a member of staff reads in a text, which leaves as every other text does; null: nobody is texted. */
  readonly wordText: ((message: NoticeMessage) => string) | null;
};

export const noChannels: NoticeChannels = { email: null, slack: null, wordText: null };
