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

describe('words of silence said of a thing are business', () => {
  test.each([
    ...[
      'my furnace quit',
      'AC quit',
      'our water heater quit',
      'the dryer quit',
      'my sprinklers stop',
      'it quit',
    ],
    ...['hey um our water heater quit please call me', 'I think the sump pump quit', 'it wont quit'],
    ...['no more hot water', 'no more heat', 'no more water', 'toilet leak, cant stop it'],
    ...['junk removal', 'do you do spam call blocking', 'i need to unsubscribe from the maintenance plan'],
  ])('%s', (text) => {
    const { suppress, intent } = readReply(text);
    expect({ suppress, isOptIn: intent === 'opt_in' }).toEqual({ suppress: false, isOptIn: false });
  });

  test.each([
    ...['we fixed the furnace, quit texting', 'I have a new water heater, stop', "don't need a heater. STOP"],
    ...['my heater is fine stop', 'quit it', 'no more from you', 'no more of this', 'this is junk'],
    ...['unsubscribe me from the texts and the plan', 'unsubscribe from all'],
  ])('but not: %s', (text) => {
    expect(readReply(text)).toMatchObject({ intent: 'opt_out', suppress: true });
  });
});

describe('words of silence that are denied, or of another way to write', () => {
  test.each([
    ...["don't call me, text me", "Don't text the tenant, text me", "pls don't email me. text me here"],
    ...[
      'no me llame, mándeme texto',
      "ne m'appelez pas, textez-moi",
      "n'écrivez pas à mon mari, écrivez-moi",
    ],
    ...['not a wrong number, i did call', 'no es número equivocado, sí llamé', "I didn't say stop"],
    ...["hi I got a wrong number when I called earlier so I'm trying again I need a plumber"],
    ...["ce n'est pas un mauvais numéro, j'ai bien appelé"],
  ])('are none: %s', (text) => {
    expect(readReply(text).suppress).toBe(false);
  });

  test.each(['unsubscribe? no no keep texting me', 'stop? no keep them coming', 'please text me again'])(
    'ask for texts: %s',
    (text) => {
      expect(readReply(text)).toMatchObject({ intent: 'opt_in', suppress: false });
    },
  );

  test.each([
    ...[
      "don't text me, call me",
      'do not text me again. call if you must',
      'stop texting me, text my husband',
    ],
    ...['sorry I got the wrong number', 'you do not have the right number', 'no llamen ni escriban'],
    ...["don't contact me. text me again and I'll report you", 'stop? no. stop means stop'],
  ])('are not these: %s', (text) => {
    expect(readReply(text).suppress).toBe(true);
  });
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
  ['someone broke in and is still inside', 'life'],
  ['they broke in last night and took the tools', 'trade'],
  ['my furnace quit', 'trade'],
  ['my heat quit on us', 'trade'],
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

test.each([
  'Do you do boilers?',
  'my sink is slow',
  'thanks',
  'ok',
  'yes',
  'no',
  'gate code is 4411',
  'Tina',
])('is no wish for silence after any of our usual texts: %s', (text) => {
  for (const lastOutbound of [
    'Hi, this is Smith Plumbing. Sorry we missed your call! How can we help? Reply STOP to opt out.',
    'Sorry we missed you, we are on a roof. Text us what it is about.',
    'You will get no more texts from us. Reply START to get them again.',
  ]) {
    expect(readReply(text, { lastOutbound }).suppress).toBe(false);
  }
});

test('markup is no wish for silence, unless it stands round one', () => {
  expect(readReply('<img src=x onerror=alert(1)>').suppress).toBe(false);
  expect(readReply('<b>stop texting me</b>').suppress).toBe(true);
});
