import { randomBytes } from 'node:crypto';
import type { E164 } from '@ringback/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { businessId, ringingLine } from '../testing/acme-plumbing.ts';
import { openWorld, type World } from '../testing/open-world.ts';
import { createNoticeLinks, type LinkAct } from './links.ts';

const maria = '+15125550142' as E164;
const key = randomBytes(32);
let world: World;
let conversationId: string;

beforeEach(async () => {
  world = await openWorld({ secretKeys: [key] });
  world.twilio.sendText({ from: maria, to: ringingLine, body: 'There is a gas leak' });
  await world.settle();
  const [conversation] = (await world.api.listConversations({ query: { business: businessId } })).data;
  conversationId = conversation?.id ?? '';
});
afterEach(() => world.close());

async function linkTo(act: LinkAct, by: string | null = 'Ana'): Promise<string> {
  const links = createNoticeLinks({ publicUrl: world.url, keys: [key] });
  const rows = await world.engine.store.db.selectFrom('events').select('at').orderBy('at', 'desc').execute();
  const at = rows[0]?.at.toISOString() ?? '';
  return links.urlOf({ businessId, conversationId, act, by }, at as never);
}

async function stateNow(): Promise<unknown> {
  const found = await world.api.readConversation({ params: { id: conversationId }, query: {} });
  return { state: found.state, urgent: found.urgent };
}

function press(url: string, body = ''): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

test('opening a link asks, and does nothing, however often a mail service opens it', async () => {
  const url = await linkTo('take-over');
  for (const method of ['GET', 'GET', 'HEAD']) {
    const answered = await fetch(url, { method });
    expect(answered.status).toBe(200);
    expect(answered.headers.get('cache-control')).toBe('no-store');
  }
  expect(await (await fetch(url)).text()).toContain('Do you take it over?');
  expect(await stateNow()).toEqual({ state: 'needs-person', urgent: true });
});

test('pressing the button takes over, by whom it was sent to, once', async () => {
  const url = await linkTo('take-over');
  expect(await (await press(url)).text()).toContain('It is yours now.');
  expect(await stateNow()).toMatchObject({ state: 'with-person' });
  expect(await (await press(url)).text()).toContain(
    'This was done before: Ana has taken the conversation over.',
  );
  const acts = await world.engine.store.db
    .selectFrom('audit_log')
    .select(['act', 'by'])
    .where('by', '=', 'Ana')
    .execute();
  expect(acts).toEqual([{ act: 'take-over', by: 'Ana' }]);
});

test('acknowledging ends the emergency, and calling back takes over and shows the number', async () => {
  await press(await linkTo('acknowledge'));
  expect(await stateNow()).toEqual({ state: 'needs-person', urgent: false });
  expect(await (await press(await linkTo('call-back'))).text()).toContain(`href="tel:${maria}"`);
  expect(await stateNow()).toMatchObject({ state: 'with-person' });
});

test('whoever comes from a channel that several read says who they are', async () => {
  const url = await linkTo('take-over', null);
  expect(await (await fetch(url)).text()).toContain('Your name');
  expect((await press(url)).status).toBe(400);
  expect(await (await press(url, 'name=Ben+%3Cb%3E')).text()).toContain('It is yours now.');
  expect(await (await press(url, 'name=Eve')).text()).toContain('Ben &#60;b&#62; has taken');
});

test('a link that is changed, too old, or of a conversation that is closed does nothing', async () => {
  const url = await linkTo('take-over');
  for (const end of ['x', '.x', '=', '%20']) expect((await press(`${url}${end}`)).status).toBe(404);
  expect((await fetch(`${world.url}/notices`)).status).toBe(404);
  await world.api.close({ params: { id: conversationId }, query: {} });
  expect(await (await press(url)).text()).toContain('closed already');
  await world.pass(73 * 3600, { stepSeconds: 73 * 3600 });
  expect((await fetch(url)).status).toBe(410);
});
