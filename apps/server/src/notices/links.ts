import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { addHours, type Instant, toInstant } from '@ringback/core';

/** What staff can do from a notice. `call-back`: they take it over to call. */
export const linkActs = ['acknowledge', 'take-over', 'call-back'] as const;
export type LinkAct = (typeof linkActs)[number];

/** What one link is good for. */
export type NoticeLink = {
  readonly businessId: string;
  readonly conversationId: string;
  readonly act: LinkAct;
  /** Who was given the link, as the act is recorded; null: several people were, so they say. */
  readonly by: string | null;
  readonly expiresAt: Instant;
};

/** A link of ours that somebody has opened. */
export type OpenedLink = NoticeLink & {
  /** The same for the same link, whichever key has signed it: what is done by it is done once. */
  readonly id: string;
};

/** Makes the links in notices, and knows its own again. */
export type NoticeLinks = {
  /** An address under the server's own, good until some days after `at`. */
  urlOf(link: Omit<NoticeLink, 'expiresAt'>, at: Instant): string;
  /** null: nobody of ours has made it. Whether it has expired is for the caller to see. */
  read(token: string): OpenedLink | null;
};

/** As long as a conversation stays open in which nothing happens. */
const goodForHours = 72;
const macBytes = 16;

/** `keys`: those of RINGBACK_SECRET_KEY; the first signs, every one is accepted. */
export function createNoticeLinks(options: {
  readonly publicUrl: string;
  readonly keys: readonly [Buffer, ...Buffer[]];
}): NoticeLinks {
  const [signing, ...former] = options.keys.map(deriveKey);
  if (!signing) throw new Error('there is no key to sign links with');
  return {
    urlOf({ businessId, conversationId, act, by }, at) {
      const expires = Math.floor(Date.parse(addHours(at, goodForHours)) / 1000);
      const said = Buffer.from(JSON.stringify([businessId, conversationId, act, by, expires]));
      return `${options.publicUrl}/notices?link=${tokenOf(said, macOf(signing, said))}`;
    },
    read(token) {
      const [said, mac] = token.split('.').map((part) => Buffer.from(part, 'base64url'));
      if (!said || !mac || mac.length !== macBytes) return null;
      // Base64 is read leniently: what says the same in other characters is nothing that we made.
      if (token !== tokenOf(said, mac)) return null;
      const isOurs = [signing, ...former].some((key) => timingSafeEqual(macOf(key, said), mac));
      return isOurs ? toLink(said) : null;
    },
  };
}

type Said = readonly [string, string, LinkAct, string | null, number];

function toLink(said: Buffer): OpenedLink {
  const [businessId, conversationId, act, by, expires]: Said = JSON.parse(said.toString());
  const id = createHash('sha256').update(said).digest('hex').slice(0, 32);
  return { id, businessId, conversationId, act, by, expiresAt: toInstant(expires * 1000) };
}

function tokenOf(said: Buffer, mac: Buffer): string {
  return `${said.toString('base64url')}.${mac.toString('base64url')}`;
}

/** A key of its own, so that nothing else that the secret key makes is ever taken for a link. */
function deriveKey(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'ringback notice links', 32));
}

function macOf(key: Buffer, said: Buffer): Buffer {
  return createHmac('sha256', key).update(said).digest().subarray(0, macBytes);
}
