import { routes } from '@ringback/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const business = 'acme-plumbing';
const ann = '+15125550142';
const ben = '+15125550143';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

describe('the recovery report', () => {
  test('of a business that has missed nothing has no rates', async () => {
    const report = await world.client.reportRecovery({ query: { business } });
    expect(routes.reportRecovery.answer.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      missed: 0,
      texted: 0,
      recoveryRate: null,
      replyRate: null,
      bookingRate: null,
      medianFirstTextSeconds: null,
      revenue: 0,
    });
  });

  test('counts calls and people from the events that have been stored', async () => {
    await world.missCall({ id: 'CA1', from: ann });
    await world.missCall({ id: 'CA2', from: ben });
    await world.pass(25);
    await world.receiveText('SM1', ann, 'Can you come today?');
    await world.missCall({ id: 'CA3', from: ann });
    await world.missCall({ id: 'CA4', from: ann, businessId: 'bright-dental' });
    await world.pass(25);

    const report = await world.client.reportRecovery({ query: { business } });
    expect(routes.reportRecovery.answer.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      missed: 3,
      leads: 2,
      texted: 2,
      replied: 1,
      qualified: 1,
      booked: 0,
      won: 0,
      recovered: 1,
      recoveryRate: 0.5,
      replyRate: 0.5,
      bookingRate: 0,
    });
    expect(report.medianFirstTextSeconds).toBeGreaterThanOrEqual(2);
  });

  test('leaves out what was missed before or after the period', async () => {
    const before = await world.client.reportRecovery({ query: { business, to: '2026-11-19' } });
    const after = await world.client.reportRecovery({
      query: { business, from: '2026-11-20T00:00:00-06:00', to: '2026-12-20T00:00:00Z' },
    });
    expect([before.missed, after.missed]).toEqual([0, 0]);
    const whole = await world.client.reportRecovery({
      query: { business, from: '2026-11-19', to: '2026-11-20' },
    });
    expect(whole).toMatchObject({ from: '2026-11-19T00:00:00.000Z', missed: 3 });
  });

  test.each([
    [{ business, from: '2026-11-20', to: '2026-11-20' }, 'query.to'],
    [{ business, from: 'yesterday' }, 'query.from'],
  ])('of %j is refused', async (query, path) => {
    await expect(world.client.reportRecovery({ query })).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ path }] },
    });
  });

  test('asks which business is meant, and shows none that the token may not see', async () => {
    await expect(world.client.reportRecovery()).rejects.toMatchObject({ type: '/problems/business-needed' });
    await expect(world.dental.reportRecovery({ query: { business } })).rejects.toMatchObject({
      type: '/problems/unknown-business',
    });
    expect(await world.dental.reportRecovery()).toMatchObject({ business: 'bright-dental', missed: 1 });
  });
});
