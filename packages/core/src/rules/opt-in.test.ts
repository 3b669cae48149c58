import { describe, expect, test } from 'vitest';
import { contactFound, given, staffActed, textReceived, textSent, textStatus } from '../testing/given.ts';
import { optedOut } from '../testing/in-full.ts';

describe('START', () => {
  const silent = [textReceived('09:00', 'STOP')];
  const out = given({}, silent).state.caller.openTexts[0]?.textId ?? '';
  const confirmed = [...silent, textStatus('09:01', out, 'accepted')];

  test('"Yes" alone lifts the silence right after the confirmation', () => {
    const back = given({}, confirmed).when(textReceived('10:00', 'Yes!'));
    back.thenTexts(/Acme Plumbing/);
    expect(back.caller.suppression).toBeNull();
    expect(back.caller.ledger.at(-1)).toMatchObject({
      kind: 'restored',
      matchedBy: 'keyword',
      matched: 'yes',
    });
  });

  test.each([
    'ok',
    'si',
    'yep bye',
    'yes stop',
    'yes please stop',
    'yes please',
    'yes, wrong number',
    'I need those',
    'keep me posted',
  ])('"%s" does not lift it', (body) => {
    const still = given({}, confirmed).when(textReceived('10:00', body));
    still.thenTextsNobody();
    expect(still.caller.suppression).not.toBeNull();
  });

  test.each([
    ['before the confirmation has left', silent],
    ['when the confirmation failed', [...silent, textStatus('09:01', out, 'failed')]],
    ['after another text than the confirmation', [...confirmed, textReceived('09:02', 'HELP')]],
    ['after a wrong number', [textSent('09:00'), textReceived('09:01', 'wrong number')]],
    ['after an opt-out in the CRM', [contactFound('09:00', { contact: optedOut })]],
    [
      'when staff have silenced them since',
      [
        ...confirmed,
        staffActed('09:02', { act: 'opt-in', evidence: 'said so' }),
        staffActed('09:03', { act: 'opt-out', evidence: 'said so' }),
      ],
    ],
  ] as const)('"Yes" does not lift it %s', (_when, history) => {
    const still = given({}, history).when(textReceived('10:00', 'Yes'));
    still.thenTextsNobody();
    expect(still.caller.suppression).not.toBeNull();
  });

  test('that only sounds like one is an answer where there was no silence', () => {
    given().when(textReceived('10:00', 'keep me posted')).thenReason({ rule: 'reply' });
  });

  test.each(['START', 'unstop', 'Iniciar', 'comenzar'])('"%s" lifts the silence', (body) => {
    const back = given({}, silent)
      .when(textReceived('10:00', body))
      .thenTexts(/Acme Plumbing/);
    expect(back.effects('send-text')[0]?.class).toBe('opt-in-confirmation');
    expect(back.caller.suppression).toBeNull();
    expect(back.effects('write-crm')[0]?.entry).toMatchObject({ kind: 'consent', status: 'opted-in' });
    expect(back.published('contact.opted_in')).toHaveLength(1);
  });

  test('that the provider has confirmed gets no text of ours', () => {
    const back = given({}, silent).when(textReceived('10:00', 'START', { handledByProvider: 'opt-in' }));
    back.thenTextsNobody();
    expect(back.caller.suppression).toBeNull();
  });

  test.each([null, 'opt-in'] as const)(
    'changes nothing without silence (handled by provider: %s)',
    (handled) => {
      const start = given().when(textReceived('10:00', 'START', { handledByProvider: handled }));
      start.thenEffects().thenReason({ rule: 'opt-in' });
    },
  );

  test.each([null, 'opt-in'] as const)(
    '"yes" without silence is an answer (handled by provider: %s)',
    (handled) => {
      const yes = given().when(textReceived('10:00', 'YES', { handledByProvider: handled }));
      yes.thenReason({ rule: 'reply' });
      expect(yes.published('message.received')).toHaveLength(1);
    },
  );
});
