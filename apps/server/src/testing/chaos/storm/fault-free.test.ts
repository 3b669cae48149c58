import { fileURLToPath } from 'node:url';
import { addMs, type E164, type Event, newState, step, toInstant } from '@ringback/core';
import type { ImportedBusiness } from '@ringback/engine';
import { expect, test } from 'vitest';
import { readBusinesses } from '../../../business-source.ts';
import { forwardedLine } from '../../acme-plumbing.ts';
import { outcomesOf, simulateFaultFree } from './fault-free.ts';
import type { StoredDecision } from './stored.ts';

const file = new URL('../../../../../../test-fixtures/businesses/acme-plumbing.yaml', import.meta.url);
const [acme] = (await readBusinesses(fileURLToPath(file))) as [ImportedBusiness];

const maria = '+15122000001' as E164;
const line = forwardedLine as E164;
const noon = toInstant(new Date('2026-11-20T18:00:00Z'));
const about = { businessId: acme.business.id, callerId: maria };

const missed: Event = {
  ...about,
  type: 'call-missed',
  id: 'call-CA1',
  at: noon,
  callId: 'CA1',
  line,
  cause: 'no-answer',
  ringSeconds: 20,
  missedAt: noon,
  attestation: 'passed',
};

function stopAfter(ms: number): Event {
  return {
    ...about,
    type: 'text-received',
    id: 'text-SM1',
    at: addMs(noon, ms),
    textId: 'SM1',
    line,
    body: 'STOP',
    media: [],
    handledByProvider: 'opt-out',
  };
}

function decideAll(events: readonly Event[]): readonly StoredDecision[] {
  let state = newState(acme.business, acme.rules, { callerId: maria, phone: maria });
  return events.map((event) => {
    const next = step(state, event);
    state = next.state;
    return { ...next.decision, event };
  });
}

test.each([
  ['before the text is due', 1_000],
  ['when the text should have left already', 3_000],
])('a text that is withdrawn by a STOP %s is not expected of a run without faults', async (_, ms) => {
  const story = decideAll([missed, stopAfter(ms)]);
  const faultFree = await simulateFaultFree(acme, [story], addMs(noon, 60_000));
  expect(outcomesOf(faultFree(maria))).toEqual(outcomesOf(story));
});
