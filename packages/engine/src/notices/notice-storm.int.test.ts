import type { E164 } from '@ringback/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { line, minute, type NoticeWorld, openNoticeWorld, owner } from '../testing/notice-world.ts';

// A line that cannot send has two hundred callers within ten minutes: each becomes a task of which staff are told.

const calls = 200;
const perStep = 10;
const stepMs = 30_000;
const ringingMs = 18_000;
const callers = Array.from({ length: calls }, (_, index) => `+1512555${2_000 + index}` as E164);
const inDanger = ['+15125556001', '+15125556002', '+15125556003'] as E164[];

let world: NoticeWorld;
beforeEach(async () => {
  world = await openNoticeWorld({
    email: 'owner@example.com',
    slackWebhookUrl: 'https://hooks.example.com/services/T0/B0/x',
    sms: owner,
  });
  const problem = { kind: 'account', holds: 'business', line: null, words: null, until: null };
  const told = { meaning: 'The account is stopped.', code: '30002', since: await world.clock.now() };
  await world.store.db
    .insertInto('sending_problems')
    .values({
      business_id: 'acme',
      kind: 'account',
      scope: '',
      problem: JSON.stringify({ ...problem, ...told }),
      last_at: told.since,
    })
    .execute();
});
afterEach(() => world.close());

/** They call all together, and nobody answers. */
async function missAll(some: readonly E164[]): Promise<void> {
  const reports = some.map((from) => ({ businessId: 'acme', callId: `CA${from}`, party: { line, from } }));
  for (const report of reports) {
    await world.engine.handleCall({
      ...report,
      signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }),
    });
  }
  await world.pass(ringingMs);
  for (const report of reports) {
    await world.engine.handleCall({
      ...report,
      signal: (at) => ({ type: 'dial-ended', at, result: 'no-answer', callerGone: false }),
    });
  }
}

test('staff get a few messages that tell of everybody, and what is urgent at once', {
  timeout: 90_000,
}, async () => {
  const toldAtOnce: (string | null)[] = [];
  for (let step = 0; step * perStep < calls; step += 1) {
    await missAll(callers.slice(step * perStep, (step + 1) * perStep));
    const inNeed = step % 6 === 3 ? inDanger[(step - 3) / 6] : undefined;
    if (inNeed) {
      await world.write(inNeed, 'I smell gas in the whole house, help!');
      const [notice] = world.sent.at(-1)?.message.notices ?? [];
      if (notice?.urgent) toldAtOnce.push(notice.caller.phone);
    }
    await world.pass(stepMs - ringingMs);
  }
  for (let passed = 0; passed < 10; passed += 1) await world.pass(minute);

  expect(toldAtOnce).toEqual(inDanger);
  for (const channel of ['email', 'slack'] as const) {
    const messages = world.sent.filter((each) => each.channel === channel).map(({ message }) => message);
    const urgent = messages.filter(({ notices }) => notices[0].urgent);
    const first = urgent.filter(({ notices }) => notices[0].kind !== 'reminder');
    expect(first.map(({ notices }) => notices[0].caller.phone)).toEqual(inDanger);
    const gathered = messages.filter((message) => !urgent.includes(message));
    expect(gathered.length).toBeLessThanOrEqual(6);
    const told = gathered.flatMap(({ notices }) => notices.map(({ caller }) => caller.phone));
    expect(told.toSorted()).toEqual(callers.toSorted());
  }
  const texts = world.provider.taken.filter(({ to }) => to === owner);
  expect(texts.length).toBeLessThanOrEqual(12);
});
