import { expect, test } from 'vitest';
import { BusinessFileError, readBusinessFile } from './business-file.ts';

const acme = {
  id: 'acme',
  name: 'Acme Plumbing',
  timeZone: 'America/Chicago',
  lines: [{ number: '+15125550100' }],
};

function problemsOf(content: unknown): readonly string[] {
  try {
    readBusinessFile(content);
    return [];
  } catch (error) {
    if (!(error instanceof BusinessFileError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

test('a business needs no more than an id, a name, a time zone and a line', () => {
  const [read] = readBusinessFile({ businesses: [acme] });
  expect(read).toMatchObject({
    business: { id: 'acme', country: 'US', language: 'en' },
    rules: { firstText: { delaySeconds: 2 }, dedupe: { windowHours: 24 } },
    settings: { crm: [] },
  });
});

test('a CRM is named by its system, or with settings', () => {
  const [read] = readBusinessFile({
    businesses: [{ ...acme, crm: ['hubspot'] }],
  });
  expect(read?.settings.crm).toEqual([{ system: 'hubspot', settings: {} }]);
});

test.each<[string, unknown, RegExp]>([
  ['no business at all', { businesses: [] }, /^businesses: names no business/],
  [
    'a line that is no number',
    { businesses: [{ ...acme, lines: [{ number: '555' }] }] },
    /^businesses\.0\.lines\.0\.number: "555" is no phone number/,
  ],
  [
    'a time zone that does not exist',
    { businesses: [{ ...acme, timeZone: 'Texas' }] },
    /^businesses\.0\.timeZone: is no time zone/,
  ],
  [
    'a rule out of range',
    { businesses: [{ ...acme, rules: { firstText: { delaySeconds: 90 } } }] },
    /^businesses\.0\.rules\.firstText\.delaySeconds: /,
  ],
  [
    'a business without a name',
    { businesses: [{ ...acme, name: undefined }] },
    /^businesses\.0\.name: is missing; write a text$/,
  ],
  [
    'a way of agreeing that there is not',
    { businesses: [{ ...acme, lines: [{ number: '+15125550100', consent: 'none' }] }] },
    /^businesses\.0\.lines\.0\.consent: is "none"; write one of /,
  ],
  [
    'a CRM that nobody has',
    { businesses: [{ ...acme, crm: ['pipedrive'] }] },
    /^businesses\.0\.crm\.0: names no CRM/,
  ],
  [
    'a line that rings itself',
    { businesses: [{ ...acme, lines: [{ number: '+15125550100', forwardTo: ['+15125550100'] }] }] },
    /^businesses\.0\.lines\.0\.forwardTo\.0: \+15125550100 is a line of this business itself; name the phone of a person/,
  ],
  [
    'a line that rings another line of the business',
    {
      businesses: [
        {
          ...acme,
          lines: [
            { number: '+15125550100', forwardTo: ['+15125550111', '+15125550101'] },
            { number: '+15125550101' },
          ],
        },
      ],
    },
    /^businesses\.0\.lines\.0\.forwardTo\.1: \+15125550101 is a line/,
  ],
  [
    'a line that is told by text',
    { businesses: [{ ...acme, notify: { sms: '+15125550100' } }] },
    /^businesses\.0\.notify\.sms: \+15125550100 is a line/,
  ],
  [
    'a line that is on call',
    { businesses: [{ ...acme, rules: { onCall: { people: [{ name: 'Dana', phone: '+15125550100' }] } } }] },
    /^businesses\.0\.rules\.onCall\.people\.0\.phone: \+15125550100 is a line/,
  ],
  [
    'a line that callers are given to',
    { businesses: [{ ...acme, rules: { routing: { people: [{ name: 'Dana', phone: '+15125550100' }] } } }] },
    /^businesses\.0\.rules\.routing\.people\.0\.phone: \+15125550100 is a line/,
  ],
  [
    'hours that end before they begin',
    { businesses: [{ ...acme, hours: { mon: ['17:00-08:00'] } }] },
    /^businesses\.0\.hours\.mon\.0: a span must end/,
  ],
])('%s is named with its path', (_, content, line) => {
  expect(problemsOf(content)).toEqual([expect.stringMatching(line)]);
});

test('a misspelt key is told, not ignored', () => {
  expect(problemsOf({ businesses: [{ ...acme, timezone: 'America/Chicago' }] }).join()).toContain('timezone');
});

test('a line belongs to one business only, as a call is told by it to whom it belongs', () => {
  expect(problemsOf({ businesses: [acme, { ...acme, id: 'other' }] })).toEqual([
    'businesses.1.lines.0.number: +15125550100 stands at businesses.0.lines.0.number already',
  ]);
});
