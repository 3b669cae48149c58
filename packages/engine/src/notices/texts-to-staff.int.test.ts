import { MessagingError } from '@ringback/messaging';
import { afterEach, expect, test } from 'vitest';
import { countFailedNotices } from '../queries/failed-notices.ts';
import {
  jo,
  line,
  maria,
  minute,
  type NoticeWorld,
  openNoticeWorld,
  owner,
} from '../testing/notice-world.ts';
import { NoticeError } from './notice-channel.ts';

let world: NoticeWorld;
afterEach(() => world.close());

async function open(...options: Parameters<typeof openNoticeWorld>): Promise<void> {
  world = await openNoticeWorld(...options);
}

const email = { email: 'owner@example.com' };

test('staff get texts from the line as every text leaves, until they text STOP', async () => {
  await open({ sms: owner, digestMinutes: 0 });
  await world.write(maria, 'When can you come?');
  expect(world.provider.taken).toMatchObject([{ from: line, to: owner, body: `Answer ${maria}` }]);
  await world.write(owner, 'STOP');
  await world.write(jo, 'Hello?');
  expect((await world.states()).at(-1)).toContain('text withdrawn: They texted STOP to your line');
  const noticed = await world.store.db
    .selectFrom('conversations')
    .select('caller_id')
    .orderBy('caller_id')
    .execute();
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
  expect(world.headlines()).toEqual([['email', `Answer ${maria}`]]);
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
