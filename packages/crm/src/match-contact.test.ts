import { parsePhone } from '@ringback/core';
import { expect, test } from 'vitest';
import type { CrmContact } from './adapter.ts';
import { phoneOf } from './conformance/cases.ts';
import { matchContact } from './match-contact.ts';

const caller = phoneOf('+15125550142');

function contact(id: string, ...numbers: string[]): CrmContact {
  return {
    ref: { kind: 'contacts', id },
    firstName: `Person ${id}`,
    lastName: null,
    phones: numbers.map(phoneOf),
    ownerId: null,
    optedOut: false,
  };
}

test('finds the one person who has the number among their numbers', () => {
  const ana = contact('1', '+12125550199', '(512) 555-0142');
  expect(matchContact(caller, [contact('2', '+12125550198'), ana])).toEqual({ match: 'one', contact: ana });
});

test('does not believe a vendor who returns somebody with another number', () => {
  expect(parsePhone('+905125550142', 'US')).not.toBeNull();
  expect(matchContact(caller, [contact('1', '+905125550142')])).toEqual({ match: 'none', contact: null });
});

test('guesses nobody when two people have the number', () => {
  const people = [contact('1', '+15125550142'), contact('2', '+15125550142')];
  expect(matchContact(caller, people)).toEqual({ match: 'several', contact: null });
});

test('counts a person once who was found twice', () => {
  const ana = contact('1', '+15125550142');
  expect(matchContact(caller, [ana, ana]).match).toBe('one');
});

test('finds nobody among nobody', () => {
  expect(matchContact(caller, [])).toEqual({ match: 'none', contact: null });
});
