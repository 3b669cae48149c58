import { routes } from '@ringback/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const cleo = '+15125550144';
const business = 'acme-plumbing';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

test('somebody who was opted out before they ever called gets no text', async () => {
  const opted = await world.client.optOut({ params: { phone: cleo }, query: { business } });
  expect(routes.optOut.answer.parse(opted)).toEqual(opted);
  expect(opted).toMatchObject({ business, phone: cleo, status: 'opted-out' });
  await world.missCall({ id: 'CA1', from: cleo });
  await world.pass(60);
  expect(world.sent).toEqual([]);
  const explained = await world.client.explainCall({ params: { id: 'CA1' } });
  expect(explained).toMatchObject({ decision: 'withhold', reasons: [{ rule: 'suppressed' }] });
});

test('an opt-in with its evidence lifts it and says what Twilio still blocks', async () => {
  const opted = await world.client.optIn({
    params: { phone: cleo },
    query: { business },
    body: { evidence: 'Signed form of 2026-11-18' },
  });
  expect(routes.optIn.answer.parse(opted)).toEqual(opted);
  expect(opted).toMatchObject({ status: 'opted-in', note: expect.stringContaining('START') });
  await world.missCall({ id: 'CA2', from: cleo });
  await world.pass(20);
  expect(world.sent.map(({ to }) => to)).toEqual([cleo]);
});

test('an opt-out while a text waits is told as the reason why none was sent', async () => {
  await world.missCall({ id: 'CA3', from: '+15125550145' });
  await world.client.optOut({
    params: { phone: '+15125550145' },
    query: { business },
    body: { evidence: 'Said so on the phone' },
  });
  await world.pass(60);
  const explained = await world.client.explainCall({ params: { id: 'CA3' } });
  expect(explained.decision).toBe('withhold');
  expect(explained.reasons.at(-1)).toMatchObject({ rule: 'suppressed', outcome: 'withhold' });
  expect(explained.sendAt).toBeUndefined();
});

test('what happened is listed as product events, by type', async () => {
  const all = await world.client.listEvents({ query: { business, limit: 100 } });
  expect(routes.listEvents.answer.parse(all)).toEqual(all);
  const outs = await world.client.listEvents({ query: { type: 'contact.opted_out', limit: 1 } });
  expect(outs.data).toMatchObject([{ business, data: { phone: '+15125550145' } }]);
  const next = await world.client.listEvents({
    query: { type: 'contact.opted_out', limit: 1, cursor: outs.nextCursor ?? 'none' },
  });
  expect(next.data).toMatchObject([{ business, data: { phone: cleo } }]);
  expect(next.nextCursor).toBeNull();
});

test('a CRM that nobody has connected is shown with what waits for it', async () => {
  const shown = await world.client.listConnections();
  expect(routes.listConnections.answer.parse(shown)).toEqual(shown);
  expect(shown.data).toMatchObject([
    { business, system: 'hubspot', state: 'absent', account: null, parked: 0 },
  ]);
  expect(shown.data[0]?.waiting).toBeGreaterThan(0);
});
