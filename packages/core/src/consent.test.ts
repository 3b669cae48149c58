import { describe, expect, test } from 'vitest';
import { consentLevelOf, exportEvidence } from './consent.ts';
import {
  at,
  business,
  callMissed,
  consentGiven,
  contactFound,
  given,
  linePhone,
  rules,
  staffActed,
  textReceived,
  textSent,
  textStatus,
  timerFired,
} from './testing/given.ts';

const levelAfter = (...history: Parameters<typeof given>[1] & object) =>
  consentLevelOf(given({}, history).state.caller);

describe('the level of consent', () => {
  test('rises with a call, a reply, an agreement', () => {
    expect(levelAfter()).toBe('none');
    expect(levelAfter(callMissed('10:00'))).toBe('inquiry');
    expect(levelAfter(textReceived('10:00', 'Hi there'))).toBe('replied');
    expect(levelAfter(callMissed('10:00'), consentGiven('10:01', '10:00'))).toBe('express');
  });

  test('is express, too, where we learn of the key press before the miss', () => {
    expect(levelAfter(consentGiven('10:00', '10:00:10'), callMissed('10:00:10'))).toBe('express');
  });

  test('of a call, a reply and a key press ends with the conversation; that on paper stays', () => {
    const close = staffActed('11:00', { act: 'close' });
    const form = staffActed('10:30', { act: 'record-consent', level: 'written', evidence: 'form 12' });
    expect(levelAfter(callMissed('10:00'), close)).toBe('none');
    expect(levelAfter(callMissed('10:00'), consentGiven('10:01', '10:00'), close)).toBe('none');
    expect(levelAfter(textReceived('10:00', 'Hi there'), form, close)).toBe('written');
  });

  test('falls to nothing with an opt-out, and no call, key press or reply raises it again', () => {
    const form = staffActed('09:00', { act: 'record-consent', level: 'written', evidence: 'form 12' });
    const stop = textReceived('10:00', 'STOP');
    const later = [callMissed('10:30'), consentGiven('10:31', '10:30'), textReceived('10:40', 'Call me')];
    expect(levelAfter(form, stop)).toBe('suppressed');
    expect(levelAfter(form, stop, later)).toBe('suppressed');
  });

  test('after START is express, whatever they had agreed to in writing before', () => {
    const form = staffActed('09:00', { act: 'record-consent', level: 'written', evidence: 'form 12' });
    expect(levelAfter(form, textReceived('10:00', 'STOP'), textReceived('10:05', 'START'))).toBe('express');
  });
});

describe('the ledger', () => {
  test('keeps the words, how they were understood, and when the opt-out was confirmed', () => {
    const sent = given({}, [textSent('09:00')]).when(textReceived('10:00', 'Please stop texting me!'));
    const { textId = '' } = sent.effects('send-text')[0] ?? {};
    const confirmed = sent.when(textStatus('10:00:02', textId, 'accepted', { providerId: 'SM9' }));
    expect(confirmed.caller.ledger).toMatchObject([
      { kind: 'inquiry', channel: 'call', line: linePhone, matched: 'notice', receivedAt: at('08:59:58') },
      {
        kind: 'revoked',
        words: 'Please stop texting me!',
        channel: 'text',
        providerId: expect.stringMatching(/^in-/),
      },
      { kind: 'confirmed', providerId: 'SM9', receivedAt: at('10:00:02') },
    ]);
    expect(confirmed.caller.ledger[1]?.effectiveAt).toBe(at('10:00'));
  });

  test.each([
    ['STOP', 'keyword'],
    ['please stop texting me', 'phrase'],
  ])('tells a keyword from a phrase: %s', (body, matchedBy) => {
    expect(given().when(textReceived('10:00', body)).caller.ledger).toMatchObject([{ matchedBy }]);
  });

  test('says by whom: provider, CRM, staff', () => {
    const by = (event: Parameters<ReturnType<typeof given>['when']>[0]) =>
      given().when(event).caller.ledger.at(-1);
    const out = { id: '1', firstName: null, lastName: null, ownerId: null, optedOut: true };
    expect(by(textReceived('10:00', 'STOP', { handledByProvider: 'opt-out' }))).toMatchObject({
      matchedBy: 'provider',
      matched: 'opt-out',
    });
    expect(by(contactFound('10:00', { contact: out }))).toMatchObject({ channel: 'crm', matched: 'hubspot' });
    expect(by(staffActed('10:00', { act: 'opt-out', evidence: 'on the phone' }))).toMatchObject({
      channel: 'staff',
      words: 'on the phone',
    });
  });

  test('has one line for the calls of one conversation, and one more for those of the next', () => {
    const calls = [callMissed('10:00'), callMissed('10:30'), callMissed(at('12:00', 2))];
    const { caller } = given({}, calls).when(staffActed(at('13:00', 2), { act: 'close' }));
    expect(caller.ledger.map(({ kind }) => kind)).toEqual(['inquiry']);
    const again = given({}, [...calls, staffActed(at('13:00', 2), { act: 'close' })]).when(
      callMissed(at('12:00', 9)),
    );
    expect(again.caller.ledger.map(({ kind }) => kind)).toEqual(['inquiry', 'inquiry']);
  });

  test('of hundreds of conversations says what it would say read line by line', () => {
    const conversations = Array.from({ length: 300 }, (_, day) => [
      callMissed(at('10:00', day)),
      textReceived(at('10:05', day), 'Can you come?'),
      ...(day === 100
        ? [textReceived(at('10:06', day), 'STOP'), textReceived(at('10:07', day), 'START')]
        : []),
      staffActed(at('11:00', day), { act: 'close' }),
    ]);
    const folded = given({}, conversations.flat()).state.caller;
    expect(folded.ledger.length).toBeGreaterThan(600);
    for (const caller of [folded, JSON.parse(JSON.stringify(folded)) as typeof folded]) {
      expect(consentLevelOf(caller)).toBe('express');
      const { id, conversation } = caller;
      expect([id, conversation?.state]).toEqual(['+15125550142', 'closed']);
    }
    const lone = given({}, conversations.slice(0, 50).flat());
    expect(consentLevelOf(lone.state.caller)).toBe('none');
    expect(consentLevelOf(lone.when(textReceived(at('10:00', 400), 'Hi')).caller)).toBe('replied');
  });

  test('has one line for the replies of one conversation, and none for a repeated STOP', () => {
    const { caller } = given({}, [
      textReceived('10:00', 'Hi there'),
      textReceived('10:01', 'Are you there?'),
    ]).when(textReceived('10:02', 'STOP'));
    expect(caller.ledger.map(({ kind }) => kind)).toEqual(['reply', 'revoked']);
    const again = given({}, [textReceived('10:00', 'STOP')]).when(textReceived('10:02', 'STOP'));
    expect(again.caller.ledger).toHaveLength(1);
  });
});

test('a wrong number silences the number, detaches the contact, and is not attached again', () => {
  const wrong = given({}, [textSent('09:00'), contactFound('09:01')]).when(
    textReceived('10:00', 'You have the wrong number'),
  );
  wrong.thenTextsNobody().thenReason({ rule: 'wrong-number' });
  expect(wrong.caller).toMatchObject({
    suppression: { kind: 'wrong-number' },
    contact: { match: 'none', contact: null },
  });
  expect(wrong.effects('write-crm').map(({ entry }) => entry.kind)).toContain('note');
  expect(wrong.when(contactFound('10:05')).caller.contact?.contact).toBeNull();
});

test('the evidence is plain data: the level, the lines, the texts it stands for', () => {
  const { state } = given({ business: business(), rules: rules() }, [textSent('10:00')]).when(
    timerFired('10:30', 'first-text'),
  );
  const evidence = exportEvidence(state);
  expect(evidence).toMatchObject({
    businessName: 'Acme Plumbing',
    phone: '+15125550142',
    level: 'inquiry',
    suppressedSince: null,
    firstTexts: [{ status: 'delivered', line: linePhone }],
  });
  expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
});
