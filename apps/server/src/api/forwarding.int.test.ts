import { routes } from '@ringback/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const params = { number: '+15125550200' };

test('tells for each carrier what to dial, with the line’s number in it', async () => {
  const found = await world.dental.readForwarding({ params });
  expect(routes.readForwarding.answer.parse(found)).toEqual(found);
  expect(found).toMatchObject({ business: 'bright-dental', line: params.number, test: null });
  expect(found.carriers[0]?.setUp[0]).toEqual({ when: 'nobody answers', dial: '**61*15125550200**15#' });
  expect(found.carriers.find(({ carrier }) => carrier.startsWith('Verizon'))?.setUp[0]?.dial).toBe(
    '*715125550200',
  );
  expect(found.advice).toContain('Carriers change these codes');
});

test('a test waits for a call on the line, and is confirmed by the first one', async () => {
  await world.missCall({ id: 'CA0', from: '+15125550141', businessId: 'bright-dental' });
  await world.pass(60);
  expect(await world.dental.testForwarding({ params })).toMatchObject({
    state: 'waiting',
    startedBy: 'Robin',
    callId: null,
  });
  await world.missCall({ id: 'CA1', from: '+15125550142' });
  expect((await world.dental.readForwarding({ params })).test?.state).toBe('waiting');
  await world.pass(60);
  await world.missCall({ id: 'CA2', from: '+15125550143', businessId: 'bright-dental' });
  await world.pass(3_600);
  expect((await world.dental.readForwarding({ params })).test).toMatchObject({
    state: 'confirmed',
    callId: 'CA2',
  });
});

test('a test fails when no call has come in for ten minutes, and may be begun anew', async () => {
  await world.dental.testForwarding({ params });
  await world.pass(599);
  expect((await world.dental.readForwarding({ params })).test?.state).toBe('waiting');
  await world.pass(2);
  expect((await world.dental.readForwarding({ params })).test).toMatchObject({
    state: 'failed',
    callId: null,
  });
  expect(await world.dental.testForwarding({ params })).toMatchObject({ state: 'waiting' });
});

test('of the lines of others nobody hears', async () => {
  await expect(world.dental.readForwarding({ params: { number: '+15125550100' } })).rejects.toMatchObject({
    status: 404,
    type: '/problems/unknown-number',
  });
});
