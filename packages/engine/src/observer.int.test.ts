import { toInstant } from '@ringback/core';
import { expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import type { ClaimedEffect, Outcome } from './lease.ts';
import { callerNumber, openCrmWorld } from './testing/test-crms.ts';

type Told = { handled: string[]; performed: string[]; lateMs: number[] };

function listener() {
  const told: Told = { handled: [], performed: [], lateMs: [] };
  return {
    told,
    observer: {
      handled: ({ event, isRepeat }: { event: { type: string }; isRepeat: boolean }) =>
        void told.handled.push(isRepeat ? `${event.type} again` : event.type),
      async performing({ lane }: ClaimedEffect, perform: () => Promise<Outcome>) {
        const outcome = await perform();
        told.performed.push(`${lane} ${outcome.type}`);
        return outcome;
      },
      handedOver: ({ dueAt }: { dueAt: string }, at: string) =>
        void told.lateMs.push(Date.parse(at) - Date.parse(dueAt)),
    },
  };
}

async function missCall(engine: Engine): Promise<void> {
  const report = {
    businessId: 'acme',
    callId: 'CA1',
    party: { line: '+15125550200' as never, from: callerNumber(1) },
  };
  await engine.handleCall({
    ...report,
    signal: (at) => ({ type: 'incoming', at, attestation: 'passed' }),
  });
  const endedAt = toInstant('2026-11-19T16:00:20.000Z');
  for (let times = 0; times < 2; times += 1) {
    await engine.handleCall({
      ...report,
      signal: () => ({ type: 'ended', at: endedAt, talkSeconds: 0 }),
    });
  }
}

test('an observer hears of each event, attempt and text, and how late the text was', async () => {
  const world = await openCrmWorld(['acme']);
  await world.engine.stop();
  const { told, observer } = listener();
  await missCall(await world.openEngine({ observer }));
  await world.pass(5_000);
  expect(told.handled[0]).toBe('call-missed');
  expect(told.handled).toContain('timer-fired');
  expect(told.handled).toContain('text-status-changed');
  expect(told.performed).toContain('texts settled');
  expect(told.performed).toContain('crm:hubspot done');
  // The first text is due two seconds after the call; the clock jumped by five.
  expect(told.lateMs).toEqual([3_000]);
  await world.close();
});

test('a text that another process takes up is as late as its timer was', async () => {
  const world = await openCrmWorld(['acme'], { connects: false });
  await world.engine.stop();
  await missCall(await world.openEngine({ performs: false }));
  const { told, observer } = listener();
  await world.openEngine({ observer });
  await world.pass(7_000);
  expect(told.lateMs).toEqual([5_000]);
  await world.close();
});
