import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHubspotLookalike } from '../hubspot/lookalike.ts';
import { caller, openTwilioWorld, plumber, shop } from '../testing/open-twilio-world.ts';
import { listen } from '../testing/scripted-server.ts';
import { createPhone } from './phone.ts';
import type { PhoneSnapshot } from './snapshot.ts';
import type { Story } from './story.ts';

const story: Story = {
  conversations: [{ id: 'c1', phone: caller, state: 'automated', urgent: false, task: null }],
  decisions: [],
  notices: [],
  crm: { connected: true, account: 'Acme', problem: null },
};

async function openPhoneWorld() {
  const world = await openTwilioWorld();
  const { twilio, clock } = world;
  world.product.on(
    '/voice',
    `<Response><Dial answerOnBridge="true" timeout="18" action="/dialed"><Number url="/screen">${plumber}</Number></Dial></Response>`,
  );
  world.product.on(
    '/screen',
    '<Response><Gather numDigits="1" action="/accept"><Say>Press 1</Say></Gather><Hangup/></Response>',
  );
  world.product.on('/dialed', '<Response><Say>Nobody can answer right now.</Say></Response>');
  const hubspot = createHubspotLookalike({
    clientId: 'id',
    clientSecret: 'secret',
    redirectUris: [],
    clock,
    portal: { id: 1, name: 'Acme', timeZone: 'America/Chicago' },
  });
  const stopping = new AbortController();
  const storyListeners = new Set<() => void>();
  let told: () => Promise<Story> = async () => story;
  const app = express();
  app.use(
    createPhone({
      twilio,
      hubspot,
      clock,
      signal: stopping.signal,
      business: { name: 'Acme Plumbing', lines: [{ number: shop, label: 'Main office', rings: true }] },
      callers: [
        { id: 'new', label: 'New caller', number: caller },
        { id: 'withheld', label: 'Withheld number', number: null },
      ],
      readStory: () => told(),
      onStoryChange(listener) {
        storyListeners.add(listener);
        return () => storyListeners.delete(listener);
      },
    }),
  );
  const server = await listen(app);
  const act = (name: string, body: unknown = {}, headers: { [name: string]: string } = {}) =>
    fetch(`${server.url}/sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    ...world,
    hubspot,
    url: server.url,
    act,
    async do(name: string, body: unknown = {}) {
      const answer = await act(name, body);
      expect(answer.status).toBe(204);
      await twilio.idle();
    },
    async state(): Promise<PhoneSnapshot> {
      return (await fetch(`${server.url}/sandbox/state`)).json() as Promise<PhoneSnapshot>;
    },
    tellStory(read: () => Promise<Story>) {
      told = read;
      for (const listener of storyListeners) listener();
    },
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await server.close();
      await world.close();
    },
  };
}

/** Reads a stream's snapshots one by one; null: the server has ended it. */
async function openStream(url: string) {
  const response = await fetch(`${url}/sandbox/stream`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  return {
    type: response.headers.get('content-type'),
    async next(): Promise<PhoneSnapshot | null> {
      for (;;) {
        const data = /event: snapshot\ndata: (.*)\n\n/.exec(unread);
        if (data?.[1]) {
          unread = unread.slice(data.index + data[0].length);
          return JSON.parse(data[1]) as PhoneSnapshot;
        }
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return null;
        unread += chunk.value;
      }
    },
    close: () => reader?.cancel(),
  };
}

describe('the phone', () => {
  let phone: Awaited<ReturnType<typeof openPhoneWorld>>;
  beforeEach(async () => {
    phone = await openPhoneWorld();
  });
  afterEach(() => phone.close());
  const callShop = (id = 'new') => phone.do('call', { caller: id, line: shop });
  const latestCall = async () => (await phone.state()).calls.at(-1);

  test('serves a page that needs nothing but itself', async () => {
    const page = await (await fetch(`${phone.url}/`)).text();
    const links = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);

    expect(page).not.toMatch(/https?:\/\/|<style|<script>|\son\w+=|\sstyle=/);
    expect(links.length).toBeGreaterThan(5);
    for (const path of links) expect((await fetch(`${phone.url}${path}`)).status).toBe(200);
  });

  test('shows a call that rings, and the greeting once nobody has answered', async () => {
    await callShop();
    expect(await latestCall()).toMatchObject({
      callerId: 'new',
      line: shop,
      phase: 'ringing',
      staff: { number: plumber, phase: 'ringing' },
    });

    await phone.clock.advance(18_000);
    expect(await latestCall()).toMatchObject({
      phase: 'greeting',
      hears: 'Nobody can answer right now.',
      staff: { phase: 'over' },
    });

    await phone.clock.advance(10_000);
    expect(await latestCall()).toMatchObject({ phase: 'over', outcome: 'not-answered' });
  });

  test('shows that a person took the call after pressing 1', async () => {
    await callShop();
    await phone.do('staff', { act: 'answer' });
    expect(await latestCall()).toMatchObject({
      phase: 'ringing',
      staff: { phase: 'screening', hears: 'Press 1' },
    });

    await phone.do('staff', { act: 'press-1' });
    expect(await latestCall()).toMatchObject({ phase: 'talking', staff: { phase: 'talking' } });

    await phone.clock.advance(5_000);
    await phone.do('hang-up');
    expect(await latestCall()).toMatchObject({ phase: 'over', outcome: 'answered' });
  });

  test('tells a caller who gave up from one whom nobody answered', async () => {
    await callShop();
    await phone.do('hang-up');
    expect(await latestCall()).toMatchObject({ phase: 'over', outcome: 'hung-up' });

    await callShop();
    await phone.do('staff', { act: 'voicemail' });
    expect(await latestCall()).toMatchObject({ staff: { phase: 'voicemail' } });
    await phone.clock.advance(70_000);
    expect(await latestCall()).toMatchObject({ phase: 'over', outcome: 'not-answered' });
  });

  test('keeps withheld calls apart, and lets them neither get nor send texts', async () => {
    await callShop('withheld');
    expect(await latestCall()).toMatchObject({ callerId: 'withheld' });
    expect((await phone.act('text', { caller: 'withheld', body: 'Hello' })).status).toBe(409);
  });

  test('shows texts as they were typed', async () => {
    const body = '<img src=x onerror=alert(1)>';
    await phone.do('text', { caller: 'new', body });
    expect((await phone.state()).texts).toMatchObject([{ callerId: 'new', from: 'caller', body }]);
    expect(phone.product.requestsTo('/messages')[0]?.form).toMatchObject({
      From: caller,
      To: shop,
      Body: body,
    });
  });

  test('knows whose contact it is in whatever format the number was typed', async () => {
    phone.hubspot.putContact({ firstname: 'Ann', phone: '(512) 555-0199', lifecyclestage: 'customer' });
    expect((await phone.state()).contacts).toMatchObject([
      {
        name: 'Ann',
        callerId: 'new',
        lifecycleStage: 'customer',
        mayBeTexted: true,
        tasks: [],
        timeline: [],
      },
    ]);
  });

  test('goes on with the last story when the store does not answer', async () => {
    expect(await phone.state()).toMatchObject({ story, storyProblem: null });
    phone.tellStory(() => Promise.reject(new Error('the store is away')));
    expect(await phone.state()).toMatchObject({
      story,
      storyProblem: expect.stringContaining('cannot be read'),
    });
  });

  test('streams the state at once, again after changes, several of them as one, and ends when the server stops', async () => {
    const stream = await openStream(phone.url);
    expect(stream.type).toContain('text/event-stream');
    expect(await stream.next()).toMatchObject({ calls: [], story });

    const closed: Story = { ...story, conversations: [] };
    phone.hubspot.putContact({ firstname: 'Ann' });
    phone.hubspot.putContact({ firstname: 'Bob' });
    phone.tellStory(async () => closed);
    const next = await stream.next();
    expect(next).toMatchObject({ story: closed });
    expect(next?.contacts).toHaveLength(2);

    phone.stop();
    expect(await stream.next()).toBeNull();
  });

  test.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, where the browser names nothing else', { origin: 'https://example.com' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('refuses acts of %s', async (_from, headers: { [name: string]: string }, status) => {
    const answer = await phone.act('call', { caller: 'new', line: shop }, headers);
    expect(answer.status).toBe(status);
    expect((await phone.state()).calls).toEqual([]);
  });

  test('takes acts of its own page', async () => {
    const ownPage = { 'sec-fetch-site': 'same-origin', origin: phone.url };
    expect((await phone.act('call', { caller: 'new', line: shop }, ownPage)).status).toBe(204);
    expect((await phone.state()).calls).toHaveLength(1);
  });

  test.each([
    ['call', { caller: 'new' }, 400, 'line'],
    ['call', { caller: 'nobody', line: shop }, 400, 'no such caller'],
    ['call', { caller: 'new', line: '+15125550000' }, 400, 'no such line'],
    ['call', { caller: 'new', line: shop, extra: 1 }, 400, 'extra'],
    ['caller-key', { digit: '12' }, 400, 'one key'],
    ['staff', { act: 'dance' }, 400, 'act'],
    ['text', { caller: 'new', body: '  ' }, 400, 'write something'],
    ['hang-up', {}, 409, 'no call'],
    ['staff', { act: 'answer' }, 409, 'no call'],
  ])('refuses %s with %j in words for the page', async (name, body, status, words) => {
    const answer = await phone.act(name, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, detail: expect.stringContaining(words) });
  });

  test('refuses a body that is no JSON, and a second call at a time', async () => {
    const broken = await fetch(`${phone.url}/sandbox/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ status: 400 });

    await callShop();
    expect((await phone.act('call', { caller: 'new', line: shop })).status).toBe(409);
  });
});
