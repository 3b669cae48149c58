import { parsePhone, toInstant } from '@ringback/core';
import { describe, expect, test } from 'vitest';
import type { CrmContact } from './adapter.ts';
import { phoneOf } from './conformance/cases.ts';
import { matchContact, ownNumbers } from './match-contact.ts';

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
  expect(matchContact(caller, people)).toEqual({ match: 'several', contact: null, candidates: people });
});

test('counts a person once who was found twice', () => {
  const ana = contact('1', '+15125550142');
  expect(matchContact(caller, [ana, ana]).match).toBe('one');
});

test('finds nobody among nobody', () => {
  expect(matchContact(caller, [])).toEqual({ match: 'none', contact: null });
});

describe('a tie', () => {
  const ana = { ...contact('1', caller), lastActiveAt: toInstant('2026-11-20T10:00:00.000Z') };
  const ben = { ...contact('2', caller), lastActiveAt: toInstant('2026-11-20T11:00:00.000Z') };
  const recent = { ties: 'most-recent' } as const;

  test('names who it might be', () => {
    expect(matchContact(caller, [ana, ben])).toEqual({
      match: 'several',
      contact: null,
      candidates: [ana, ben],
    });
  });

  test('goes to who was active last, where the business has set so', () => {
    expect(matchContact(caller, [ana, ben], recent)).toEqual({ match: 'one', contact: ben });
    expect(matchContact(caller, [ben, ana], recent)).toEqual({ match: 'one', contact: ben });
  });

  test('stays one where that does not tell them apart', () => {
    const same = { ...ana, lastActiveAt: ben.lastActiveAt };
    expect(matchContact(caller, [same, ben], recent).match).toBe('several');
    expect(matchContact(caller, [{ ...ana, lastActiveAt: null }, ben], recent).match).toBe('several');
  });
});

describe('ownNumbers', () => {
  test('reads several numbers of several fields, once each', () => {
    expect(ownNumbers(['512-555-0142 / 512-555-0143', null, '+1 512 555 0142'], 'US')).toEqual([
      '+15125550142',
      '+15125550143',
    ]);
  });

  test.each([
    '512-555-0142 x12',
    '512-555-0142 ext. 12',
    '(512) 555-0142 extension 7',
    '+15125550142;ext=12',
    '512-555-0142 #3',
  ])('leaves an office line out, which an extension tells: %s', (field) => {
    expect(ownNumbers([field], 'US')).toEqual([]);
  });
});
