import { afterEach, expect, test, vi } from 'vitest';
import { type CrmWorld, callerNumber, openCrmWorld } from './testing/test-crms.ts';

let world: CrmWorld;

afterEach(() => world.close());

const callers = Array.from({ length: 100 }, (_, index) => callerNumber(index));

test('many texts of one business at the same moment leave room for those of another, whatever the provider does', async () => {
  world = await openCrmWorld(['busy', 'calm'], { connects: false });
  await world.engine.stop();
  const answer = Promise.withResolvers<void>();
  const asked: string[] = [];
  const engine = await world.openEngine({
    messenger: {
      async send({ businessId, textId }) {
        asked.push(businessId);
        if (businessId === 'busy') await answer.promise;
        return { providerId: textId };
      },
      listSent: async () => [],
      readSent: async () => null,
    },
  });
  const staffAnswers = (businessId: string, callerId: string) =>
    engine.handle({
      type: 'staff-acted',
      act: 'send',
      body: 'At noon.',
      by: 'Dana',
      id: `staff-${businessId}-${callerId}`,
      businessId,
      callerId,
    });
  const countOf = (businessId: string) => asked.filter((each) => each === businessId).length;

  await Promise.all([
    ...callers.map((from) => world.receiveText('busy', from)),
    world.receiveText('calm', callerNumber(0)),
  ]);
  await Promise.all(callers.map((from) => staffAnswers('busy', from)));
  await vi.waitFor(() => expect(countOf('busy')).toBeGreaterThanOrEqual(96));
  await staffAnswers('calm', callerNumber(0));
  await vi.waitFor(() => expect(countOf('calm')).toBe(1));
  expect(countOf('busy')).toBe(96);

  answer.resolve();
  await vi.waitFor(() => expect(countOf('busy')).toBe(100), { timeout: 20_000 });
}, 60_000);
