import { toInstant } from '@ringback/core';
import { expect, test } from 'vitest';
import { createNoticeLinks } from './links.ts';

const at = toInstant('2026-11-19T16:00:00.000Z');
const link = {
  businessId: 'acme',
  conversationId: 'text-1-conversation',
  act: 'take-over',
  by: 'Ana',
} as const;
const key = Buffer.alloc(32, 1);
const other = Buffer.alloc(32, 2);
const publicUrl = 'https://ringback.example.com';

/** Its last character says 2 bits of the code, and 4 that a lenient reader drops. */
function lastBitsSet(mac: string): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${mac.slice(0, -1)}${characters[characters.indexOf(mac.slice(-1)) + 1]}`;
}

function tokenOf(url: string): string {
  return new URL(url).searchParams.get('link') ?? '';
}

test('a link says what it is good for, and until when', () => {
  const links = createNoticeLinks({ publicUrl, keys: [key] });
  const url = links.urlOf(link, at);
  expect(url).toMatch(/^https:\/\/ringback\.example\.com\/notices\?link=[\w-]+\.[\w-]+$/);
  expect(links.read(tokenOf(url))).toMatchObject({ ...link, expiresAt: '2026-11-22T16:00:00.000Z' });
});

test('the same notice has the same link however often it is sent', () => {
  const links = createNoticeLinks({ publicUrl, keys: [key] });
  expect(links.urlOf(link, at)).toBe(links.urlOf(link, at));
});

test('a link of the key before is good while that key is named, and not after', () => {
  const token = tokenOf(createNoticeLinks({ publicUrl, keys: [other] }).urlOf(link, at));
  expect(createNoticeLinks({ publicUrl, keys: [key, other] }).read(token)).not.toBeNull();
  expect(createNoticeLinks({ publicUrl, keys: [key] }).read(token)).toBeNull();
});

test('a link is the same one under whichever key, and another where it is good for something else', () => {
  const former = createNoticeLinks({ publicUrl, keys: [other] });
  const links = createNoticeLinks({ publicUrl, keys: [key, other] });
  const idOf = (url: string) => links.read(tokenOf(url))?.id;
  expect(idOf(former.urlOf(link, at))).toBe(idOf(links.urlOf(link, at)));
  expect(idOf(links.urlOf({ ...link, act: 'call-back' }, at))).not.toBe(idOf(links.urlOf(link, at)));
});

test('a link that was changed anywhere, cut, or made up is nobody’s', () => {
  const links = createNoticeLinks({ publicUrl, keys: [key] });
  const token = tokenOf(links.urlOf(link, at));
  const [said = '', mac = ''] = token.split('.');
  const forged = Buffer.from(JSON.stringify(['acme', 'another', 'take-over', 'Ana', 4_000_000_000]));
  for (const bad of [
    '',
    '.',
    said,
    `${said}.`,
    `${forged.toString('base64url')}.${mac}`,
    token.slice(0, -2),
    `x${token}`,
    `${token}.x`,
    `${token}=`,
    ` ${token}`,
    `${said}!.${mac}`,
    `${said}.${mac} `,
    `${said}.${lastBitsSet(mac)}`,
  ]) {
    expect(links.read(bad)).toBeNull();
  }
});
