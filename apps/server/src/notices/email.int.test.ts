import { NoticeError } from '@ringback/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { createEmailChannel } from './email.ts';
import { type Mailbox, openMailbox, readMail } from './testing/mailbox.ts';
import { emergency, links, messageOf, needsPerson, publicUrl } from './testing/messages.ts';

let mailbox: Mailbox;

beforeEach(async () => {
  mailbox = await openMailbox();
});
afterEach(() => mailbox.close());

function channel(smtpUrl = mailbox.smtpUrl) {
  return createEmailChannel({ smtpUrl, from: 'Ringback <ringback@example.com>', publicUrl, links });
}

const signal = () => AbortSignal.timeout(10_000);

function failed(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

const decoded = (mail = mailbox.mails[0] ?? '') => readMail(mail);

test('a mail says what happened, the reasons and until when, in plain words and in HTML, with links', async () => {
  await channel().send(messageOf([emergency, needsPerson]), { signal: signal() });
  const mail = decoded();
  for (const part of [
    'Subject: Acme Plumbing: Emergency: Maria Lopez, and 1 more',
    'From: Ringback <ringback@example.com>',
    'To: owner@example.com',
    'Auto-Submitted: auto-generated',
    '> There is a gas leak',
    'Please answer by Thu 10:15',
    '- The caller wrote, so a person has to answer.',
    'I have seen it: https://ringback.example.com/notices?link=',
    '<a href="tel:+15125550142"',
  ]) {
    expect(mail.replaceAll(/[\u202f\u00a0]/g, ' ')).toContain(part);
  }
});

test('what callers and CRMs say is no markup, and no header', async () => {
  const nasty = {
    ...needsPerson,
    headline: 'Answer <img src=x>\r\nBcc: all@example.com',
    words: '<script>alert(1)</script>',
    reasons: ['<b>bold</b>'],
  };
  await channel().send(messageOf([nasty]), { signal: signal() });
  const mail = decoded();
  const html = mail.slice(mail.indexOf('<!doctype html>'));
  for (const tag of ['<script', '<img', '<b>']) expect(html).not.toContain(tag);
  expect(mail).not.toMatch(/^Bcc:/m);
});

test('a repeat has the same Message-ID and the same words', async () => {
  await channel().send(messageOf([needsPerson]), { signal: signal() });
  await channel().send(messageOf([needsPerson]), { signal: signal() });
  const ids = mailbox.mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]);
  expect(ids).toEqual(Array(2).fill('<acme.text-1-4-email-1@ringback.example.com>'));
  const words = mailbox.mails.map((mail) => decoded(mail).match(/^Answer Maria Lopez[\s\S]*?^-- $/m)?.[0]);
  expect(words[0]).toBeDefined();
  expect(words[1]).toBe(words[0]);
});

test('a mailbox that does not exist is refused for ever, a full one and a server that is away are not', async () => {
  const send = (smtpUrl?: string) => channel(smtpUrl).send(messageOf([needsPerson]), { signal: signal() });
  mailbox.says.recipient = failed(550, 'no such mailbox');
  await expect(send()).rejects.toMatchObject({ retry: 'never', code: 'notice-refused' });
  mailbox.says.recipient = failed(452, 'mailbox full');
  await expect(send()).rejects.toMatchObject({ retry: 'later' });
  await expect(send(`smtp://127.0.0.1:${await freePort()}`)).rejects.toMatchObject({ retry: 'later' });
});

test('a server that goes silent after the words have left has perhaps taken them', async () => {
  mailbox.says.data = () => {};
  const outcome = channel().send(messageOf([needsPerson]), { signal: AbortSignal.timeout(700) });
  await expect(outcome).rejects.toBeInstanceOf(NoticeError);
  await expect(outcome).rejects.toMatchObject({ retry: 'unknown' });
  expect(mailbox.mails).toHaveLength(1);
});
