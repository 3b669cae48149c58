import { routes } from '@ringback/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const cleo = '+15125550144';
const business = 'acme-plumbing';
const asked = { params: { phone: cleo }, query: { business } };

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  await world.missCall({ id: 'CA1', from: cleo });
  await world.pass(20);
  await world.receiveText('SM1', cleo, 'Can you come about the leaking boiler?');
});
afterAll(() => world.close());

test('an export is one document with the words that were written', async () => {
  const exported = await world.client.exportContact(asked);
  expect(routes.exportContact.answer.parse(exported)).toEqual(exported);
  expect(exported).toMatchObject({ business, phone: cleo, calls: [{ call_id: 'CA1' }] });
  expect(exported.texts.map(({ body }) => body)).toContain('Can you come about the leaking boiler?');
});

test('another business’s token can neither export nor erase, and learns nothing by it', async () => {
  await expect(world.dental.exportContact(asked)).rejects.toMatchObject({
    type: '/problems/unknown-business',
  });
  await expect(world.dental.eraseContact({ ...asked, body: { confirm: cleo } })).rejects.toMatchObject({
    type: '/problems/unknown-business',
  });
});

test('nobody is erased by a slip', async () => {
  const slip = world.client.eraseContact({ ...asked, body: { confirm: '+15125550145' } });
  await expect(slip).rejects.toMatchObject({
    type: '/problems/invalid-request',
    problem: { errors: [{ path: 'body.confirm' }] },
  });
  expect((await world.client.exportContact(asked)).texts).not.toEqual([]);
});

test('an erasure says what was kept and why, and then nothing but that is there', async () => {
  const erased = await world.client.eraseContact({ ...asked, body: { confirm: cleo } });
  expect(routes.eraseContact.answer.parse(erased)).toEqual(erased);
  expect(erased).toMatchObject({
    business,
    phone: cleo,
    kept: [{ what: 'consent-proof', why: expect.stringContaining('28 U.S.C. 1658') }],
  });
  const exported = await world.client.exportContact(asked);
  expect(exported).toMatchObject({ calls: [], texts: [], events: [], productEvents: [], crmContacts: [] });
  const calls = await world.client.listCalls({ query: { business } });
  expect(calls.data).toMatchObject([{ id: 'CA1', from: null, outcome: 'missed' }]);
});

test('of a number that nobody knows there is nothing to export and nothing to erase', async () => {
  const phone = '+15125550199';
  const unknown = { params: { phone }, query: { business } };
  const problem = { type: '/problems/unknown-contact', status: 404 };
  await expect(world.client.exportContact(unknown)).rejects.toMatchObject(problem);
  await expect(world.client.eraseContact({ ...unknown, body: { confirm: phone } })).rejects.toMatchObject(
    problem,
  );
});

test('the audit log says who exported and erased, in pages, and on whom only by the reference', async () => {
  const first = await world.client.listAudit({ query: { business, limit: 2 } });
  expect(routes.listAudit.answer.parse(first)).toEqual(first);
  expect(first.data.map(({ act, by }) => [act, by])).toEqual([
    ['export', 'Dana'],
    ['erase', 'Dana'],
  ]);
  const cursor = first.nextCursor ?? '';
  const next = await world.client.listAudit({ query: { business, limit: 100, cursor } });
  expect(next.data.map(({ act }) => act)).toEqual(['export', 'export', 'import-config']);
  expect(next.data.map(({ on }) => on)).toEqual([first.data[1]?.on, first.data[1]?.on, null]);
});

test('an act that the rules refused stands in the audit log as refused, without its words', async () => {
  const phone = '+15125550146';
  await world.missCall({ id: 'CA7', from: phone });
  await world.pass(20);
  const { data } = await world.client.listConversations({ query: { business } });
  const conversation = data.find(({ contact }) => contact.phone === phone);
  await world.client.optOut({ params: { phone }, query: { business } });
  const send = world.client.sendMessage({
    params: { id: conversation?.id ?? '' },
    body: { body: 'We are on our way.' },
  });
  await expect(send).rejects.toMatchObject({ status: 409 });
  const audit = await world.client.listAudit({ query: { business, limit: 2 } });
  expect(audit.data).toMatchObject([
    { act: 'send', outcome: 'refused', on: phone, by: 'Dana' },
    { act: 'opt-out', outcome: 'done', on: phone },
  ]);
  expect(JSON.stringify(audit)).not.toContain('on our way');
  expect((await world.dental.listAudit()).data.every(({ business: of }) => of === 'bright-dental')).toBe(
    true,
  );
});
