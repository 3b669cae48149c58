import type { E164 } from '@ringback/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { effectLife, type LifeCycle, textLife } from './life-cycles.ts';
import { discardParked, retryParked } from './parked-entries.ts';
import { connectCrm } from './testing/shop.ts';
import { away, callerNumber, createTestCrms, refused } from './testing/test-crms.ts';
import { testedStore } from './testing/test-databases.ts';
import { busyFor, type TestProvider, unclear } from './testing/test-provider.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

// Random stories of one caller: texts whose outcome is seen or not, callbacks in any order, leases that are lost, CRMs
// that refuse, people who try again or let go. Against them stands what may never be undone.

const crms = createTestCrms();
let world: TextWorld;

beforeAll(async () => {
  world = await openTextWorld({ systems: { hubspot: crms.system } });
  await connectCrm(world.engine, { code: 'acme' });
});
afterAll(() => world.close());

/** What happens to the next text at the provider. */
const fates = {
  taken: [],
  'taken, unseen': [{ error: unclear, takes: true }],
  'taken, hidden': [{ error: unclear, takes: true, hides: true }],
  'taken, hidden twice': [
    { error: unclear, takes: true, hides: true },
    { error: unclear, takes: true, hides: true },
  ],
  lost: [{ error: unclear, takes: false }],
  busy: [{ error: busyFor(1_000), takes: false }],
} as const satisfies { readonly [fate: string]: TestProvider['failures'] };
type Fate = keyof typeof fates;

/** What must stay true of what has been seen so far. */
type Model = { readonly texts: Map<string, string>; readonly effects: Map<string, string>; hidden: number };
type Story = { readonly caller: E164; readonly sent: string[] };

/** Every state that can come after one, in however many steps. */
function reachable<S extends string>(life: LifeCycle<S>, from: S): ReadonlySet<S> {
  const reached = new Set<S>([from]);
  for (const state of reached) for (const next of life[state].next) reached.add(next);
  return reached;
}

async function check(model: Model, { caller }: Story): Promise<void> {
  const { db } = world.store;
  const ofCaller = { business_id: 'acme', caller_id: caller };
  const texts = await db
    .selectFrom('texts')
    .select(['text_id as id', 'state'])
    .where('business_id', '=', ofCaller.business_id)
    .where('caller_id', '=', ofCaller.caller_id)
    .execute();
  const effects = await db
    .selectFrom('effects')
    .select(['effect_key as id', 'state'])
    .where('business_id', '=', ofCaller.business_id)
    .where('caller_id', '=', ofCaller.caller_id)
    .execute();
  compare(model.texts, texts, textLife);
  compare(model.effects, effects, effectLife);
}

function compare<S extends string>(
  before: Map<string, string>,
  rows: readonly { readonly id: string; readonly state: string }[],
  life: LifeCycle<S>,
): void {
  for (const { id, state } of rows) {
    const known = (before.get(id) ?? state) as S;
    expect([...reachable(life, known)], `${id} was ${known}`).toContain(state);
    before.set(id, state);
  }
  expect(rows.length).toBeGreaterThanOrEqual(before.size);
}

type Step = fc.AsyncCommand<Model, Story>;

function step(name: string, act: (story: Story, model: Model) => Promise<void>): Step {
  return {
    check: () => true,
    toString: () => name,
    async run(model, story) {
      await act(story, model);
      await check(model, story);
    },
  };
}

function send(fate: Fate, body: string): Step {
  return step(`send "${body}": ${fate}`, async (story, model) => {
    world.provider.failures.push(...fates[fate]);
    model.hidden += fates[fate].filter((failure) => 'hides' in failure).length;
    story.sent.push(await world.answer(story.caller, body));
    await world.engine.settled();
  });
}

function callBack(index: number, status: 'sent' | 'delivered' | 'failed'): Step {
  return step(`callback ${index}: ${status}`, async ({ caller }) => {
    const taken = world.provider.taken.filter(({ to }) => to === caller);
    const one = taken[index % Math.max(1, taken.length)];
    if (!one || !('textId' in one)) return;
    await world.engine.handleTextStatus({
      businessId: 'acme',
      textId: String(one.textId),
      providerId: one.providerId,
      status,
      code: status === 'failed' ? '30008' : null,
    });
  });
}

const loseLeases = step('another process takes over', async ({ caller }) => {
  await world.store.db
    .updateTable('effects')
    .set({ lease_owner: 'gone', lease_until: new Date(0) })
    .where('caller_id', '=', caller)
    .where('state', '=', 'open')
    .execute();
});

const answers = {
  passes: async () => {},
  refuses: async () => {
    throw refused('Property "region" is required');
  },
  fails: async () => {
    throw away;
  },
} as const;

const steps = [
  fc
    .tuple(fc.constantFrom(...(Object.keys(fates) as Fate[])), fc.constantFrom('At noon.', 'At one.'))
    .map(([fate, body]) => send(fate, body)),
  fc
    .tuple(fc.nat(3), fc.constantFrom('sent', 'delivered', 'failed'))
    .map(([index, status]) => callBack(index, status)),
  fc.constantFrom(1_000, 3_000, 61_000).map((ms) => step(`${ms} ms pass`, () => world.pass(ms))),
  fc.constant(loseLeases),
  fc.constantFrom(...(Object.keys(answers) as (keyof typeof answers)[])).map((name) =>
    step(`the CRM ${name}`, async () => {
      crms.answer = answers[name];
    }),
  ),
  fc.constantFrom(retryParked, discardParked).map((act) =>
    step(act === retryParked ? 'try again' : 'let go', async () => {
      await act(world.store.db, { businessId: 'acme', system: 'hubspot', by: 'Dana' });
      await world.engine.settled();
    }),
  ),
];

let callers = 0;

// On the store of production only: hundreds of events take too long on the other for every run of the tests.
test.runIf(testedStore() === 'postgres')(
  'nothing that is known is ever undone, and every text comes to an end',
  {
    timeout: 120_000,
  },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 14 }), async (commands) => {
        callers += 1;
        const story: Story = { caller: callerNumber(callers), sent: [] };
        const model: Model = { texts: new Map(), effects: new Map(), hidden: 0 };
        await fc.asyncModelRun(() => ({ model, real: story }), commands);
        await settleAll(model, story);
      }),
      { numRuns: 15 },
    );
  },
);

/** Time enough for everything: what is left then has been forgotten. */
async function settleAll(model: Model, story: Story): Promise<void> {
  const { provider, store } = world;
  crms.answer = answers.passes;
  await world.pass(61_000, 10);
  await world.pass(600_000);
  await check(model, story);
  provider.hidden.clear();
  provider.failures.length = 0;
  const left = [...model.texts].filter(([id]) => story.sent.includes(id));
  expect(left.filter(([, state]) => ['intended', 'sending', 'unknown'].includes(state))).toEqual([]);
  const open = [...model.effects].filter(([, state]) => state === 'open');
  expect(open).toEqual([]);
  const taken = provider.taken.flatMap((one) => ('textId' in one ? [String(one.textId)] : []));
  const times = story.sent.map((textId) => taken.filter((id) => id === textId).length);
  expect(Math.max(0, ...times)).toBeLessThanOrEqual(2);
  // Only what the provider took and showed to nobody can leave again.
  expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(model.hidden);
  const lost = left.filter(([, state]) => state === 'failed' || state === 'expired');
  if (lost.length === 0) return;
  const told = await store.db
    .selectFrom('product_events')
    .select('type')
    .where('caller_id', '=', story.caller)
    .where('type', '=', 'message.failed')
    .execute();
  expect(told).toHaveLength(lost.length);
}
