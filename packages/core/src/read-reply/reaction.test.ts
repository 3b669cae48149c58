import { describe, expect, test } from 'vitest';
import { callMissed, given, textReceived, textSent } from '../testing/given.ts';
import { readReaction } from './reaction.ts';
import { readReply } from './read-reply.ts';

describe('a tap on one of our texts is recognised', () => {
  test.each([
    ['Liked “Can we come at 3?”', true],
    ['Loved "Sorry we missed your call."', true],
    ['Laughed at “Ok”', true],
    ['Emphasized “At two.”', true],
    ['Disliked “Reply STOP to opt out”', false],
    ['Questioned “At two.”', false],
    ['Removed a heart from “At two.”', false],
    ['Loved an image', true],
    ['Liked a message', true],
    ['Le gustó “¿A las tres?”', true],
    ['Le encantó una imagen', true],
    ['No le gustó “Responda STOP para no recibir más”', false],
    ['Le dio risa “Ok”', true],
    ['A aimé « À quinze heures ? »', true],
    ['A adoré une image', true],
    ['N’a pas aimé « Répondez STOP »', false],
    ['👍 to “At two.”', true],
    ['\u200a\u200b👍\u200b to \u200a“\u200aAt two.\u200a”\u200a', true],
    ['❤️ a “A las dos.”', true],
    ['👍🏽 à « À deux heures »', true],
    ['Reacted 👍 to “At two.”', true],
    ['Reacted with 👎 to “Reply STOP to opt out”', false],
    ['Liked “Acme Plumbing: sorry we missed your call. What do you need help…', true],
  ])('%s', (text, isKind) => {
    expect(readReaction(text)).toMatchObject({ isKind });
    expect(readReply(text).suppress).toBe(false);
  });
});

describe('what a person wrote themselves is none', () => {
  test.each([
    'Liked your work, when can you come?',
    'I loved it',
    'Liked “the old one” better, can you bring it?',
    'stop',
    'Please stop “these texts”',
    '👍',
    '👍 to that, see you at 3',
    'me gusta',
    'Le gustó mucho el trabajo',
    'j’aime bien',
    '',
  ])('%s', (text) => {
    expect(readReaction(text)).toBeNull();
  });
});

describe('a tap on our text', () => {
  const texted = [...textSent('10:00')];

  test('asks nobody for an answer, and is told all the same', () => {
    const tapped = given({}, texted).when(textReceived('10:05', 'Liked “Can we come at 3?”'));
    expect(tapped.caller.conversation).toMatchObject({ state: 'automated', taskId: null });
    expect(tapped.published('message.received')).toHaveLength(1);
    expect(tapped.effects('write-crm')).toMatchObject([{ entry: { kind: 'text', direction: 'in' } }]);
    tapped.thenReason({ rule: 'reaction' });
  });

  test('of displeasure about how to opt out is no opt-out', () => {
    const tapped = given({}, texted).when(textReceived('10:05', 'Disliked “Reply STOP to opt out.”'));
    expect(tapped.caller.suppression).toBeNull();
    tapped.thenTextsNobody();
  });

  test('is no reply: who only tapped is still called after a while', () => {
    const before = given({}, texted);
    const tapped = before.when(textReceived('10:05', 'Liked “Can we come at 3?”'));
    expect(tapped.state.caller.timers).toEqual(before.state.caller.timers);
    expect(tapped.caller).toMatchObject({ wroteAt: null, ledger: before.state.caller.ledger });
  });

  test('does not take back a text that is about to answer a call', () => {
    given({}, [...texted, callMissed('2026-11-20T16:00:00.000Z')])
      .when(textReceived('2026-11-20T16:00:01.000Z', 'Liked “Can we come at 3?”'))
      .thenReason({ rule: 'reaction' })
      .thenEffects('write-crm', 'publish');
  });

  test('of somebody whom they have blocked is left alone', () => {
    const tapped = given({}, [...texted, textReceived('10:01', 'STOP')]).when(
      textReceived('10:05', 'Disliked “You will get no more texts.”'),
    );
    tapped.thenTextsNobody();
    expect(tapped.caller.suppression).not.toBeNull();
  });
});
