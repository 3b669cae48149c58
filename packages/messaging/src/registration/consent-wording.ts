import type { Business, Line } from '@ringback/core';
import { greetingOf as firstWords, spokenWords } from '../spoken-words.ts';

/** How callers of a line learn of the text, or agree to it, word for word. */
export type ConsentWording = {
  readonly consent: Line['consent'];
  readonly language: Business['language'];
  /** What a caller hears whom nobody answers, while the business is open. */
  readonly greeting: string;
  /** The same while it is closed. */
  readonly greetingWhileClosed: string;
  /** What has to stand beside the number wherever it is published. */
  readonly siteNotice: string;
};

/** Said on every page and in every registration. Carriers refuse one without it (30908, read 2026-11-21). */
export const noSharing =
  'Mobile numbers and text consent are not shared with third parties or affiliates for marketing.';

/** Where the terms of a business's texts stand, without the scheme, as it is spoken. */
function spokenAddress(termsUrl: string): string {
  return termsUrl.replace(/^https?:\/\//, '').replace(/[?#].*$/, '');
}

export function consentWording(
  { business, line }: { readonly business: Business; readonly line: Line },
  termsUrl: string,
): ConsentWording {
  const language = line.language ?? business.language;
  const greeting = (openNow: boolean) => greetingOf({ business, line, openNow }, termsUrl);
  return {
    consent: line.consent,
    language,
    greeting: greeting(true),
    greetingWhileClosed: greeting(false),
    siteNotice: siteNotices[language](business.name, termsUrl),
  };
}

function greetingOf(
  {
    business,
    line,
    openNow,
  }: { readonly business: Business; readonly line: Line; readonly openNow: boolean },
  termsUrl: string,
): string {
  // The language that is spoken on the phone is the business's, whatever the language of the line's texts.
  const words = spokenWords(business.language);
  const ending = line.voicemail ? words.leaveMessage : words.goodbye;
  const asked = line.voicemail ? [words.orStay] : [];
  const told = {
    'key-press': [words.keyPress(spokenAddress(termsUrl)), ...asked],
    notice: [words.notice],
    'call-alone': [],
  }[line.consent];
  const first = firstWords({ business, line, openNow });
  return ['say' in first ? first.say : `(Recording: ${first.play})`, ...told, ending].join(' ');
}

const siteNotices = {
  en: (name: string, terms: string) =>
    `If we miss your call, ${name} may send you a text message about your call. Message frequency varies. ` +
    `Message and data rates may apply. Reply STOP to opt out, HELP for help. Terms and privacy: ${terms}`,
  es: (name: string, terms: string) =>
    `Si no contestamos su llamada, ${name} puede enviarle un mensaje de texto acerca de su llamada. ` +
    'La frecuencia de los mensajes varía. Pueden aplicarse tarifas de mensajes y datos. ' +
    `Responda STOP para no recibir más mensajes, o HELP para obtener ayuda. Términos y privacidad: ${terms}`,
} as const;
