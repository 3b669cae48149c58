import { type E164, toInstant } from '@ringback/core';
import { afterEach, expect, test } from 'vitest';
import { eraseCaller } from '../data-care/erase-caller.ts';
import { countFailedNotices } from '../queries/failed-notices.ts';
import { jo, maria, minute, type NoticeWorld, openNoticeWorld } from '../testing/notice-world.ts';
import { NoticeError } from './notice-channel.ts';

let world: NoticeWorld;
afterEach(() => world.close());

async function open(...options: Parameters<typeof openNoticeWorld>): Promise<void> {
  world = await openNoticeWorld(...options);
}

const email = { email: 'owner@example.com' };

test('a message that was put off leaves once, as soon as it can', async () => {
  await open({ ...email, digestMinutes: 0 });
  const error = new NoticeError('notice-put-off', 'the mail server is full', { retry: 'later' });
  world.failures.push({ error, arrives: false }, { error, arrives: false });
  await world.write(maria, 'When can you come?');
  expect(await world.states()).toEqual(['email waiting: the mail server is full']);
  await world.pass(1 * minute);
  await world.pass(1 * minute);
  expect(world.headlines()).toEqual([['email', `Answer ${maria}`]]);
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
    expect(world.headlines()).toEqual([['email', `Answer ${jo}`]]);
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

test('what waits when a process ends is told by the next one', async () => {
  await open(email);
  await world.write(maria, 'When can you come?');
  await world.startAgain();
  await world.pass(5 * minute);
  expect(world.headlines()).toEqual([['email', `Answer ${maria}`]]);
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
  expect(world.headlines().flat().toSorted()).toEqual(
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
  expect(world.headlines()).toEqual([['email', `Answer ${maria}`]]);
  expect(await world.states()).toEqual(['email sent']);
});
