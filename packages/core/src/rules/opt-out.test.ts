import { describe, expect, test } from 'vitest';
import { at, callMissed, given, textReceived, textSent } from '../testing/given.ts';

describe('an opt-out', () => {
  test.each([
    'STOP',
    'quit',
    'End',
    'revoke',
    'opt out',
    'cancel',
    'unsubscribe',
    'ALTO',
    'please stop texting me',
  ])('by "%s" brings silence with one confirmation', (body) => {
    const out = given({}, [textSent('09:00')]).when(textReceived('10:00', body));
    out.thenTexts(/Acme Plumbing.*START/);
    expect(out.effects('send-text')[0]).toMatchObject({
      class: 'opt-out-confirmation',
      notAfter: at('10:05'),
    });
    expect(out.caller.suppression).toEqual({
      since: at('10:00'),
      kind: 'revoked',
      by: 'caller',
      words: body,
    });
    expect(out.effects('write-crm')[0]?.entry).toMatchObject({
      kind: 'consent',
      status: 'opted-out',
      words: body,
    });
    expect(out.published('contact.opted_out')).toHaveLength(1);
  });

  test('is confirmed in the language in which it was said', () => {
    given()
      .when(textReceived('10:00', 'Alto'))
      .thenTexts(/Ya no recibe textos de Acme Plumbing/);
  });

  test('that the provider has handled gets no text of ours, whatever its words', () => {
    const out = given().when(textReceived('10:00', 'genug', { handledByProvider: 'opt-out' }));
    out.thenTextsNobody();
    expect(out.caller.suppression?.words).toBe('genug');
  });

  test('said again is met with silence and a reason', () => {
    const again = given({}, [textReceived('09:00', 'STOP')]).when(textReceived('10:00', 'STOP!!!'));
    again.thenEffects().thenReason({ rule: 'opt-out', outcome: 'note' });
    expect(again.caller.suppression?.since).toBe(at('09:00'));
  });

  test('withdraws the text that waits, and every timer of a text', () => {
    const out = given({}, [callMissed('10:30:00')]).when(textReceived('10:30:01', 'Stop'));
    expect(out.effects('clear-timers')).toMatchObject([{ timers: ['first-text'] }]);
    expect(out.caller.waiting).toBeNull();
    out.thenReason({ rule: 'suppressed', outcome: 'withhold' });
  });

  test('by a bare CANCEL asks a person whether the appointment was meant', () => {
    const out = given().when(textReceived('10:00', 'Cancel')).thenReason({ rule: 'cancel' });
    expect(out.caller.conversation?.taskId).not.toBeNull();
    expect(given().when(textReceived('10:00', 'STOP')).caller.conversation).toBeNull();
  });

  test('with an emergency in it asks a person to call', () => {
    const out = given()
      .when(textReceived('10:00', 'Stop texting me, there is a gas leak!'))
      .thenReason({ rule: 'urgent' });
    expect(out.caller.suppression).not.toBeNull();
    expect(out.caller.conversation).toMatchObject({ state: 'needs-person', urgent: true });
  });

  test('by a wrong number is not even confirmed', () => {
    const wrong = given().when(textReceived('10:00', 'Sorry, wrong number'));
    wrong.thenTextsNobody();
    expect(wrong.caller.suppression).not.toBeNull();
  });

  test('is not read into "can you stop by tomorrow?"', () => {
    expect(given().when(textReceived('10:00', 'can you stop by tomorrow?')).caller.suppression).toBeNull();
  });
});
