import {
  decide,
  defineRules,
  evolve,
  measureText,
  newState,
  parsePhone,
  parsePhones,
  readReply,
  simulate,
  toInstant,
} from '@ringback/core';
import {
  at,
  business,
  callMissed,
  contactFound,
  given,
  textReceived,
  textSent,
} from '@ringback/core/testing';

/**
 * What the core says to some of everything it can be asked. The answers have to be the same wherever it runs, so this
 * is run in Node from the sources, and elsewhere from the package.
 */
export async function answers(): Promise<unknown> {
  const rules = defineRules({
    quietHours: { mode: 'state-strict' },
    overrides: [{ when: { hours: ['closed'] }, set: { firstText: { delaySeconds: 30 } } }],
  });
  const shop = business({ bookingUrl: 'https://book.example.com/acme' });
  const start = newState(shop, rules, { callerId: '+15125550142', phone: null });
  const simulated = [];
  const calls = ['10:00', '11:00', '22:30'].map((time) => ({
    from: null,
    startedAt: at(time),
    outcome: 'missed' as const,
  }));
  for await (const decided of simulate({ business: shop, rules, calls })) simulated.push(decided);
  return {
    rules,
    missedByDay: given({ business: shop, rules }).when(callMissed('10:00')).whenTimerFires('first-text')
      .decision,
    missedByNight: given({ business: shop, rules }).when(callMissed('22:30')).decision,
    missedAgain: given({ business: shop, rules }, [textSent('10:00')]).when(callMissed('10:30')).decision,
    withheld: decide(start, callMissed('10:00', { callerId: 'withheld' })),
    evolved: [callMissed('10:00'), contactFound('10:01'), textReceived('10:05', 'Stop texting me')].reduce(
      evolve,
      start,
    ).caller,
    replies: [
      'STOP',
      'pls quit texting me',
      'My sink leaks!',
      'Ya no me escriban',
      '¿Cuánto cuesta?',
      'Arrêtez',
    ]
      .map((body) => readReply(body))
      .concat(readReply('yes', { lastOutbound: 'Shall we stop texting you?' })),
    measures: ['Sorry we missed your call', 'Sorry we missed you – call back 👋🏽', '€'.repeat(90)].map(
      (body) => measureText(body),
    ),
    phones: [
      parsePhone('(512) 555-0142 ext. 7', 'US'),
      parsePhone('0151 23456789', 'DE'),
      parsePhone('n/a', 'US'),
    ],
    allPhones: parsePhones('cell 512.555.0142 / office +1 (416) 555-0199', 'US'),
    instant: toInstant('2026-03-08T02:30:00-06:00'),
    simulated,
  };
}
