import type { Business, Trade } from './business.ts';

export type Language = Business['language'];
export type FirstTextVariant = 'open' | 'after-hours' | 'lunch' | 'holiday' | 'emergency';

/**
 * The built-in texts. Letters of GSM-7 only, so that no segment shrinks to 70 characters: Spanish gets by without
 * á í ó ú here. No promise of when somebody answers, no offer, no link; the wording that campaign reviewers look for.
 * Source of the parts: Twilio's errors 30893 and 30924, CTIA Messaging Principles 2023, read 2026-11-21.
 */
const sorry = {
  en: '{{business.name}}: sorry we missed your call.',
  es: '{{business.name}}: sentimos no haber atendido su llamada.',
} as const;

/** One question that the trade can work with, and that asks for nothing private. */
const questions: { readonly [trade in Trade]: { readonly [language in Language]: string } } = {
  'home-services': { en: 'What do you need help with?', es: '¿Con qué le ayudamos?' },
  'dental-medical': { en: 'Shall we book you a visit?', es: '¿Desea una cita?' },
  legal: { en: 'When may we call you back?', es: '¿A qué hora le llamamos?' },
  salon: { en: 'Would you like to book?', es: '¿Desea reservar una cita?' },
  restaurant: { en: 'Is it a table or an order?', es: '¿Es una reserva o un pedido?' },
  auto: { en: 'What does your car need?', es: '¿Qué necesita su auto?' },
  'real-estate': { en: 'Which property is it about?', es: '¿De qué propiedad se trata?' },
  general: { en: 'How can we help?', es: '¿En qué le ayudamos?' },
};

/** Where they are: what stands between the apology and the question. */
const whereabouts = {
  'after-hours': {
    en: 'We are closed now and open {{opens}}.',
    es: 'Ahora estamos cerrados; abrimos {{opens}}.',
  },
  lunch: {
    en: 'We are on a break and open again {{opens}}.',
    es: 'Estamos en un descanso; abrimos de nuevo {{opens}}.',
  },
  holiday: {
    en: 'We are closed for {{holiday | "the holiday"}} and open {{opens}}.',
    es: 'Estamos cerrados por {{holiday | "el festivo"}}; abrimos {{opens}}.',
  },
} as const;

const callEmergency = {
  en: 'In an emergency call 911.',
  es: 'En una emergencia llame al 911.',
} as const;

const onEmergencyLine = {
  en: 'If anybody is in danger call 911 now. What has happened, and where?',
  es: 'Si alguien corre peligro llame ya al 911. ¿Qué pasa, y en qué lugar?',
} as const;

/** On an emergency line of these, what has happened is too private for a text. */
const askedToBeCalled: ReadonlySet<Trade> = new Set(['dental-medical', 'legal']);
const mayWeCall = {
  en: 'If anybody is in danger call 911 now. May we call you on this number?',
  es: 'Si alguien corre peligro llame ya al 911. ¿Le llamamos a usted?',
} as const;

const stop = {
  en: 'Reply STOP to opt out, HELP for help.',
  es: 'Responda STOP para salir.',
} as const;
const rates = { en: 'Msg&data rates may apply.', es: 'Pueden aplicar tarifas.' } as const;

/** Trades whose callers may be in danger. */
const dangerous: ReadonlySet<Trade> = new Set(['home-services', 'dental-medical']);

export function builtInFirstText(trade: Trade, language: Language, variant: FirstTextVariant): string {
  const question = questions[trade][language];
  const opening = sorry[language];
  const danger = dangerous.has(trade) ? callEmergency[language] : null;
  switch (variant) {
    case 'open':
      // One segment has no room for both.
      return [opening, question, danger ?? rates[language], stop[language]].join(' ');
    case 'emergency': {
      const asked = askedToBeCalled.has(trade) ? mayWeCall : onEmergencyLine;
      return [opening, asked[language], stop[language]].join(' ');
    }
    case 'after-hours':
    case 'lunch':
    case 'holiday': {
      const warning = danger === null ? [] : [danger];
      return [opening, whereabouts[variant][language], question, ...warning, stop[language]].join(' ');
    }
    default:
      return variant satisfies never;
  }
}

/** Asked once more, of somebody who has not answered. */
const stillThere: { readonly [trade in Trade]: { readonly [language in Language]: string } } = {
  'home-services': { en: 'Do you still need help?', es: '¿Sigue necesitando ayuda?' },
  'dental-medical': { en: 'Would you still like a visit?', es: '¿Sigue deseando una cita?' },
  legal: { en: 'Would you still like us to call?', es: '¿Sigue deseando que le llamemos?' },
  salon: { en: 'Would you still like to book?', es: '¿Sigue deseando reservar?' },
  restaurant: { en: 'Can we still do something for you?', es: '¿Le podemos ayudar?' },
  auto: { en: 'Does your car still need something?', es: '¿Su auto sigue necesitando algo?' },
  'real-estate': { en: 'Are you still looking?', es: '¿Sigue buscando?' },
  general: { en: 'Can we still help?', es: '¿Le podemos ayudar?' },
};

const aboutCall = {
  'same-day': {
    en: '{{business.name}}: about the call of yours that we missed.',
    es: '{{business.name}}: sobre su llamada que no atendimos.',
  },
  'later-day': {
    en: '{{business.name}}: about your call that we missed {{call.day}}.',
    es: '{{business.name}}: sobre su llamada que no atendimos {{call.day}}.',
  },
} as const;

/** Which day the call was is said where it was not today's. */
export type SecondTextVariant = keyof typeof aboutCall;

export function builtInSecondText(trade: Trade, language: Language, variant: SecondTextVariant): string {
  return [aboutCall[variant][language], stillThere[trade][language], stop[language]].join(' ');
}
