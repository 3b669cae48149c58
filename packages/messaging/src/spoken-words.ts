import type { Business, Line } from '@ringback/core';

/** What callers and staff hear, in one language. */
export type SpokenWords = {
  readonly callFor: (name: string) => string;
  readonly reached: (name: string, openNow: boolean) => string;
  /**
   * Tells of the text before it is sent. Carriers want four things at this point: what the text is about, how
   * often, that rates may apply, and STOP (Twilio error 30924, read 2026-11-21); 30570 adds HELP.
   */
  readonly notice: string;
  /** The same, as a question that a key answers; `terms` is where the terms stand. */
  readonly keyPress: (terms: string) => string;
  readonly orStay: string;
  readonly leaveMessage: string;
  readonly textIsComing: string;
  readonly thanks: string;
  readonly thanksForCalling: (name: string) => string;
  readonly goodbye: string;
};

const english: SpokenWords = {
  callFor: (name) => `Call for ${name}. Press 1 to accept.`,
  reached: (name, openNow) =>
    `You've reached ${name}. ${openNow ? "We can't answer right now." : 'We are closed right now.'}`,
  notice:
    'We may text you at this number about your call. Message frequency varies. ' +
    'Message and data rates may apply. Reply STOP to opt out, HELP for help.',
  keyPress: (terms) =>
    'To get a text message from us about your call, press 1. Message frequency varies. ' +
    `Message and data rates may apply. Reply STOP to opt out, HELP for help. Terms and privacy: ${terms}.`,
  orStay: 'Or stay on the line to leave a message.',
  leaveMessage: 'Please leave a message after the tone.',
  textIsComing: 'Thank you. We will text you shortly.',
  thanks: 'Thank you.',
  thanksForCalling: (name) => `Thank you for calling ${name}.`,
  goodbye: 'Goodbye.',
};

const spanish: SpokenWords = {
  callFor: (name) => `Llamada para ${name}. Presione 1 para aceptar.`,
  reached: (name, openNow) =>
    `Ha llamado a ${name}. ${openNow ? 'En este momento no podemos contestar.' : 'En este momento estamos cerrados.'}`,
  notice:
    'Es posible que le enviemos un mensaje de texto a este número acerca de su llamada. ' +
    'La frecuencia de los mensajes varía. Pueden aplicarse tarifas de mensajes y datos. ' +
    'Responda STOP para no recibir más mensajes, o HELP para obtener ayuda.',
  keyPress: (terms) =>
    'Para recibir un mensaje de texto nuestro acerca de su llamada, presione 1. ' +
    'La frecuencia de los mensajes varía. Pueden aplicarse tarifas de mensajes y datos. ' +
    'Responda STOP para no recibir más mensajes, o HELP para obtener ayuda. ' +
    `Términos y privacidad: ${terms}.`,
  orStay: 'O permanezca en la línea para dejar un mensaje.',
  leaveMessage: 'Por favor, deje un mensaje después del tono.',
  textIsComing: 'Gracias. Le enviaremos un mensaje de texto en breve.',
  thanks: 'Gracias.',
  thanksForCalling: (name) => `Gracias por llamar a ${name}.`,
  goodbye: 'Adiós.',
};

const languages: { readonly [language in Business['language']]: SpokenWords } = { en: english, es: spanish };

export function spokenWords(language: Business['language']): SpokenWords {
  return languages[language];
}

/** What callers hear first whom nobody answers: the line's own words or recording, else the built-in sentence. */
export function greetingOf({
  business,
  line,
  openNow,
}: {
  readonly business: Business;
  readonly line: Line;
  readonly openNow: boolean;
}): { readonly say: string } | { readonly play: string } {
  const own = openNow ? line.greeting?.open : line.greeting?.closed;
  return own ?? { say: spokenWords(business.language).reached(business.name, openNow) };
}
