import { describe, expect, test } from 'vitest';
import type { BusinessInput } from '../business.ts';
import type { E164 } from '../phone.ts';
import type { RulesInput } from '../rule-set.ts';
import {
  at,
  business,
  callerPhone,
  callMissed,
  contactFound,
  given,
  linePhone,
  rules,
  textReceived,
} from '../testing/given.ts';

const otherLine = '+15125550101' as E164;
const twoLines = (details: Partial<BusinessInput['lines'][number]> = {}) =>
  business({ lines: [{ number: linePhone }, { number: otherLine, ...details }] });
const missedOn = (line: E164, time = '10:30') => callMissed(time, { line });

describe('a group of callers', () => {
  const asked = (when: string, set: RulesInput) =>
    rules({
      ...set,
      overrides: [{ when: { groups: [when as 'vip'] }, set: { firstText: { send: 'task' } } }],
    });

  test('blocked is left alone', () => {
    const decided = given(rules({ groups: { blocked: [callerPhone] } })).when(callMissed('10:30'));
    expect(decided.thenWithheld({ rule: 'blocked' }).caller.conversation).toBeNull();
  });

  test('VIP is urgent unless the owner says otherwise', () => {
    const vip = (vipIsUrgent: boolean) =>
      given(rules({ groups: { vip: [callerPhone], vipIsUrgent } })).when(
        textReceived('10:00', 'Hello, Dana here'),
      );
    expect(vip(true).caller.conversation?.urgent).toBe(true);
    expect(vip(false).caller.conversation?.urgent).toBe(false);
  });

  test('can have rules of its own: new callers, VIPs, customers by number', () => {
    given(asked('new', {})).when(callMissed('10:30')).thenWithheld({ rule: 'detection' });
    given(asked('vip', { groups: { vip: [callerPhone] } }))
      .when(callMissed('10:30'))
      .thenWithheld({ rule: 'detection' });
    const customer = asked('customer', { groups: { customers: [callerPhone] } });
    given(customer).when(callMissed('10:30')).thenWithheld({ rule: 'detection' });
    given(asked('customer', {})).when(callMissed('10:30')).whenTimerFires('first-text').thenTexts(/Acme/);
  });

  test('is learned from the CRM while the text waits', () => {
    const call = given(asked('customer', {})).when(callMissed('10:30'));
    call.when(contactFound('10:30:01')).when(textlessTimer()).thenWithheld({ rule: 'detection' });
    const stranger = contactFound('10:30:01', { match: 'none', contact: null });
    const later = contactFound('10:30:02');
    // What we have written ourselves since makes nobody a customer.
    call.when(stranger).when(later).when(textlessTimer()).thenTexts(/Acme/);
  });

  test('is what the CRM says where it can tell', () => {
    const contact = {
      id: '1',
      firstName: null,
      lastName: null,
      ownerId: null,
      optedOut: false,
      isCustomer: false,
    };
    given(asked('customer', {}), [contactFound('10:00', { contact })])
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
  });

  function textlessTimer() {
    const { id, ...rest } = callMissed('10:30:02');
    return { ...rest, id: `timer-${id}`, type: 'timer-fired', timer: 'first-text' } as const;
  }
});

describe('an override', () => {
  const tasked = { firstText: { send: 'task' } } as const;
  const isTasked = (
    when: NonNullable<RulesInput['overrides']>[number]['when'],
    time: string,
    of = business(),
    line = linePhone,
  ) => {
    const decided = given({ business: of, rules: rules({ overrides: [{ when, set: tasked }] }) }).when(
      missedOn(line, time),
    );
    return decided.caller.waiting === null;
  };

  test('holds for a line, a location, a service', () => {
    const of = twoLines({ location: 'North', service: 'heating' });
    for (const when of [{ lines: [otherLine] }, { locations: ['North'] }, { services: ['heating'] }]) {
      expect(isTasked(when, '10:30', of, otherLine)).toBe(true);
      expect(isTasked(when, '10:30', of, linePhone)).toBe(false);
    }
  });

  test('holds at a time: open or closed, a day, an hour; the 18th is a Wednesday', () => {
    expect(isTasked({ hours: ['closed'] }, '18:00')).toBe(true);
    expect(isTasked({ hours: ['closed'] }, '10:30')).toBe(false);
    expect(isTasked({ days: ['wed'] }, '10:30')).toBe(true);
    expect(isTasked({ days: ['thu', 'fri'] }, '10:30')).toBe(false);
    expect(isTasked({ between: '10:00-10:30' }, '10:29:59')).toBe(true);
    expect(isTasked({ between: '10:00-10:30' }, '10:30')).toBe(false);
    expect(isTasked({ between: '10:30-11:00' }, '10:30')).toBe(true);
  });

  test('needs all its conditions, changes nothing else, and the last one wins', () => {
    expect(isTasked({ days: ['wed'], hours: ['closed'] }, '10:30')).toBe(false);
    const slow = { when: { days: ['wed' as const] }, set: { firstText: { delaySeconds: 30 } } };
    const slower = { when: { days: ['wed' as const] }, set: { firstText: { delaySeconds: 40 } } };
    const decided = given(rules({ firstText: { maxLateMinutes: 10 }, overrides: [slow, slower] })).when(
      callMissed('10:30'),
    );
    expect(decided.effects('set-timer')[0]?.at).toBe(at('10:30:40'));
    expect(decided.whenTimerFires('first-text').effects('send-text')[0]?.notAfter).toBe(at('10:40'));
  });
});
