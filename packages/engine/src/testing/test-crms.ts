import type { CrmEntry, E164 } from '@ringback/core';
import { CrmError, type Write } from '@ringback/crm';
import type { CrmSystem } from '../crm-connections.ts';
import { importBusinesses } from '../directory.ts';
import type { Engine, EngineOptions } from '../engine.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { quietAdapter } from './quiet-adapter.ts';
import { connectCrm, createTestEngine, receivedText, shop } from './shop.ts';

/** One entry that a CRM was asked to write. */
export type AskedWrite = { readonly businessId: string; readonly entry: CrmEntry; readonly options: Write };

/** CRM accounts in the hands of a test, one for each business. */
export type TestCrms = {
  readonly system: CrmSystem;
  /** Everything that was asked, in order, whatever was answered. */
  readonly asked: AskedWrite[];
  /** What a write comes to; throws what the CRM would. */
  answer: (write: AskedWrite) => Promise<void>;
};

export function createTestCrms(): TestCrms {
  const crms: TestCrms = {
    asked: [],
    answer: async () => {},
    system: {
      oauth: {
        system: 'hubspot',
        authorizeUrl: ({ state }) => `https://crm.example/authorize?state=${state}`,
        // The code is the business's id, by which its account is told from the others.
        exchangeCode: async ({ code }) => ({
          tokens: {
            accessToken: code,
            refreshToken: 'refresh',
            expiresAt: '2030-01-01T00:00:00.000Z' as never,
          },
          accountId: `account-${code}`,
          accountName: `Account of ${code}`,
        }),
        refresh: async () => {
          throw new CrmError('crm-auth', 'no refresh was expected', { retry: 'never' });
        },
      },
      createAdapter: ({ accessToken }) => ({
        ...quietAdapter,
        async record(entry, _contact, _task, options) {
          const write = { businessId: await accessToken(options), entry, options };
          crms.asked.push(write);
          await crms.answer(write);
          return { entry: { kind: 'note', id: options.key }, task: null };
        },
      }),
    },
  };
  return crms;
}

export const away = new CrmError('crm-unavailable', 'HubSpot is down for maintenance', { retry: 'later' });

export function refused(words: string): CrmError {
  return new CrmError('crm-refused', words, { retry: 'never' });
}

export type CrmWorld = TestStore & {
  readonly crms: TestCrms;
  readonly engine: Engine;
  /** Another process on the same store. */
  openEngine(options?: Partial<EngineOptions>): Promise<Engine>;
  connect(businessId: string): Promise<void>;
  /** An entry that is due, of a caller of its own. */
  receiveText(businessId: string, from: E164, body?: string): Promise<void>;
  /** Time passes, and everything that is due happens. */
  pass(ms: number): Promise<void>;
};

/** Businesses with a CRM each, connected unless said otherwise. */
export async function openCrmWorld(
  businessIds: readonly string[],
  { connects = true }: { readonly connects?: boolean } = {},
): Promise<CrmWorld> {
  const world = await openTestStore();
  const imported = businessIds.map((id, index) =>
    shop({ id, line: lineOf(index), forwardTo: [], crm: ['hubspot'] }),
  );
  await importBusinesses(world.store.db, imported);
  const crms = createTestCrms();
  const engines: Engine[] = [];
  let texts = 0;

  async function openEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
    const engine = await createTestEngine({
      store: world.store,
      messenger: {
        send: async () => ({ providerId: 'SM1' }),
        listSent: async () => [],
        readSent: async () => null,
      },
      systems: { hubspot: crms.system },
      ...options,
    });
    engines.push(engine);
    await engine.start();
    return engine;
  }

  const engine = await openEngine();

  const connect = (businessId: string) => connectCrm(engine, { businessId, code: businessId });

  if (connects) for (const id of businessIds) await connect(id);
  return {
    ...world,
    crms,
    engine,
    openEngine,
    connect,
    async receiveText(businessId, from, body = 'hello') {
      texts += 1;
      const line = lineOf(businessIds.indexOf(businessId));
      await engine.handle(receivedText({ id: String(texts), from, body, businessId, line }));
    },
    async pass(ms) {
      await world.clock.advance(ms);
      for (const each of engines) await each.settled();
    },
    async close() {
      for (const each of engines) await each.stop();
      await world.close();
    },
  };
}

function lineOf(index: number): E164 {
  return `+1512555${String(200 + index).padStart(4, '0')}` as E164;
}

/** A number of its own for each `index`. */
export function callerNumber(index: number): E164 {
  return `+1512555${String(1000 + index).padStart(4, '0')}` as E164;
}
