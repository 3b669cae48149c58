import { expect, test } from 'vitest';
import type { E164 } from './phone.ts';
import { inForce } from './rules-in-force.ts';
import { business, callerPhone, callMissed, given, rules } from './testing/given.ts';

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => `+1512555${String(1000 + index)}` as E164);

test.each([1, 16, 17, 5_000])('a caller is found in a list of %i, and nobody else is', (count) => {
  const { state } = given(rules({ groups: { vip: numbers(count), customers: [callerPhone] } }));
  const event = callMissed('10:00');
  const groupOf = (phone: E164) => inForce(state, event, { ...state.caller, phone }).group;
  expect(numbers(count).map(groupOf)).toEqual(numbers(count).map(() => 'vip'));
  expect(groupOf(callerPhone)).toBe('customer');
  expect(groupOf('+15125550999' as E164)).toBe('new');
});

test('the business’s own numbers are staff: those named, its lines and the phones that they ring', () => {
  const [named, line, rung] = ['+15125550170', '+15125550171', '+15125550172'] as const;
  const own = business({ staff: [named], lines: [{ number: line, forwardTo: [rung] }] });
  const { state } = given({ business: own, rules: rules({ groups: { blocked: [line, rung] } }) });
  const groupOf = (phone: string) =>
    inForce(state, callMissed('10:00'), { ...state.caller, phone: phone as E164 }).group;
  expect([named, line, rung].map(groupOf)).toEqual(['staff', 'staff', 'staff']);
  expect(groupOf(callerPhone)).toBe('new');
});

test('the same rule set is another one on another line, for another caller and at another time', () => {
  const other = '+15125550177' as E164;
  const own = rules({
    groups: { vip: [other] },
    overrides: [
      { when: { between: '09:00-12:00' }, set: { dedupe: { windowHours: 5 } } },
      { when: { groups: ['vip'] }, set: { dedupe: { windowHours: 7 } } },
      { when: { groups: ['vip'] }, set: { firstText: { delaySeconds: 9 } } },
    ],
  });
  const { state } = given({ business: business(), rules: own });
  const windowAt = (time: string, phone: E164) => {
    const { dedupe, firstText } = inForce(state, callMissed(time), { ...state.caller, phone }).rules;
    return [dedupe.windowHours, firstText.delaySeconds];
  };
  const asked = [
    ['10:00', callerPhone],
    ['13:00', callerPhone],
    ['10:00', other],
    ['13:00', other],
  ] as const;
  const expected = [
    [5, 2],
    [own.dedupe.windowHours, 2],
    [7, 9],
    [7, 9],
  ];
  for (let time = 0; time < 2; time += 1) {
    expect(asked.map(([at, phone]) => windowAt(at, phone))).toEqual(expected);
  }
});
