import type { Business } from '../business.ts';

/** What notices to staff say, but for the reasons of a decision, which are in English everywhere. */
export type NoticeWords = {
  readonly emergency: (name: string) => string;
  readonly reminder: (name: string) => string;
  readonly answer: (name: string) => string;
  readonly needsYou: (name: string) => string;
  readonly voicemailFrom: (name: string) => string;
  readonly lead: (name: string) => string;
  readonly optOut: (name: string) => string;
  readonly missed: (line: string) => string;
  readonly voicemail: string;
  readonly said: string;
  readonly wrote: string;
  readonly emptyText: string;
  readonly sent: (files: string) => string;
  readonly sentAndWrote: (files: string) => string;
  readonly files: (count: number, kind: 'picture' | 'file') => string;
  readonly booked: string;
};

export const noticeWords: { readonly [language in Business['language']]: NoticeWords } = {
  en: {
    emergency: (name) => `Emergency: ${name}`,
    reminder: (name) => `Still waiting: ${name}`,
    answer: (name) => `Answer ${name}`,
    needsYou: (name) => `Needs you: ${name}`,
    voicemailFrom: (name) => `Voicemail from ${name}`,
    lead: (name) => `Good lead: ${name}`,
    optOut: (name) => `No more texts to ${name}`,
    missed: (line) => `They called ${line} and nobody answered.`,
    voicemail: 'They left a voicemail.',
    said: 'They left a voicemail, and said:',
    wrote: 'They wrote:',
    emptyText: 'They sent an empty text.',
    sent: (files) => `They sent ${files}.`,
    sentAndWrote: (files) => `They sent ${files} and wrote:`,
    files: (count, kind) => (count === 1 ? `a ${kind}` : `${count} ${kind}s`),
    booked: 'They have booked an appointment.',
  },
  es: {
    emergency: (name) => `Emergencia: ${name}`,
    reminder: (name) => `Sigue esperando: ${name}`,
    answer: (name) => `Responda a ${name}`,
    needsYou: (name) => `Le necesita: ${name}`,
    voicemailFrom: (name) => `Mensaje de voz de ${name}`,
    lead: (name) => `Buen cliente potencial: ${name}`,
    optOut: (name) => `No más mensajes a ${name}`,
    missed: (line) => `Llamó a ${line} y nadie contestó.`,
    voicemail: 'Dejó un mensaje de voz.',
    said: 'Dejó un mensaje de voz y dijo:',
    wrote: 'Escribió:',
    emptyText: 'Envió un mensaje vacío.',
    sent: (files) => `Envió ${files}.`,
    sentAndWrote: (files) => `Envió ${files} y escribió:`,
    files: (count, kind) =>
      kind === 'picture'
        ? `${count === 1 ? 'una' : count} ${count === 1 ? 'foto' : 'fotos'}`
        : `${count === 1 ? 'un' : count} ${count === 1 ? 'archivo' : 'archivos'}`,
    booked: 'Reservó una cita.',
  },
};
