import { toInstant } from '@ringback/core';
import { afterEach, expect, test } from 'vitest';
import { eraseCaller } from '../data-care/erase-caller.ts';
import { countWork } from '../queries/counts.ts';
import { jo, maria, minute, type NoticeWorld, openNoticeWorld, owner } from '../testing/notice-world.ts';

let world: NoticeWorld;
afterEach(() => world.close());

async function open(...options: Parameters<typeof openNoticeWorld>): Promise<void> {
  world = await openNoticeWorld(...options);
}

const email = { email: 'owner@example.com' };

const night = toInstant('2026-11-20T04:00:00.000Z');

test('what is not urgent is gathered, and told in one message with the most pressing first', async () => {
  await open(email);
  await world.write(maria, 'STOP');
  await world.pass(1 * minute);
  await world.write(jo, 'When can you come?');
  await world.pass(3 * minute);
  expect(world.sent).toEqual([]);
  await world.pass(1 * minute);
  expect(world.headlines()).toEqual([['email', `Answer ${jo}`, `No more texts to ${maria}`]]);
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
  expect(world.headlines()).toEqual([['email', `Answer ${maria}`]]);
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
  expect(world.headlines()).toEqual([['email', `Still waiting: ${maria}`]]);
});

test('where the server has no e-mail nothing waits for it', async () => {
  await open({ ...email, digestMinutes: 0 }, { without: 'email' });
  await world.write(maria, 'When can you come?');
  expect(await world.states()).toEqual(['email withdrawn: this server sends nothing by email']);
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
