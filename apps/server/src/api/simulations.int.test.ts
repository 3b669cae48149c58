import { mostShownDecisions, mostSimulatedCalls, routes } from '@ringback/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const business = 'acme-plumbing';
const ann = '+15125550142';
const missed = {
  from: ann,
  startedAt: '2026-11-18T10:00:00-06:00',
  outcome: 'missed',
  ringSeconds: 18,
} as const;

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

describe('a simulation', () => {
  test('tells what would have been sent, when and why, and sends nothing', async () => {
    const again = { ...missed, startedAt: '2026-11-18T11:00:00-06:00' };
    const answer = await world.client.simulate({
      body: { business, calls: [again, missed], leadValue: 350 },
    });
    expect(routes.simulate.answer.parse(answer)).toEqual(answer);
    expect(answer.totals).toMatchObject({ calls: 2, missed: 2, leads: 1, texted: 1, atStake: 350 });
    expect(answer.decisions.map(({ at, on, decision }) => [at, on, decision])).toEqual([
      ['2026-11-18T16:00:18.000Z', 'call-missed', 'text'],
      ['2026-11-18T16:00:20.000Z', 'timer-fired', 'text'],
      ['2026-11-18T17:00:18.000Z', 'call-missed', 'withhold'],
    ]);
    expect(answer.decisions[1]?.message).toContain('Acme Plumbing');
    expect(answer.decisions[2]?.reasons[0]).toMatchObject({ rule: 'dedupe' });
    expect(answer).toMatchObject({ decisionCount: 3, note: null });
    await world.pass(60);
    expect(world.sent).toEqual([]);
    expect((await world.client.listCalls({ query: { business } })).data).toEqual([]);
  });

  test('tries other rules than those in force', async () => {
    const rules = { detection: { minRingSeconds: 30 } };
    const hangUp = { ...missed, outcome: 'abandoned', ringSeconds: 20 } as const;
    const inForce = await world.client.simulate({ body: { business, calls: [hangUp] } });
    const tried = await world.client.simulate({ body: { business, calls: [hangUp], rules } });
    expect([inForce.totals.texted, tried.totals.texted]).toEqual([1, 0]);
  });

  test('names every rule that is wrong with its path', async () => {
    const rules = { dedupe: { windowHours: 0 }, detection: { minRingSeconds: -1 } };
    await expect(world.client.simulate({ body: { business, calls: [missed], rules } })).rejects.toMatchObject(
      {
        status: 400,
        problem: {
          errors: [
            { path: 'body.rules.detection.minRingSeconds' },
            { path: 'body.rules.dedupe.windowHours' },
          ],
        },
      },
    );
  });

  test('names every call that is wrong with its path', async () => {
    const calls = [
      { ...missed, id: '1' },
      { ...missed, id: '1', from: '+15550000000' },
    ];
    await expect(world.client.simulate({ body: { business, calls } })).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ path: 'body.calls.1.id' }, { path: 'body.calls.1.from' }] },
    });
  });

  test('takes a log of ten thousand calls, and shows the beginning of its decisions', async () => {
    const calls = Array.from({ length: mostSimulatedCalls }, (_, index) => ({
      from: `+1512${2_000_000 + index}`,
      startedAt: '2026-11-18T16:00:00Z',
      outcome: 'missed' as const,
    }));
    const answer = await world.client.simulate({ body: { business, calls } });
    expect(answer.totals.texted).toBe(mostSimulatedCalls);
    expect(answer.decisions).toHaveLength(mostShownDecisions);
    expect(answer.note).toContain(`of ${answer.decisionCount} decisions`);
    await expect(
      world.client.simulate({ body: { business, calls: [...calls, missed] } }),
    ).rejects.toMatchObject({ status: 400, problem: { errors: [{ path: 'body.calls' }] } });
  });

  test('of more than 2 MB is refused', async () => {
    const source = 'x'.repeat(200);
    const calls = Array.from({ length: 9_000 }, () => ({ ...missed, source }));
    await expect(world.client.simulate({ body: { business, calls } })).rejects.toMatchObject({
      type: '/problems/body-too-large',
    });
  });

  test('runs under the rules of a business that the token may see only', async () => {
    await expect(world.dental.simulate({ body: { business, calls: [] } })).rejects.toMatchObject({
      type: '/problems/unknown-business',
    });
    expect(await world.dental.simulate({ body: { calls: [] } })).toMatchObject({
      business: 'bright-dental',
      totals: { calls: 0 },
      decisions: [],
    });
  });
});
