import type { E164 } from '@ringback/core';
import { importBusinesses } from '../directory.ts';
import type { Engine, EngineOptions } from '../engine.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { createTestEngine, missCall, receivedText, shop } from './shop.ts';
import { createTestProvider, type TestProvider } from './test-provider.ts';

/** One business whose staff write to its callers, with the provider in the hands of the test. */
export type TextWorld = TestStore & {
  readonly engine: Engine;
  readonly provider: TestProvider;
  /** Codes of what was logged as an error. */
  readonly errors: string[];
  /** The caller writes, and staff answer: one text is to leave. Answers with its id. */
  answer(caller: E164, body: string): Promise<string>;
  missCall(callId: string, caller: E164): Promise<void>;
  pass(ms: number, times?: number): Promise<void>;
  texts(): Promise<readonly StoredRow[]>;
};

type StoredRow = {
  readonly text_id: string;
  readonly state: string;
  readonly provider_id: string | null;
  readonly code: string | null;
  readonly attempts: number;
};

export async function openTextWorld(options: Partial<EngineOptions> = {}): Promise<TextWorld> {
  const world = await openTestStore();
  await importBusinesses(world.store.db, [shop({ crm: Object.keys(options.systems ?? {}) })]);
  const errors: string[] = [];
  const provider = createTestProvider(() => world.clock.now());
  const engine = await createTestEngine({
    store: world.store,
    messenger: provider.messenger,
    log: { warn: () => {}, error: (event) => errors.push(event) },
    ...options,
  });
  await engine.start();
  let count = 0;
  return {
    ...world,
    engine,
    provider,
    errors,
    async answer(caller, body) {
      count += 1;
      await engine.handle(receivedText({ id: `in-${count}`, from: caller, body: 'When can you come?' }));
      const { decision } = await engine.handle({
        businessId: 'acme',
        callerId: caller,
        type: 'staff-acted',
        act: 'send',
        body,
        by: 'Dana',
        id: `staff-${count}`,
      });
      const sent = decision.effects.find((effect) => effect.type === 'send-text');
      if (!sent) throw new Error(`withheld: ${decision.reasons.map(({ detail }) => detail).join(' ')}`);
      return sent.textId;
    },
    missCall: (callId, from) => missCall({ engine, clock: world.clock }, { callId, from }),
    async pass(ms, times = 1) {
      for (let time = 0; time < times; time += 1) {
        await world.clock.advance(ms);
        await engine.settled();
      }
    },
    texts: () =>
      world.store.db
        .selectFrom('texts')
        .select(['text_id', 'state', 'provider_id', 'code', 'attempts'])
        .where('direction', '=', 'out')
        .orderBy('created_at')
        .orderBy('text_id')
        .execute(),
    async close() {
      await engine.stop();
      await world.close();
    },
  };
}
