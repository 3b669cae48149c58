import { describe, expect, test } from 'vitest';
import { given, linePhone, textReceived } from '../testing/given.ts';

describe('HELP', () => {
  test.each(['HELP', 'info', 'Ayuda'])('"%s" gets one text with name, number and the way to stop', (body) => {
    const help = given()
      .when(textReceived('10:00', body))
      .thenTexts(/Acme Plumbing.*\+15125550100.*STOP/);
    expect(help.effects('send-text')[0]).toMatchObject({ class: 'help', from: linePhone });
    expect(help.caller.conversation).toBeNull();
  });

  test('is left to the provider that has answered it', () => {
    given()
      .when(textReceived('10:00', 'HELP', { handledByProvider: 'help' }))
      .thenEffects();
  });

  test('is answered to a suppressed person once', () => {
    const help = given({}, [textReceived('09:00', 'STOP')]).when(textReceived('10:00', 'HELP'));
    help.thenTexts(/STOP/).when(textReceived('10:01', 'HELP')).thenWithheld({ rule: 'help' });
  });
});
