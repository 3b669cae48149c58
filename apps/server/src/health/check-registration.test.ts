import { businessSchema, defineRules } from '@ringback/core';
import type { FilingStanding, KnownBusiness } from '@ringback/engine';
import { expect, test } from 'vitest';
import { checkRegistration } from './check-registration.ts';

const line = '+15125550100';
const acme = {
  version: 1,
  enabled: true,
  business: businessSchema.parse({
    id: 'acme',
    name: 'Acme Plumbing',
    timeZone: 'America/Chicago',
    lines: [{ number: line }],
  }),
  rules: defineRules({}),
  settings: { crm: [], notify: {} },
} satisfies KnownBusiness;

function filing(given: Partial<FilingStanding>): FilingStanding {
  const numbers = acme.business.lines.map(({ number }) => number);
  return { businessId: 'acme', numbers, state: 'submitted', waitsFor: 'reviewer', detail: 'Wait.', ...given };
}

function standingOf(filings: readonly FilingStanding[], business: KnownBusiness = acme) {
  return checkRegistration(filings, [business]).map((each) => [
    each.severity,
    each.severity === 'ok' ? each.check : each.code,
    each.business,
  ]);
}

test.each<[Partial<FilingStanding>, string, string]>([
  [{ state: 'approved', waitsFor: 'nobody' }, 'ok', 'registration'],
  [{}, 'warning', 'registration-under-way'],
  [{ waitsFor: 'owner' }, 'problem', 'registration-waits'],
  [{ state: 'rejected', waitsFor: 'owner' }, 'problem', 'registration-rejected'],
])('a line whose registration is %j: %s %s', (given, severity, code) => {
  expect(standingOf([filing(given)])).toEqual([[severity, code, 'acme']]);
});

test('a line that was not registered from here is left to the provider to tell', () => {
  expect(standingOf([])).toEqual([]);
  expect(standingOf([filing({ businessId: 'other' })])).toEqual([]);
  expect(standingOf([filing({})], { ...acme, enabled: false })).toEqual([]);
});

test('a line that came after the approval is told as held', () => {
  const numbers = acme.business.lines.map(({ number }) => number);
  const held = { ...acme, heldLines: numbers };
  expect(standingOf([filing({ state: 'approved', numbers: [] })], held)).toEqual([
    ['warning', 'registration-under-way', 'acme'],
  ]);
});

test('why the carriers refused it stands in the finding, with what to type', () => {
  const [found] = checkRegistration([filing({ state: 'rejected', detail: 'No STOP (30924).' })], [acme]);
  expect(found).toMatchObject({
    what: expect.stringContaining('No STOP (30924).'),
    whatToDo: expect.stringContaining('pnpm ringback registration show --business acme'),
  });
});
