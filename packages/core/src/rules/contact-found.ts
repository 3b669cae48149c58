import type { EventOf } from '../event.ts';
import { silenceByCrm } from './crm-consent.ts';
import { note, nothing, type Outcome, type Turn } from './turn.ts';

type ContactFound = Turn<EventOf<'contact-found'>>;

/** Who the caller is, as a CRM says; a tie is never guessed, and its opt-out counts at once. */
export function decideContactFound(turn: ContactFound): Outcome {
  const { event, caller } = turn;
  const { match, contact, system } = event;
  const found = note('contact', foundDetails[match], { system, match });
  if (!contact?.optedOut || caller.suppression) return nothing(found);
  const silence = silenceByCrm(turn, { system, contactId: contact.id, source: system });
  return { ...silence, reasons: [found, ...silence.reasons] };
}

const foundDetails: { readonly [match in EventOf<'contact-found'>['match']]: string } = {
  one: 'The CRM knows the caller.',
  several: 'Several contacts have this number, so nobody is guessed; whoever takes the call decides.',
  none: 'The CRM does not know the caller yet.',
};
