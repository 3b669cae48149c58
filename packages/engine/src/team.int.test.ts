import type { RulesInput } from '@ringback/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importBusinesses, openDirectory } from './directory.ts';
import { handleEvent } from './handle-event.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';
import { shop, shopLine } from './testing/shop.ts';

let world: TestStore;

beforeEach(async () => {
  world = await openTestStore();
});

afterEach(async () => {
  await world.close();
});

/** Lets each of these callers be missed once, and tells to whom each went. */
async function assigneesOf(
  rules: RulesInput,
  callers: readonly number[],
): Promise<readonly (string | null)[]> {
  await importBusinesses(world.store.db, [shop({ rules })]);
  const directory = await openDirectory(world.store, { onError: () => {} });
  const assignees: (string | null)[] = [];
  for (const number of callers) {
    const callerId = `+1512555${number}`;
    const [handled] = await handleEvent(
      world.store.db,
      {
        id: `call-${number}-${assignees.length}`,
        businessId: 'acme',
        callerId,
        type: 'call-missed',
        callId: `CA${number}-${assignees.length}`,
        line: shopLine,
        cause: 'busy',
        ringSeconds: 0,
        missedAt: await world.clock.now(),
        attestation: 'failed',
      },
      { directory, leaseFor: null },
    );
    const told = handled.decision.reasons.find(({ rule }) => rule === 'routing');
    assignees.push(told ? String(told.facts.assignee) : null);
    await world.clock.advance(1_000);
  }
  await directory.close();
  return assignees;
}

const people = [{ name: 'Ana' }, { name: 'Ben' }, { name: 'Cam' }];
const callers = [2001, 2002, 2003, 2004, 2005, 2006];

test('conversations go round among those who look after them, in turn', async () => {
  const assignees = await assigneesOf({ routing: { people } }, callers);
  expect(assignees.slice(0, 3).toSorted()).toEqual(['Ana', 'Ben', 'Cam']);
  expect(assignees.slice(3)).toEqual(assignees.slice(0, 3));
});

test('a second call of somebody whose conversation is open changes nobody’s load', async () => {
  const assignees = await assigneesOf(
    { routing: { people, spread: 'least-loaded' } },
    [2001, 2001, 2002, 2003],
  );
  expect(assignees[1]).toBeNull();
  expect([assignees[0], assignees[2], assignees[3]].toSorted()).toEqual(['Ana', 'Ben', 'Cam']);
});
