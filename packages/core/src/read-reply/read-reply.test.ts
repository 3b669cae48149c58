import { describe, expect, test } from 'vitest';
import { readReply } from './read-reply.ts';

describe('opt-outs', () => {
  test.each([
    ...[
      'STOP',
      'stop',
      'Stop!!',
      '"Stop."',
      'STOP please',
      'pls stop',
      'STOP - John',
      's top',
      'stpo',
      'stopp',
    ],
    ...['quit', 'END', 'revoke', 'opt out', 'opt-out', 'optout', 'cancel', 'unsubscribe', 'Unsubscribe me'],
    ...['stopall', 'stop all', 'unsub', 'remove', 'remove me', '🛑', '✋🏽', 'ＳＴＯＰ', 'unsubcribe'],
    ...['stop texting me', 'Please stop.', "don't text me", 'Do not contact me again', 'no more texts'],
    ...['take me off your list', 'remove my number', 'delete my number', 'lose my number', 'leave me alone'],
    ...[
      'not interested, stop',
      'quit texting me',
      "I didn't sign up for this",
      'this is spam',
      'I’m reporting you',
    ],
    ...['I revoke my consent', 'fuck off', 'please remove me from your list', "don't call me again"],
  ])('in English: %s', (text) => {
    expect(readReply(text)).toMatchObject({ intent: 'opt_out', suppress: true });
  });

  test.each([
    ...[
      'ALTO',
      'parar',
      'PARE',
      'para',
      'basta',
      'Cancelar',
      'fin',
      'salir',
      'baja',
      'no más',
      'no más mensajes',
    ],
    ...[
      'ya no me escriban',
      'no me moleste',
      'quítame de la lista',
      'deje de enviarme mensajes',
      'borre mi número',
    ],
    ...['quiero darme de baja'],
  ])('in Spanish: %s', (text) => {
    expect(readReply(text)).toMatchObject({ intent: 'opt_out', suppress: true, language: 'es' });
  });

  test.each(['ARRÊT', 'arret', 'désabonner', 'Ne me contactez plus'])('in French: %s', (text) => {
    expect(readReply(text)).toMatchObject({ intent: 'opt_out', suppress: true, language: 'fr' });
  });
});

test.each([
  ...['can you stop by tomorrow?', 'please stop by at 5', 'stop leak', 'I am at the bus stop', 'Shop'],
  ...[
    'stop payment on my check',
    'end of the week',
    'I need to cancel my appointment',
    'quit smoking program',
  ],
  ...[
    'remove a tree',
    'para mañana',
    'fin de semana',
    'baja presión',
    'un árbol muy alto',
    "don't stop texting me",
  ],
  ...[
    'not interested in repair but in a new one',
    "Please don't call me before 9",
    'no me mandaron el presupuesto',
  ],
  ...['', '👍', '   ', 'can you make it stop leaking', 'please stop the leak'],
])('is conversation: %s', (text) => {
  expect(readReply(text).suppress).toBe(false);
});

test.each([
  'wrong number',
  'Sorry, wrong person',
  'who is this? I didn’t call',
  'número equivocado',
  'No soy Pedro',
  'se equivocó de número',
])('is a wrong number: %s', (text) => {
  expect(readReply(text)).toMatchObject({ intent: 'wrong_number', suppress: true });
});

test.each([
  ['HELP', 'help'],
  ['info', 'help'],
  ['Ayuda', 'help'],
  ['START', 'opt_in'],
  ['unstop', 'opt_in'],
  ['Comenzar', 'opt_in'],
  ['can I get an appointment on Friday?', 'booking'],
  ['can you stop by tomorrow?', 'booking'],
  ['How much for a drain?', 'price'],
  ['¿Cuánto cuesta?', 'price'],
  ['please call me', 'callback'],
  ['Thanks!', 'thanks_no_action'],
  ['gracias', 'thanks_no_action'],
  ['blue', 'other'],
] as const)('%s is %s', (text, intent) => {
  expect(readReply(text)).toMatchObject({ intent, suppress: false, urgency: 'none' });
});

test('a yes means START only after words that offered it', () => {
  expect(readReply('Yes').intent).toBe('other');
  expect(readReply('Yes', { lastOutbound: 'Shall I book 3 PM?' }).intent).toBe('other');
  expect(readReply('Yes', { lastOutbound: 'No more messages. Reply START to rejoin.' }).intent).toBe(
    'opt_in',
  );
});

test.each([
  ['I smell gas', 'life'],
  ['my husband has chest pain', 'life'],
  ['the kitchen is on fire', 'life'],
  ['huele a gas', 'life'],
  ['A pipe burst', 'trade'],
  ['basement flooded', 'trade'],
  ['no heat since last night', 'trade'],
  ['tubería rota', 'trade'],
  ['we want a fire pit', 'none'],
] as const)('%s: urgency %s', (text, urgency) => {
  expect(readReply(text).urgency).toBe(urgency);
});

test('an emergency is seen inside an opt-out too', () => {
  expect(readReply('stop texting me, there is a gas leak')).toMatchObject({
    intent: 'opt_out',
    urgency: 'life',
  });
});

test('says how sure it is, and by which words', () => {
  expect(readReply('Stop!!')).toMatchObject({ confidence: 1, matched: 'stop' });
  expect(readReply('blue')).toMatchObject({ confidence: 0.3, matched: null });
});
