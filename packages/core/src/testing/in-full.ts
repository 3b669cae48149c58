import { expect, test } from 'vitest';
import type { BusinessInput } from '../business.ts';
import type { Event } from '../event.ts';
import type { E164 } from '../phone.ts';
import type { Rules } from '../rule-set.ts';
import {
  at,
  business,
  callMissed,
  type Decided,
  given,
  type History,
  linePhone,
  type Setting,
  staffActed,
  staffPhone,
  textReceived,
  textSent,
} from './given.ts';

/** Somebody, what happened so far, and what happens now. */
export type Story = readonly [name: string, setting: Setting | Rules, history: History, event: Event];

/**
 * Whole decisions: every reason with its facts and its sentence, every effect, every trace in the caller. The other
 * tests say what matters in each; these see to it that nothing else changes unseen. What has changed on purpose is
 * written anew by `pnpm vitest run packages/core/src/decisions-in-full -u`, and read in the diff.
 */
export function decideInFull(stories: readonly Story[]): void {
  test.each(stories)('%s', (_name, setting, history, event) => {
    const before = given(setting, history);
    expect(inFull(before.state.caller, before.when(event))).toMatchSnapshot();
  });
}

/** One line for each reason, each effect (`>`) and each trace in the caller (`=`). */
function inFull(before: Decided['caller'], { decision, caller }: Decided): string {
  const reasons = decision.reasons.map(
    ({ outcome, rule, detail, facts }) => `${outcome} ${rule}: ${detail} ${JSON.stringify(facts)}`,
  );
  const effects = decision.effects.map(
    ({ type, key, ...rest }) => `> ${key} ${type} ${JSON.stringify(rest)}`,
  );
  const traces = changesOf(before, caller).map(([name, now]) => `= ${name} ${JSON.stringify(now)}`);
  return [...reasons, ...effects, ...traces].join('\n');
}

/** What is other than before, one level into lists and objects. */
function changesOf(before: object, now: object): readonly (readonly [string, unknown])[] {
  const was = new Map(Object.entries(before));
  return Object.entries(now).flatMap(([name, value]) => {
    const earlier = was.get(name);
    if (JSON.stringify(value) === JSON.stringify(earlier)) return [];
    if (Array.isArray(value) && Array.isArray(earlier)) {
      const known = new Set(earlier.map((entry) => JSON.stringify(entry)));
      const fresh = value.filter((entry) => !known.has(JSON.stringify(entry)));
      return [[`${name} (${value.length})`, fresh] as const];
    }
    const isSame = isObject(value) && isObject(earlier) && Object.hasOwn(value, 'id');
    return [[name, isSame ? Object.fromEntries(changesOf(earlier, value)) : value] as const];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What the stories have in common; `textId` is the text of `texted`, `staffTextId` that of `staffText`. */
export const otherLine = '+15125550101' as E164;
export const stranger = '+15125550177' as E164;

type LineOf = Partial<BusinessInput['lines'][number]>;
export const onLine = (line: LineOf, overrides: Partial<BusinessInput> = {}): Setting => ({
  business: business({
    lines: [{ number: linePhone, label: 'Main office', forwardTo: [staffPhone], ...line }],
    ...overrides,
  }),
});
export const keyPress = onLine({ consent: 'key-press' });
export const twoLines = business({
  lines: [
    { number: linePhone, label: 'Main office' },
    { number: otherLine, label: 'Boilers', service: 'boilers', location: 'north', consent: 'call-alone' },
  ],
});
export const withheld: Setting = { phone: null };

export const stopped = textReceived('09:00', 'STOP');
export const call = callMissed('10:30');
export const written = textReceived('10:00', 'Hi');
export const texted = textSent('10:00');
export const textId = 'timer-fired-20261118160000000-1';
export const staffText = staffActed('10:05', { act: 'send', body: 'Hello, Sam here.' });
export const staffTextId = 'staff-acted-20261118160500000-1';
export const takeOver = staffActed('10:10', { act: 'take-over' });
export const optedOut = { id: '501', firstName: 'Dana', lastName: 'Reyes', ownerId: '7', optedOut: true };
export const ana = { name: 'Ana', crmOwnerIds: ['7'] };
export const ben = { name: 'Ben' };
export const onCall = { people: [{ name: 'Ana', phone: '+15125550188' }, { name: 'Ben' }] };
export const gas = textReceived('10:00', 'There is a gas leak');
export const later = (event: Event, minutes: string): Event => ({ ...event, at: at(minutes) });
