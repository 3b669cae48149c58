import { routes } from '@ringback/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const ann = '+15125550142';
const ben = '+15125550143';
const conversationOf = (callId: string) => ({ id: `call-${callId}-conversation` });

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  await world.missCall({ id: 'CA1', from: ann });
  await world.pass(20);
  await world.receiveText('SM-in-1', ann, 'My sink leaks');
  await world.missCall({ id: 'CA2', from: ben });
  await world.pass(20);
});
afterAll(() => world.close());

test('a conversation tells what happened, in order, with the reasons', async () => {
  const read = await world.client.readConversation({ params: conversationOf('CA1') });
  expect(routes.readConversation.answer.parse(read)).toEqual(read);
  expect(read).toMatchObject({
    business: 'acme-plumbing',
    contact: { phone: ann, optedOutAt: null },
    state: 'needs-person',
    isCut: false,
  });
  expect(read.timeline.map((entry) => (entry.type === 'decision' ? entry.on : entry.type))).toEqual([
    'call',
    'call-missed',
    'timer-fired',
    'message',
    'message',
    'text-received',
  ]);
  const bodies = read.timeline.flatMap((entry) => (entry.type === 'message' ? [entry.message.body] : []));
  expect(bodies).toEqual([world.sent[0]?.body, 'My sink leaks']);
});

test('conversations are listed page by page, the last opened first', async () => {
  const first = await world.client.listConversations({ query: { limit: 1 } });
  expect(first.data.map(({ id }) => id)).toEqual(['call-CA2-conversation']);
  const second = await world.client.listConversations({
    query: { limit: 1, cursor: first.nextCursor ?? 'none' },
  });
  expect(second.data.map(({ id }) => id)).toEqual(['call-CA1-conversation']);
  expect(second.nextCursor).toBeNull();
  const waiting = await world.client.listConversations({ query: { state: 'needs-person' } });
  expect(routes.listConversations.answer.parse(waiting)).toEqual(waiting);
  expect(waiting.data.map(({ id }) => id)).toEqual(['call-CA1-conversation']);
});

describe('a staff text', () => {
  test('is sent once however often it is asked for with one key', async () => {
    const before = world.sent.length;
    const request = {
      params: conversationOf('CA1'),
      body: { body: 'We can come at noon.' },
      idempotencyKey: 'noon-1',
    };
    const first = await world.client.sendMessage(request);
    expect(routes.sendMessage.answer.parse(first)).toEqual(first);
    expect(first).toMatchObject({ direction: 'out', body: 'We can come at noon.', author: 'Dana' });
    const second = await world.client.sendMessage(request);
    expect(second.id).toBe(first.id);
    await world.engine.settled();
    expect(world.sent.slice(before).map(({ to, body }) => [to, body])).toEqual([
      [ann, 'We can come at noon.'],
    ]);
  });

  test('is refused when its key was used for other words', async () => {
    const request = { params: conversationOf('CA1'), idempotencyKey: 'noon-1' };
    await expect(world.client.sendMessage({ ...request, body: { body: 'At one.' } })).rejects.toMatchObject({
      status: 422,
      type: '/problems/idempotency-key-reused',
    });
  });

  test('leaves each time when it carries no key', async () => {
    const before = world.sent.length;
    const request = { params: conversationOf('CA1'), body: { body: 'On my way.' } };
    await world.client.sendMessage(request);
    await world.client.sendMessage(request);
    await world.engine.settled();
    expect(world.sent.length).toBe(before + 2);
  });

  test('to somebody who asked for silence is refused with the reason', async () => {
    const before = world.sent.length;
    await world.receiveText('SM-in-2', ben, 'STOP');
    const afterStop = world.sent.length;
    const refused = world.client.sendMessage({ params: conversationOf('CA2'), body: { body: 'Hello?' } });
    await expect(refused).rejects.toMatchObject({
      status: 409,
      type: '/problems/text-withheld',
      problem: { reasons: [expect.objectContaining({ rule: 'suppressed', outcome: 'withhold' })] },
    });
    await world.engine.settled();
    expect(afterStop).toBe(before + 1);
    expect(world.sent.length).toBe(afterStop);
  });
});

test('staff take over, hand back, acknowledge and close', async () => {
  const request = { params: conversationOf('CA1') };
  const taken = await world.client.takeOver(request);
  expect(routes.takeOver.answer.parse(taken)).toEqual(taken);
  expect(taken.state).toBe('with-person');
  expect((await world.client.handBack(request)).state).not.toBe('with-person');
  expect((await world.client.acknowledge(request)).urgent).toBe(false);
  expect((await world.client.close(request)).state).toBe('closed');
  const { timeline } = await world.client.readConversation(request);
  expect(timeline.filter(({ type }) => type === 'note').at(-1)).toMatchObject({ author: 'Dana' });
});

test('a closed conversation can only be read', async () => {
  const closed = { status: 409, type: '/problems/conversation-closed' };
  const params = conversationOf('CA1');
  await expect(world.client.takeOver({ params })).rejects.toMatchObject(closed);
  await expect(world.client.sendMessage({ params, body: { body: 'Hi' } })).rejects.toMatchObject(closed);
  const repeated = await world.client.sendMessage({
    params,
    body: { body: 'We can come at noon.' },
    idempotencyKey: 'noon-1',
  });
  expect(repeated.body).toBe('We can come at noon.');
});
