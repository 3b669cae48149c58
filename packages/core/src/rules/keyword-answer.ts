import type { TextClass } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { addMinutes } from '../instant.ts';
import type { Reading } from '../read-reply/read-reply.ts';
import type { Language } from '../wording.ts';
import type { Said } from './ledger.ts';
import type { Planned, Turn } from './turn.ts';
import { whyUndeliverable } from './undeliverable.ts';

export type TextReceived = Turn<EventOf<'text-received'>>;
export type ReadText = { readonly reading: Reading; readonly language: Language };

/** An answer to a keyword is of use only at once. Source for the opt-out: 47 CFR 64.1200(a)(12), five minutes */
const keywordAnswerMinutes = 5;

/** A text that answers a keyword. */
export function answer(turn: TextReceived, kind: TextClass, body: string): readonly Planned[] {
  const { event, caller } = turn;
  if (caller.phone === null || whyUndeliverable(turn, { line: event.line, body, by: 'rules' })) return [];
  const notAfter = addMinutes(event.at, keywordAnswerMinutes);
  return [{ type: 'send-text', from: event.line, to: caller.phone, body, class: kind, notAfter }];
}

/** How the ledger says that a text was understood. */
export function heardBy(
  { event }: TextReceived,
  { matched, confidence }: Reading,
): Pick<Said, 'providerId' | 'matchedBy' | 'matched' | 'line'> {
  const { textId: providerId, line, handledByProvider } = event;
  if (handledByProvider !== null)
    return { providerId, line, matchedBy: 'provider', matched: handledByProvider };
  if (matched === null) return { providerId, line, matchedBy: 'text', matched };
  // Only a keyword that is the whole text leaves no doubt.
  return { providerId, line, matchedBy: confidence === 1 ? 'keyword' : 'phrase', matched };
}
