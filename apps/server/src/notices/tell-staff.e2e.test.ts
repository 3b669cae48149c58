import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '../testing/open-world.ts';
import { type Mailbox, openMailbox, readMail } from './testing/mailbox.ts';

const line = '+15125550100';
const maria = '+15125550142';
const ana = '+15125550112';
const ben = '+15125550113';
let folder: string;
let mailbox: Mailbox;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-notices-'));
  const businessFile = join(folder, 'businesses.yaml');
  await writeFile(
    businessFile,
    `businesses:
  - id: acme-plumbing
    name: Acme Plumbing
    timeZone: America/Chicago
    lines: [{ number: "${line}", forwardTo: ["+15125550111"] }]
    notify: { email: owner@example.com }
    rules:
      onCall:
        rotates: never
        people: [{ name: Ana, phone: "${ana}" }, { name: Ben, phone: "${ben}" }]
`,
  );
  mailbox = await openMailbox();
  const mail = { smtpUrl: mailbox.smtpUrl, from: 'Ringback <ringback@example.com>' };
  world = await openWorld({ businessFile, mail });
});

afterEach(async () => {
  await world.close();
  await mailbox.close();
  await rm(folder, { recursive: true, force: true });
});

function linkIn(words: string, label: string): string {
  return new RegExp(`${label}: (http\\S+)`).exec(words)?.[1] ?? '';
}

test('an emergency goes to the owner by mail and to whoever is on call by text, until one has seen it', async () => {
  world.twilio.sendText({ from: maria, to: line, body: 'There is a gas leak' });
  await world.pass(1);
  const [mail = ''] = mailbox.mails.map(readMail);
  expect(mail).toContain(`Subject: Acme Plumbing: Emergency: ${maria}`);
  expect(mail).toContain('> There is a gas leak');
  const [text] = world.twilio.messagesTo(ana);
  expect(text).toMatchObject({ from: line, body: expect.stringContaining('There is a gas leak') });
  expect(world.twilio.messagesTo(ben)).toEqual([]);

  await world.pass(5 * 60, { stepSeconds: 30 });
  expect(world.twilio.messagesTo(ben)).toHaveLength(1);
  const pressed = await fetch(linkIn(text?.body ?? '', 'I have seen it'), { method: 'POST' });
  expect(await pressed.text()).toContain('Nobody else is called on.');
  await world.pass(5 * 60, { stepSeconds: 30 });
  expect(world.twilio.messagesTo(ana)).toHaveLength(1);
  expect(world.twilio.messagesTo(ben)).toHaveLength(1);
  const acts = await world.engine.store.db.selectFrom('audit_log').select(['act', 'by']).execute();
  expect(acts).toContainEqual({ act: 'acknowledge', by: 'Ana' });
});

test('a reply is told after the wait with a link that takes over, and staff who write back are no callers', async () => {
  world.twilio.sendText({ from: maria, to: line, body: 'When can you come?' });
  world.twilio.sendText({ from: ana, to: line, body: 'who is this?' });
  await world.pass(5 * 60, { stepSeconds: 30 });
  expect(mailbox.mails).toHaveLength(1);
  const words = readMail(mailbox.mails[0] ?? '');
  const pressed = await fetch(linkIn(words, 'I take over'), { method: 'POST' });
  expect(await pressed.text()).toContain('It is yours now.');
  const { data } = await world.api.listConversations({ query: { business: 'acme-plumbing' } });
  expect(data).toMatchObject([{ state: 'with-person' }]);
});
