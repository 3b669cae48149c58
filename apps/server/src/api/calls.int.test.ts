import { routes } from '@ringback/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const ann = '+15125550142';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

describe('a missed call', () => {
  test('is told with its decision while the text waits, and with the text once it has left', async () => {
    await world.missCall({ id: 'CA1', from: ann });
    const waiting = await world.client.explainCall({ params: { id: 'CA1' } });
    expect(waiting).toMatchObject({ decision: 'text', sendAt: '2026-11-19T16:00:20.000Z' });
    expect(waiting.message).toBeUndefined();

    await world.pass(20);
    const sent = await world.client.explainCall({ params: { id: 'CA1' } });
    expect(routes.explainCall.answer.parse(sent)).toEqual(sent);
    expect(sent).toMatchObject({ decision: 'text', sendAt: '2026-11-19T16:00:20.000Z' });
    expect(sent.message).toContain('Acme Plumbing');
    expect(sent.message).toBe(world.sent[0]?.body);
    expect(sent.reasons.length).toBeGreaterThan(waiting.reasons.length);
    expect(sent.reasons.slice(0, waiting.reasons.length)).toEqual(waiting.reasons);
  });

  test('is listed with what is known of it', async () => {
    const calls = await world.client.listCalls({ query: { business: 'acme-plumbing' } });
    expect(routes.listCalls.answer.parse(calls)).toEqual(calls);
    expect(calls.data).toEqual([
      {
        id: 'CA1',
        business: 'acme-plumbing',
        line: '+15125550100',
        from: ann,
        outcome: 'missed',
        cause: 'no-answer',
        startedAt: '2026-11-19T16:00:00.000Z',
        endedAt: '2026-11-19T16:00:18.000Z',
        ringSeconds: 18,
        providerId: 'CA1',
      },
    ]);
  });
});
