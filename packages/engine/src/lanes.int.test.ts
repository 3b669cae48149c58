import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ClaimRequest, claimStatement } from './claim.ts';
import { createLaneRunner, type LaneRunner } from './lane-runner.ts';
import { type ClaimedEffect, type Outcome, textLane } from './lease.ts';
import { ranks } from './rank.ts';
import { openTestStore, type TestStore, thursdayMorning } from './testing/open-test-store.ts';

let world: TestStore;
let runner: LaneRunner | null;
let performed: string[];
let perform: (claimed: ClaimedEffect) => Promise<Outcome>;

beforeEach(async () => {
  world = await openTestStore();
  runner = null;
  performed = [];
  perform = async () => ({ type: 'done' });
});

afterEach(async () => {
  await runner?.stop();
  await world.close();
});

function run(options: { readonly atOnce: number; readonly atOnceOfOne?: number }): LaneRunner {
  runner = createLaneRunner({
    db: world.store.db,
    lane: textLane,
    lease: { owner: 'test', ms: 30_000, nowMs: () => 0 },
    atOnceOfOne: options.atOnce,
    pollMs: 1_000,
    log: {
      warn: () => {},
      error: (event) => {
        throw new Error(event);
      },
    },
    perform(claimed) {
      performed.push(claimed.key);
      return perform(claimed);
    },
    onSettled: () => {},
    ...options,
  });
  return runner;
}

/** Effects that are due, `business` and `caller` telling whose. */
async function queue(
  effects: readonly {
    readonly key: string;
    readonly business: string;
    readonly caller?: string;
    readonly rank?: number;
  }[],
): Promise<void> {
  const businesses = [...new Set(effects.map(({ business }) => business))];
  await world.store.db
    .insertInto('businesses')
    .values(businesses.map((business_id) => ({ business_id, version: 1, enabled: true })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await world.store.db
    .insertInto('effects')
    .values(
      effects.map(({ key, business, caller, rank }) => ({
        business_id: business,
        effect_key: key,
        caller_id: caller ?? key,
        lane: textLane,
        rank: rank ?? ranks.answer,
        effect: '{}',
        state: 'open' as const,
        due_at: thursdayMorning,
        created_at: thursdayMorning,
      })),
    )
    .execute();
}

function many(count: number, business: string) {
  return Array.from({ length: count }, (_, index) => ({ key: `${business}-${index}`, business }));
}

describe('in a lane', () => {
  test('the businesses take turns, however much one of them has to do', async () => {
    await queue(many(40, 'busy'));
    await queue([...many(2, 'calm'), ...many(2, 'zen')]);
    await run({ atOnce: 1 }).settled();
    expect(performed).toHaveLength(44);
    expect(performed.slice(0, 6).map((key) => key.split('-')[0])).toEqual([
      'busy',
      'calm',
      'zen',
      'busy',
      'calm',
      'zen',
    ]);
  });

  test('a business whose provider hangs does not get all the room', async () => {
    const never = Promise.withResolvers<Outcome>();
    perform = async ({ businessId }) => (businessId === 'hanging' ? never.promise : { type: 'done' });
    await queue([...many(10, 'hanging'), ...many(5, 'other')]);
    run({ atOnce: 4, atOnceOfOne: 2 }).wake();
    await vi.waitFor(() => expect(performed.filter((key) => key.startsWith('other'))).toHaveLength(5));
    expect(performed.filter((key) => key.startsWith('hanging'))).toHaveLength(2);
    never.resolve({ type: 'done' });
    await runner?.settled();
    expect(performed).toHaveLength(15);
  });

  test('answers leave before nudges, and the nudges of a caller before what was written to them later', async () => {
    await queue([
      { key: 'nudge-1', business: 'acme', caller: 'ann', rank: ranks.nudge },
      { key: 'nudge-2', business: 'acme', caller: 'bob', rank: ranks.nudge },
      { key: 'answer-to-bob', business: 'acme', caller: 'bob' },
      { key: 'answer-to-carol', business: 'other', caller: 'carol' },
    ]);
    await run({ atOnce: 1 }).settled();
    expect(performed.indexOf('answer-to-carol')).toBe(0);
    expect(performed.indexOf('nudge-2')).toBeLessThan(performed.indexOf('answer-to-bob'));
    expect(performed).toHaveLength(4);
  });

  test('nudges leave also where answers never end', async () => {
    await queue(many(20, 'acme'));
    await queue([{ key: 'nudge', business: 'acme', rank: ranks.nudge }]);
    await run({ atOnce: 1 }).settled();
    expect(performed.indexOf('nudge')).toBeLessThan(6);
  });

  test('what falls due within the second is performed then, though nobody says so', async () => {
    await queue(many(1, 'acme'));
    await sql`update effects set due_at = due_at + interval '40 milliseconds'`.execute(world.store.db);
    run({ atOnce: 1 });
    await runner?.settled();
    expect(performed).toEqual([]);
    await sql`update test_clock set now = now + interval '40 milliseconds'`.execute(world.store.db);
    await vi.waitFor(() => expect(performed).toHaveLength(1), { timeout: 900 });
  });

  test('no new text goes past those that have been waiting for room', async () => {
    const first = Promise.withResolvers<Outcome>();
    perform = async ({ key }) => (key === 'acme-0' ? first.promise : { type: 'done' });
    await queue(many(3, 'acme'));
    const lane = run({ atOnce: 1 });
    expect(lane.hasRoom()).toBe(true);
    lane.wake();
    await vi.waitFor(() => expect(performed).toHaveLength(1));
    expect(lane.hasRoom()).toBe(false);
    first.resolve({ type: 'done' });
    await lane.settled();
    expect(lane.hasRoom()).toBe(true);
    expect(performed).toHaveLength(3);
  });
});

describe('room that is kept for a text on its way into the store', () => {
  test('counts, until it is given back', async () => {
    const lane = run({ atOnce: 3, atOnceOfOne: 2 });
    const giveBack = [lane.keepRoom('acme'), lane.keepRoom('acme')];
    expect(lane.keepRoom('acme')).toBeNull();
    const others = lane.keepRoom('other');
    expect(lane.keepRoom('third')).toBeNull();
    for (const give of [...giveBack, others]) give?.();
    expect(lane.keepRoom('acme')).not.toBeNull();
  });

  test('is not given past an older text of the same business that waits, and that one leaves first', async () => {
    const first = Promise.withResolvers<Outcome>();
    perform = async ({ key }) => (key === 'acme-0' ? first.promise : { type: 'done' });
    await queue(many(2, 'acme'));
    const lane = run({ atOnce: 4, atOnceOfOne: 1 });
    lane.wake();
    await vi.waitFor(() => expect(performed).toEqual(['acme-0']));
    expect(lane.keepRoom('acme')).toBeNull();
    expect(lane.keepRoom('other')).not.toBeNull();
    first.resolve({ type: 'done' });
    await lane.settled();
    expect(performed).toEqual(['acme-0', 'acme-1']);
    expect(lane.keepRoom('acme')).not.toBeNull();
  });

  test('and was not needed goes to whoever waits for it', async () => {
    const lane = run({ atOnce: 1 });
    const giveBack = lane.keepRoom('acme');
    await queue(many(1, 'other'));
    lane.wake();
    await lane.settled();
    expect(performed).toEqual([]);
    giveBack?.();
    await vi.waitFor(() => expect(performed).toEqual(['other-0']), { timeout: 900 });
  });
});

describe('a claim', () => {
  const request: ClaimRequest = {
    lane: 'crm:hubspot',
    rank: ranks.answer,
    round: { stop: '', after: '', wrapped: false },
    limit: 4,
    busy: [],
    lease: { owner: 'test', ms: 30_000, nowMs: () => 0 },
    lookAheadMs: 1_000,
  };

  /** 10,000 entries of one business, one each of 1,000 others, and as many that are done. */
  async function fill(): Promise<void> {
    const { db } = world.store;
    await sql`insert into businesses
      select 'b' || lpad(i::text, 4, '0'), 1, true from generate_series(1, 1001) i`.execute(db);
    await sql`insert into crm_connections
        (business_id, system, state, account_id, account_name, tokens, connected_at)
      select business_id, 'hubspot', 'connected', 'a', 'a', 't', ringback_now() from businesses`.execute(db);
    const entries = sql`insert into effects
      (business_id, effect_key, caller_id, lane, effect, state, due_at, created_at)`;
    await sql`${entries} select 'b0500', 'e' || i, 'c' || (i % 3000), 'crm:hubspot', '{}', 'open',
      ringback_now(), ringback_now() from generate_series(1, 10000) i`.execute(db);
    await sql`${entries} select business_id, 'one', 'c', 'crm:hubspot', '{}', 'open',
      ringback_now(), ringback_now() from businesses`.execute(db);
    await sql`${entries} select 'b0500', 'old' || i, 'c', 'crm:hubspot', '{}', 'done',
      ringback_now(), ringback_now() from generate_series(1, 10000) i`.execute(db);
    await sql`analyze`.execute(db);
  }

  async function explain(changed: Partial<ClaimRequest>): Promise<{ pages: number; plan: string }> {
    const { rows } = await sql<{
      'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
    }>`
      explain (analyze, buffers, format json) ${claimStatement({ ...request, ...changed })}`.execute(
      world.store.db,
    );
    const { Plan } = rows[0]?.['QUERY PLAN'][0] ?? {
      Plan: { 'Shared Hit Blocks': 0, 'Shared Read Blocks': 0 },
    };
    return { pages: Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'], plan: JSON.stringify(Plan) };
  }

  // Pages read do not depend on how busy the machine is, as milliseconds do: 0.2 ms are about 50 of them.
  test.each<[string, Partial<ClaimRequest>, number]>([
    ['at the beginning of a round', {}, 300],
    ['at the business with the backlog', { round: { stop: 'b0499', after: 'b0499', wrapped: false } }, 300],
    ['at the end of a round', { round: { stop: 'b0998', after: 'b0998', wrapped: false } }, 300],
    [
      'past 200 businesses that have enough to do',
      { busy: Array.from({ length: 400 }, (_, i) => `b${String(i + 1).padStart(4, '0')}`) },
      1500,
    ],
  ])('reads few pages of a large backlog, %s', async (_, changed, most) => {
    await fill();
    const { pages, plan } = await explain(changed);
    expect(pages).toBeGreaterThan(10);
    expect(pages).toBeLessThan(most);
    expect(plan).not.toContain('"Seq Scan"');
  });
});
