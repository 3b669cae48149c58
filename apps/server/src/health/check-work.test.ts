import { businessSchema, defineRules, type E164, toInstant } from '@ringback/core';
import type { KnownBusiness, WorkCount, WorkCounts } from '@ringback/engine';
import { describe, expect, test } from 'vitest';
import { checkWork } from './check-work.ts';

const business = businessSchema.parse({
  id: 'acme',
  name: 'Acme Plumbing',
  timeZone: 'America/Chicago',
  lines: [{ number: '+15125550100' }],
});
const acme: KnownBusiness = {
  version: 1,
  enabled: true,
  business,
  rules: defineRules({}),
  settings: { crm: [{ system: 'hubspot', settings: {} }], notify: {} },
};

const now = toInstant('2026-11-19T16:00:00.000Z');
const well: WorkCounts = {
  now,
  work: [],
  connections: [{ businessId: 'acme', system: 'hubspot', state: 'connected', problem: null, since: null }],
  unknownTexts: { count: 0, oldestSeconds: null },
  doubles: 0,
  silentTexts: 0,
  sendingProblems: [],
  overdueTimers: { count: 0, oldestSeconds: null },
};

function work(given: Partial<WorkCount>): Pick<WorkCounts, 'work'> {
  const idle = {
    businessId: 'acme',
    lane: 'crm:hubspot',
    system: 'hubspot',
    open: 0,
    oldestDueSeconds: null,
    oldestOpenSeconds: null,
    openProblem: null,
    parked: 0,
    parkedProblem: null,
    hold: null,
  };
  return { work: [{ ...idle, ...given }] };
}

function connection(given: Partial<WorkCounts['connections'][number]>): Pick<WorkCounts, 'connections'> {
  return { connections: well.connections.map((each) => ({ ...each, ...given })) };
}

const sendingProblem = {
  id: 'unregistered-15125550100',
  businessId: 'acme',
  kind: 'unregistered',
  holds: 'line',
  line: '+15125550100' as E164,
  words: null,
  meaning: 'The number is not registered.',
  code: '30034',
  since: now,
  until: toInstant('2026-11-20T16:00:00.000Z'),
  failures: 1,
  lastAt: now,
  isHolding: true,
} as const;

function findingsOf(counts: Partial<WorkCounts>, businesses: readonly KnownBusiness[] = [acme]) {
  const publicUrl = 'https://ringback.example.com';
  return checkWork({ ...well, ...counts }, { businesses, publicUrl });
}

function found(counts: Partial<WorkCounts>, businesses?: readonly KnownBusiness[]): readonly string[] {
  return findingsOf(counts, businesses).flatMap((each) =>
    each.severity === 'ok' ? [] : [`${each.severity} ${each.code}`],
  );
}

test('where all is well there is nothing to find, and each thing that was looked at says so', () => {
  expect(found({})).toEqual([]);
  const checks = findingsOf({}).map((each) => (each.severity === 'ok' ? each.check : each.code));
  expect(checks).toEqual(['businesses', 'crm', 'crm-entries', 'work', 'texts', 'timers']);
});

test('what is stuck is not said to be well, too', () => {
  const all = findingsOf({ ...work({ parked: 1, parkedProblem: 'no' }), sendingProblems: [sendingProblem] });
  const well = all.flatMap((each) => (each.severity === 'ok' ? [each.check] : []));
  expect(well).toEqual(['businesses', 'crm', 'work', 'timers']);
});

const busy = { open: 3, oldestDueSeconds: 59, oldestOpenSeconds: 900 };

describe('what is stuck is found, and only then', () => {
  test.each<[string, Partial<WorkCounts>, Partial<WorkCounts>]>([
    ['problem entries-parked', work({ parked: 1, parkedProblem: 'no' }), work({ parked: 0 })],
    ['problem lane-behind', work({ ...busy, oldestDueSeconds: 61 }), work(busy)],
    [
      'problem lane-failing',
      work({ ...busy, oldestDueSeconds: null, oldestOpenSeconds: 901 }),
      work({ ...busy, oldestDueSeconds: null }),
    ],
    [
      'warning work-of-disabled-business',
      work({ open: 1, oldestDueSeconds: 9_000, hold: 'business-disabled' }),
      work({ open: 0, hold: 'business-disabled' }),
    ],
    [
      'problem texts-in-doubt',
      { unknownTexts: { count: 1, oldestSeconds: 301 } },
      { unknownTexts: { count: 9, oldestSeconds: 299 } },
    ],
    [
      'problem texts-held',
      { sendingProblems: [sendingProblem] },
      { sendingProblems: [{ ...sendingProblem, isHolding: false }] },
    ],
    ['warning texts-failing', { sendingProblems: [{ ...sendingProblem, holds: 'nothing' }] }, {}],
    [
      'problem timers-overdue',
      { overdueTimers: { count: 1, oldestSeconds: 61 } },
      { overdueTimers: { count: 9, oldestSeconds: 59 } },
    ],
    [
      'problem crm-broken',
      connection({ state: 'broken', problem: 'access was withdrawn' }),
      connection({ state: 'connected' }),
    ],
    ['problem crm-absent', { connections: [] }, {}],
    [
      'warning crm-resting',
      connection({ state: 'resting', since: toInstant('2026-11-19T15:30:00.000Z') }),
      connection({ state: 'connected' }),
    ],
    [
      'problem crm-resting',
      connection({ state: 'resting', since: toInstant('2026-11-19T14:30:00.000Z') }),
      connection({ state: 'connected' }),
    ],
  ])('%s', (finding, stuck, fine) => {
    expect(found(stuck)).toEqual([finding]);
    expect(found(fine)).toEqual([]);
  });

  test('a store without a business, a business without a line', () => {
    expect(found({}, [])).toEqual(['problem no-business']);
    expect(found({}, [{ ...acme, enabled: false }])).toEqual(['problem no-business']);
    expect(found({}, [{ ...acme, business: { ...business, lines: [] } }])).toEqual([
      'problem business-without-lines',
    ]);
  });
});

test('what a connection holds up is not what a worker leaves undone', () => {
  const held = { open: 12, oldestDueSeconds: 90_000, oldestOpenSeconds: 90_000 };
  const broken = connection({ state: 'broken', problem: 'access was withdrawn' });
  expect(found({ ...broken, ...work({ ...held, hold: 'crm-broken' }) })).toEqual(['problem crm-broken']);
});

test('a finding says how much waits, why, and where to go', () => {
  const broken = connection({ state: 'broken', problem: 'access was withdrawn' });
  const findings = findingsOf({ ...broken, ...work({ open: 12, hold: 'crm-broken' }) });
  expect(findings.filter(({ severity }) => severity !== 'ok')).toMatchObject([
    {
      business: 'acme',
      what: 'hubspot does not let us in any more: access was withdrawn. 12 entries wait for it.',
      whatToDo: expect.stringContaining('https://ringback.example.com/oauth/hubspot/start?business=acme'),
    },
  ]);
});
