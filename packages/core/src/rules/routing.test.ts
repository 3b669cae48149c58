import { describe, expect, test } from 'vitest';
import type { TeamMember } from '../event.ts';
import type { E164 } from '../phone.ts';
import type { RulesInput } from '../rule-set.ts';
import {
  business,
  callMissed,
  contactFound,
  given,
  linePhone,
  rules,
  staffActed,
  textReceived,
} from '../testing/given.ts';

const other = '+15125550101' as E164;
const shop = business({
  lines: [
    { number: linePhone, service: 'plumbing', location: 'North' },
    { number: other, service: 'heating', location: 'South', language: 'es' },
  ],
});
type Routing = NonNullable<RulesInput['routing']>;
const routed = (routing: Routing) => given({ business: shop, rules: rules({ routing }) });
const assigneeOn = (routing: Routing, line: E164) =>
  routed(routing).when(callMissed('10:00', { line })).caller.conversation?.assignee;

describe('a conversation goes to', () => {
  test('nobody in particular where nobody is named', () => {
    expect(assigneeOn({}, linePhone)).toBeNull();
  });

  test.each([
    ['lines', { lines: [other] }],
    ['services', { services: ['heating'] }],
    ['locations', { locations: ['South'] }],
    ['languages', { languages: ['es' as const] }],
  ])('who looks after it, by %s', (_name, ana) => {
    const people = [{ name: 'Ana', ...ana }, { name: 'Ben' }];
    expect(assigneeOn({ people }, other)).toBe('Ana');
    expect(assigneeOn({ people }, linePhone)).toBe('Ben');
  });

  test('the fallback where nobody does', () => {
    const people = [{ name: 'Ana', lines: [other] }];
    expect(
      assigneeOn({ people: [...people, { name: 'Zoe', lines: [other] }], fallback: 'Zoe' }, linePhone),
    ).toBe('Zoe');
    expect(assigneeOn({ people }, linePhone)).toBeNull();
  });

  test('the owner in the CRM before anybody else, also when they are known later', () => {
    const routing = {
      people: [
        { name: 'Ana', lines: [linePhone] },
        { name: 'Ben', crmOwnerIds: ['7'] },
      ],
    };
    const called = routed(routing).when(callMissed('10:00'));
    expect(called.caller.conversation?.assignee).toBe('Ana');
    const known = called.when(contactFound('10:00:01')).thenReason({ rule: 'routing' });
    expect(known.caller.conversation).toMatchObject({ assignee: 'Ben', assignedBy: 'owner' });
    const given = called
      .when(staffActed('10:00:01', { act: 'assign', to: 'Cam' }))
      .when(contactFound('10:00:02'));
    expect(given.caller.conversation?.assignee).toBe('Cam');
  });

  test('the same one each time, and to all of them over many callers, where nobody has counted', () => {
    const people = [{ name: 'Ana' }, { name: 'Ben' }, { name: 'Cam' }];
    const of = (index: number) => {
      const phone = `+1512555${String(2000 + index)}` as E164;
      const decided = given({ business: shop, rules: rules({ routing: { people } }), phone });
      return decided.when(callMissed('10:00')).caller.conversation?.assignee;
    };
    const assignees = Array.from({ length: 60 }, (_, index) => of(index));
    for (const { name } of people) {
      expect(assignees.filter((one) => one === name).length).toBeGreaterThan(10);
    }
    expect(of(5)).toBe(of(5));
  });

  const team: readonly TeamMember[] = [
    { name: 'Ana', openConversations: 1, lastAssignedAt: callMissed('09:00').at },
    { name: 'Ben', openConversations: 5, lastAssignedAt: callMissed('08:00').at },
  ];

  test.each([
    ['round-robin', 'Ben'],
    ['least-loaded', 'Ana'],
  ] as const)('who is next by %s, where somebody has counted', (spread, expected) => {
    const people = [{ name: 'Ana' }, { name: 'Ben' }];
    const decided = routed({ people, spread }).when({ ...callMissed('10:00'), team });
    expect(decided.caller.conversation?.assignee).toBe(expected);
    const withNew = routed({ people: [...people, { name: 'New' }], spread }).when({
      ...callMissed('10:00'),
      team,
    });
    expect(withNew.caller.conversation?.assignee).toBe('New');
  });
});

test('tasks and other programs are told whose it is', () => {
  const wrote = routed({ people: [{ name: 'Ana' }] }).when(textReceived('10:00', 'Hello there'));
  expect(wrote.effects('write-crm')[0]?.entry.task).toMatchObject({
    open: { detail: expect.stringContaining('It is for Ana.') },
  });
  expect(wrote.published('conversation.needs_human')).toMatchObject([{ data: { assignee: 'Ana' } }]);
});
