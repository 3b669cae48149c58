import type { EventOf } from '../event.ts';
import { withTask } from './conversation.ts';
import { followUpRefusal } from './first-text.ts';
import { refuseSuppressed } from './first-text-checks.ts';
import { suppress } from './suppress.ts';
import { note, nothing, type Outcome, type Turn, writeCrm } from './turn.ts';

type ContactFound = Turn<EventOf<'contact-found'>>;

/** Who the caller is, as a CRM says; a tie is never guessed, and its opt-out counts at once. */
export function decideContactFound(turn: ContactFound): Outcome {
  const { event, caller } = turn;
  const { match, contact, system } = event;
  const found = note('contact', foundDetails[match], { system, match });
  if (!contact?.optedOut || caller.suppression) return nothing(found);

  const silence = suppress(turn, {
    kind: 'revoked',
    by: 'crm',
    words: `opted out in ${system}`,
    source: system,
    providerId: contact.id,
    matchedBy: 'crm',
    matched: system,
    line: null,
  });
  const { waiting } = caller;
  const silenced = { ...turn, caller: { ...caller, ...silence.changes } };
  const refusal = waiting && refuseSuppressed(silenced);
  const handed = waiting && refusal ? followUpRefusal(silenced, waiting.line, refusal) : null;
  if (!refusal || !handed) return { ...silence, reasons: [found, ...silence.reasons] };
  return {
    effects: [
      ...silence.effects,
      ...writeCrm(turn, {
        at: event.at,
        kind: 'note',
        text: `No text was sent: ${refusal.reason.detail}`,
        ...withTask(handed.task),
      }),
      ...handed.effects,
    ],
    reasons: [found, ...silence.reasons],
    changes: { ...silence.changes, conversation: handed.conversation },
  };
}

const foundDetails: { readonly [match in EventOf<'contact-found'>['match']]: string } = {
  one: 'The CRM knows the caller.',
  several: 'Several contacts have this number, so nobody is guessed; whoever takes the call decides.',
  none: 'The CRM does not know the caller yet.',
};
