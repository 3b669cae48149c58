import { type E164, toInstant } from '@ringback/core';
import { MessagingError } from '@ringback/messaging';
import { afterEach, expect, test } from 'vitest';
import { type ImportedBusiness, readBusinessFile } from '../business-file.ts';
import { eraseCaller } from '../data-care/erase-caller.ts';
import { importBusinesses } from '../directory.ts';
import { createEngine, type Engine } from '../engine.ts';
import { countWork } from '../queries/counts.ts';
import { countFailedNotices } from '../queries/failed-notices.ts';
import { createSecrets } from '../secrets.ts';
import { openTestStore, type TestStore, thursdayMorning } from '../testing/open-test-store.ts';
import { createTestProvider, type TestProvider } from '../testing/test-provider.ts';
import {
  type NoticeChannel,
  type NoticeChannels,
  NoticeError,
  type NoticeMessage,
} from './notice-channel.ts';

const line = '+15125550100' as E164;
const maria = '+15125550142' as E164;
const jo = '+15125550143' as E164;
const owner = '+15125550111' as E164;
const minute = 60_000;
const night = toInstant('2026-11-20T04:00:00.000Z');

type World = TestStore & {
  readonly engine: Engine;
  readonly provider: TestProvider;
  readonly sent: { readonly channel: 'email' | 'slack'; readonly message: NoticeMessage }[];
  /** What the next messages come to, and whether they arrive all the same. */
  readonly failures: { readonly error: NoticeError; readonly arrives: boolean }[];
  write(from: E164, body: string): Promise<void>;
  act(caller: E164, act: 'take-over' | 'acknowledge'): Promise<void>;
  pass(ms: number): Promise<void>;
  states(): Promise<readonly string[]>;
  startAgain(): Promise<void>;
  startAnother(): Promise<Engine>;
};

let world: World;
afterEach(() => world.close());

function acme(notify: object, rules: object, lines: readonly object[]): readonly ImportedBusiness[] {
  const hours = { thu: ['08:00-17:00'], fri: ['08:00-17:00'] };
  return readBusinessFile({
    businesses: [
      {
        id: 'acme',
        name: 'Acme Plumbing',
        timeZone: 'America/Chicago',
        hours,
        lines,
        notify,
        rules,
      },
    ],
  });
}

async function open(
  notify: object,
  {
    rules = {},
    start = thursdayMorning,
    without,
    lines = [{ number: line, forwardTo: [owner] }],
  }: {
    rules?: object;
    start?: typeof thursdayMorning;
    without?: 'email';
    lines?: readonly object[];
  } = {},
): Promise<World> {
  const store = await openTestStore({ start });
  await importBusinesses(store.store.db, acme(notify, rules, lines));
  const provider = createTestProvider(() => store.clock.now());
  const sent: World['sent'] = [];
  const failures: World['failures'] = [];
  const channel = (name: 'email' | 'slack'): NoticeChannel => ({
    async send(message) {
      const failure = failures.shift();
      if (!failure || failure.arrives) sent.push({ channel: name, message });
      if (failure) throw failure.error;
    },
  });
  const channels: NoticeChannels = {
    email: without === 'email' ? null : channel('email'),
    slack: channel('slack'),
    wordText: ({ notices }) => notices.map(({ headline }) => headline).join(' '),
  };
  const startEngine = async (): Promise<Engine> => {
    const engine = await createEngine({
      store: store.store,
      messenger: provider.messenger,
      systems: {},
      secrets: createSecrets([Buffer.alloc(32, 1)]),
      channels,
      performs: true,
      log: { warn: () => {}, error: () => {} },
    });
    await engine.start();
    return engine;
  };
  let engine = await startEngine();
  let count = 0;
  world = {
    ...store,
    get engine() {
      return engine;
    },
    provider,
    sent,
    failures,
    async write(from, body) {
      count += 1;
      const id = `text-in-${count}`;
      await engine.handle({
        type: 'text-received',
        id,
        textId: id,
        businessId: 'acme',
        callerId: from,
        line,
        body,
        media: [],
        handledByProvider: null,
      });
      await engine.settled();
    },
    async act(caller, act) {
      count += 1;
      await engine.handle({
        type: 'staff-acted',
        act,
        by: 'Dana',
        id: `staff-${count}`,
        businessId: 'acme',
        callerId: caller,
      });
      await engine.settled();
    },
    async pass(ms) {
      await store.clock.advance(ms);
      await engine.settled();
    },
    async states() {
      const rows = await store.store.db
        .selectFrom('notices')
        .select(['channel', 'state', 'problem'])
        .orderBy('created_at')
        .orderBy('notice_id')
        .execute();
      return rows.map(({ channel, state, problem }) => `${channel} ${state}${problem ? `: ${problem}` : ''}`);
    },
    async startAgain() {
      await engine.stop();
      engine = await startEngine();
    },
    startAnother: startEngine,
    async close() {
      await engine.stop();
      await store.close();
    },
  };
  return world;
}

const email = { email: 'owner@example.com' };
const headlines = () =>
  world.sent.map(({ channel, message }) => [channel, ...message.notices.map(({ headline }) => headline)]);

test('what is not urgent is gathered, and told in one message with the most pressing first', async () => {
  await open(email);
  await world.write(maria, 'STOP');
  await world.pass(1 * minute);
  await world.write(jo, 'When can you come?');
  await world.pass(3 * minute);
  expect(world.sent).toEqual([]);
  await world.pass(1 * minute);
  expect(headlines()).toEqual([['email', `Answer ${jo}`, `No more texts to ${maria}`]]);
  await world.pass(60 * minute);
  expect(
    world.sent.filter(({ message }) => message.notices.some(({ kind }) => kind === 'opt-out')),
  ).toHaveLength(1);
});

test('an emergency is told at once by every channel, at night too, and the next one is called on', async () => {
  const people = [
    { name: 'Ana', phone: '+15125550188' },
    { name: 'Ben', phone: '+15125550189' },
  ];
  await open(
    { ...email, slackWebhookUrl: 'https://hooks.example.com/x', sms: owner },
    { start: night, rules: { onCall: { people, rotates: 'never' } } },
  );
  await world.write(maria, 'There is a gas leak');
  expect(world.sent.map(({ channel }) => channel).toSorted()).toEqual(['email', 'slack']);
  const texted = () => world.provider.taken.filter(({ to }) => to !== maria).map(({ to }) => to as string);
  expect(texted().toSorted()).toEqual([owner, '+15125550188'].toSorted());
  await world.pass(5 * minute);
  expect(texted()).toContain('+15125550189');
  await world.act(maria, 'acknowledge');
  const before = texted().length;
  await world.pass(5 * minute);
  expect(texted()).toHaveLength(before);
});

test('at night what is not urgent waits for the opening', async () => {
  await open(email, { start: night });
  await world.write(maria, 'When can you come?');
  await world.pass(9 * 60 * minute);
  expect(world.sent).toEqual([]);
  const { work } = await countWork(world.store.db);
  expect(work.every(({ oldestOpenSeconds }) => (oldestOpenSeconds ?? 0) <= 0)).toBe(true);
  await world.pass(60 * minute);
  expect(headlines()).toEqual([['email', `Answer ${maria}`]]);
});

test('what somebody has seen to meanwhile is not told', async () => {
  await open(email);
  await world.write(maria, 'When can you come?');
  await world.act(maria, 'take-over');
  await world.pass(10 * minute);
  expect(world.sent).toEqual([]);
  expect(await world.states()).toEqual(['email withdrawn: somebody has seen to it']);
});

test('of one conversation one notice is told within the window', async () => {
  await open({ ...email, digestMinutes: 30 });
  await world.write(maria, 'Can you come tomorrow?');
  await world.pass(16 * minute);
  await world.pass(20 * minute);
  expect(headlines()).toEqual([['email', `Still waiting: ${maria}`]]);
});

test('a message that was put off leaves once, as soon as it can', async () => {
  await open({ ...email, digestMinutes: 0 });
  const error = new NoticeError('notice-put-off', 'the mail server is full', { retry: 'later' });
  world.failures.push({ error, arrives: false }, { error, arrives: false });
  await world.write(maria, 'When can you come?');
  expect(await world.states()).toEqual(['email waiting: the mail server is full']);
  await world.pass(1 * minute);
  await world.pass(1 * minute);
  expect(headlines()).toEqual([['email', `Answer ${maria}`]]);
  expect(await world.states()).toEqual(['email sent']);
});

test('a message whose outcome nobody saw is repeated once, as the same message, and never a third time', async () => {
  await open({ ...email, digestMinutes: 0 });
  const error = new NoticeError('notice-unclear', 'no answer', { retry: 'unknown' });
  world.failures.push({ error, arrives: true }, { error, arrives: true });
  await world.write(maria, 'When can you come?');
  await world.pass(1 * minute);
  await world.pass(1 * minute);
  await world.pass(5 * minute);
  expect(world.sent).toHaveLength(2);
  expect(world.sent[1]?.message).toEqual(world.sent[0]?.message);
  expect(await world.states()).toEqual(['email unknown: nobody saw whether it was taken, twice']);
});

test.each([
  { retry: 'unknown', code: 'notice-unclear' },
  { retry: 'later', code: 'notice-put-off' },
] as const)(
  'what was gathered is told even where its first caller was seen to: $retry',
  async ({ retry, code }) => {
    await open(email);
    await world.write(maria, 'When can you come?');
    await world.pass(1 * minute);
    await world.write(jo, 'Are you open?');
    await world.act(maria, 'take-over');
    world.failures.push({ error: new NoticeError(code, 'no answer', { retry }), arrives: false });
    await world.pass(4 * minute);
    expect(world.sent).toEqual([]);
    // Performed while the message was on its way, it has found itself told.
    await world.store.db.updateTable('effects').set({ state: 'done' }).where('caller_id', '=', jo).execute();
    await world.pass(2 * minute);
    expect(headlines()).toEqual([['email', `Answer ${jo}`]]);
    expect(await world.states()).toEqual(['email withdrawn: somebody has seen to it', 'email sent']);
  },
);

test('what has waited for the opening for days is put off as everything else is', async () => {
  await open(email, { start: toInstant('2026-11-21T04:00:00.000Z') });
  await world.write(maria, 'When can you come?');
  const error = new NoticeError('notice-put-off', 'the mail server is full', { retry: 'later' });
  world.failures.push({ error, arrives: false });
  await world.pass(6 * 24 * 60 * minute);
  await world.pass(5 * minute);
  expect(world.sent).toHaveLength(1);
});

test('what was gathered with a caller who is erased meanwhile counts as doubtful', async () => {
  await open(email);
  await world.write(maria, 'When can you come?');
  await world.pass(1 * minute);
  await world.write(jo, 'Are you open?');
  world.failures.push({
    error: new NoticeError('notice-unclear', 'no answer', { retry: 'unknown' }),
    arrives: false,
  });
  await world.pass(4 * minute);
  const known = world.engine.directory.byId('acme');
  if (!known) throw new Error('there is no acme');
  await eraseCaller(world.store.db, { businessId: 'acme', callerId: maria, by: 'Dana', known });
  expect(await world.states()).toEqual(['email unknown: the message that told it was ended by an erasure']);
});

test('a message that is refused is given up, and the other channels tell it all the same', async () => {
  await open({ ...email, slackWebhookUrl: 'https://hooks.example.com/x', digestMinutes: 0 });
  const error = new NoticeError('notice-refused', 'no such mailbox', { retry: 'never' });
  world.failures.push({ error, arrives: false });
  await world.write(maria, 'When can you come?');
  await world.pass(5 * minute);
  expect(world.sent).toHaveLength(1);
  expect((await world.states()).filter((state) => state.includes('failed'))).toHaveLength(1);
  expect(await countFailedNotices(world.store.db)).toMatchObject([
    { businessId: 'acme', count: 1, problem: 'no such mailbox' },
  ]);
});

test('where the server has no e-mail nothing waits for it', async () => {
  await open({ ...email, digestMinutes: 0 }, { without: 'email' });
  await world.write(maria, 'When can you come?');
  expect(await world.states()).toEqual(['email withdrawn: this server sends nothing by email']);
});

test('staff get texts from the line as every text leaves, until they text STOP', async () => {
  await open({ sms: owner, digestMinutes: 0 });
  await world.write(maria, 'When can you come?');
  expect(world.provider.taken).toMatchObject([{ from: line, to: owner, body: `Answer ${maria}` }]);
  await world.write(owner, 'STOP');
  await world.write(jo, 'Hello?');
  expect((await world.states()).at(-1)).toContain('text withdrawn: They texted STOP to your line');
  const noticed = await world.store.db.selectFrom('conversations').select('caller_id').execute();
  expect(noticed.map(({ caller_id }) => caller_id)).toEqual([maria, jo]);
});

const landline = new MessagingError('messaging-refused', 'refused', {
  retry: 'never',
  providerCode: '30006',
  failure: { kind: 'not-textable', meaning: 'It is a landline.' },
});

test('a text to staff that does not arrive is no notice told, and whoever runs the server hears of it', async () => {
  await open({ sms: owner, digestMinutes: 0 });
  world.provider.failures.push({ error: landline, takes: false });
  await world.write(maria, 'When can you come?');
  const problem = 'The text did not reach your member of staff (30006). It is a landline.';
  expect(await world.states()).toEqual([`text failed: ${problem}`]);
  expect(await countFailedNotices(world.store.db)).toEqual([
    { businessId: 'acme', channel: 'text', count: 1, problem },
  ]);
  await world.write(jo, 'Hello?');
  expect((await world.states()).at(-1)).toContain('text failed: An earlier text showed');
});

/** Of a conversation in English they are told nothing by themselves. */
function otherwiseTold(people: readonly object[]): object {
  return {
    emergency: { words: ['flooding'] },
    routing: { people: people.map((person) => ({ ...person, languages: ['es'] })) },
  };
}

test('an emergency that reached nobody by text is told to everybody whom the rules name, in every other way', async () => {
  const people = [
    { name: 'Ana', email: 'ana@example.com' },
    { name: 'Ben', phone: '+15125550189' },
  ];
  await open({ sms: owner }, { rules: otherwiseTold(people) });
  world.provider.failures.push({ error: landline, takes: false });
  await world.write(maria, 'My kitchen is flooding');
  await world.pass(1 * minute);
  expect(headlines()).toEqual([['email', `Answer ${maria}`]]);
  expect(world.sent[0]?.message.recipient).toEqual({ address: 'ana@example.com', name: 'Ana' });
  expect(world.provider.taken.map(({ to }) => to)).toEqual(['+15125550189']);
  expect((await world.states()).toSorted()).toEqual([
    'email sent',
    expect.stringContaining('text failed'),
    'text sent',
  ]);
});

test('what has been told in another way is not told again because a text failed', async () => {
  const people = [{ name: 'Ana', email: 'ana@example.com' }];
  await open({ ...email, sms: owner }, { rules: otherwiseTold(people) });
  world.provider.failures.push({ error: landline, takes: false });
  await world.write(maria, 'My kitchen is flooding');
  await world.pass(1 * minute);
  expect(world.sent.map(({ message }) => message.recipient.address)).toEqual(['owner@example.com']);
});

test('an emergency that no way reaches is tried in each of them once', async () => {
  const people = [{ name: 'Ana', email: 'ana@example.com', phone: '+15125550188' }];
  await open({ sms: owner }, { rules: otherwiseTold(people) });
  const error = new NoticeError('notice-refused', 'no such mailbox', { retry: 'never' });
  world.failures.push({ error, arrives: false });
  world.provider.failures.push({ error: landline, takes: false }, { error: landline, takes: false });
  await world.write(maria, 'My kitchen is flooding');
  await world.pass(5 * minute);
  expect((await world.states()).map((state) => state.split(':')[0]).toSorted()).toEqual([
    'email failed',
    'text failed',
    'text failed',
  ]);
});

test('a text to staff leaves from another line while the carriers block the one that was called', async () => {
  const second = { number: '+15125550101' };
  await open({ sms: owner, digestMinutes: 0 }, { lines: [{ number: line, forwardTo: [owner] }, second] });
  const unregistered = new MessagingError('messaging-refused', 'refused', {
    retry: 'never',
    providerCode: '30034',
    failure: { kind: 'unregistered', meaning: 'The number is not registered.' },
  });
  world.provider.failures.push({ error: unregistered, takes: false });
  await world.write(maria, 'When can you come?');
  await world.write(jo, 'Hello?');
  expect(world.provider.taken).toMatchObject([{ from: second.number, to: owner }]);
});

test('what waits when a process ends is told by the next one', async () => {
  await open(email);
  await world.write(maria, 'When can you come?');
  await world.startAgain();
  await world.pass(5 * minute);
  expect(headlines()).toEqual([['email', `Answer ${maria}`]]);
});

test('two processes that gather at once tell it once', async () => {
  await open(email);
  const other = await world.startAnother();
  const callers = [maria, jo, '+15125550144' as E164];
  for (const caller of callers) await world.write(caller, 'When can you come?');
  await world.pass(5 * minute);
  await other.settled();
  await other.stop();
  expect(world.sent).toHaveLength(1);
  expect(headlines().flat().toSorted()).toEqual(
    ['email', ...callers.map((caller) => `Answer ${caller}`)].toSorted(),
  );
});

test('what a process was telling when it crashed is told by the next one', async () => {
  await open(email);
  await world.write(maria, 'When can you come?');
  await world.store.db
    .updateTable('notices')
    .set((row) => ({ state: 'sending' as const, attempts: 1, message_id: row.ref('notice_id') }))
    .execute();
  await world.pass(5 * minute);
  expect(headlines()).toEqual([['email', `Answer ${maria}`]]);
  expect(await world.states()).toEqual(['email sent']);
});

test('an erased caller leaves nothing in what staff were told', async () => {
  await open({ ...email, sms: owner, digestMinutes: 0 });
  await world.write(maria, 'My name is Castellanos');
  const known = world.engine.directory.byId('acme');
  if (!known) throw new Error('there is no acme');
  await eraseCaller(world.store.db, { businessId: 'acme', callerId: maria, by: 'Dana', known });
  expect(await world.states()).toEqual([]);
  const texts = await world.store.db.selectFrom('texts').select(['phone', 'body']).execute();
  expect(texts).toEqual([{ phone: owner, body: '' }]);
  const events = await world.store.db.selectFrom('events').select(['event', 'effects']).execute();
  expect(JSON.stringify(events)).not.toContain(maria);
});
