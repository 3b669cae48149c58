import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { effectLife, stepsOf, textLife } from './life-cycles.ts';
import { openTestStore, type TestStore, thursdayMorning } from './testing/open-test-store.ts';

// What the store itself allows, whatever a program asks of it.

let world: TestStore;
beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

function cells<S extends string>(life: { readonly [state in S]: { readonly next: readonly S[] } }) {
  const states = Object.keys(life) as S[];
  return states.flatMap((from) =>
    states.filter((to) => to !== from).map((to) => [from, to, life[from].next.includes(to)] as const),
  );
}

let made = 0;

async function storeText(state: string): Promise<string> {
  made += 1;
  const id = `text-${made}`;
  await world.store.db
    .insertInto('texts')
    .values({
      business_id: 'acme',
      text_id: id,
      caller_id: '+15125550142',
      direction: state === 'received' ? 'in' : 'out',
      line: '+15125550100',
      body: 'x',
      class: 'first-text',
      author: 'ringback',
      state,
      created_at: thursdayMorning,
    })
    .execute();
  return id;
}

describe('a text', () => {
  test.each(cells(textLife))('that is %s becomes %s: %s', async (from, to, isLegal) => {
    const id = await storeText(from);
    await world.store.db
      .updateTable('texts')
      .set({ state: to, code: 'later' })
      .where('text_id', '=', id)
      .execute();
    const row = await world.store.db
      .selectFrom('texts')
      .select(['state', 'code'])
      .where('text_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual(isLegal ? { state: to, code: 'later' } : { state: from, code: null });
  });

  test('that stays as it is can still learn more, such as its id at the provider', async () => {
    const id = await storeText('delivered');
    await world.store.db
      .updateTable('texts')
      .set({ state: 'delivered', provider_id: 'SM1' })
      .where('text_id', '=', id)
      .execute();
    const row = await world.store.db
      .selectFrom('texts')
      .select('provider_id')
      .where('text_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.provider_id).toBe('SM1');
  });
});

describe('an effect', () => {
  test.each(cells(effectLife))('that is %s becomes %s: %s', async (from, to, isLegal) => {
    made += 1;
    const key = `effect-${made}`;
    await world.store.db
      .insertInto('effects')
      .values({
        business_id: 'acme',
        effect_key: key,
        caller_id: '+15125550142',
        lane: 'crm:hubspot',
        effect: '{}',
        state: from,
        due_at: thursdayMorning,
        created_at: thursdayMorning,
      })
      .execute();
    await world.store.db
      .updateTable('effects')
      .set({ state: to, problem: 'later' })
      .where('effect_key', '=', key)
      .execute();
    const row = await world.store.db
      .selectFrom('effects')
      .select(['state', 'problem', 'settled_at'])
      .where('effect_key', '=', key)
      .executeTakeFirstOrThrow();
    const settledAt = to === 'open' ? null : new Date(thursdayMorning);
    expect(row).toEqual(
      isLegal
        ? { state: to, problem: 'later', settled_at: settledAt }
        : { state: from, problem: null, settled_at: null },
    );
  });
});

test('the store keeps to the steps of this program; one that changes needs a migration that says so', async () => {
  const { rows } = await sql<{ name: string; source: string }>`
    select proname as name, prosrc as source from pg_proc
    where proname like 'ringback_keep_%_life'`.execute(world.store.db);
  const kept = Object.fromEntries(
    rows.map(({ name, source }) => [
      name,
      [...source.matchAll(/\('([a-z]+)', '([a-z]+)'\)/g)].map(([, from, to]) => [from, to]),
    ]),
  );
  expect(kept).toEqual({
    ringback_keep_texts_life: stepsOf(textLife),
    ringback_keep_effects_life: stepsOf(effectLife),
  });
});
