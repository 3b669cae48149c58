import type { EventOf } from '../event.ts';
import { withTask } from './conversation.ts';
import { followUpRefusal } from './first-text.ts';
import { refuseSuppressed } from './first-text-checks.ts';
import { liftSuppression, suppress } from './suppress.ts';
import { note, nothing, type Outcome, type Turn, writeCrm } from './turn.ts';

/** Where in a CRM somebody said that a person wants no texts, or wants them again. */
type Told = { readonly system: string; readonly contactId: string; readonly source: string };

/** An opt-out in a CRM counts at once; an opt-in there lifts no more than what was said there. */
export function decideCrmConsent(turn: Turn<EventOf<'crm-consent-read'>>): Outcome {
  const { event, caller } = turn;
  const { suppression } = caller;
  if (event.optedOut) {
    return suppression
      ? nothing(note('opt-out', 'They get no texts already.', { since: suppression.since }))
      : silenceByCrm(turn, event);
  }
  if (!suppression) return nothing(note('opt-in', 'Your CRM says nothing against texts.'));
  const { system, source, contactId } = event;
  if (suppression.by === 'crm' && suppression.words === optedOutIn(system)) {
    return liftSuppression(turn, {
      words: `opted in in ${system}`,
      channel: 'crm',
      providerId: contactId,
      matchedBy: 'crm',
      matched: system,
      line: null,
      source,
      detail: 'Your CRM takes back that this person wants no texts, which only it had said.',
    });
  }
  const detail =
    'They asked for no more texts themselves, which nobody can take back in the CRM: it is corrected there.';
  const { since, by, words } = suppression;
  return {
    effects: writeCrm(turn, { at: event.at, kind: 'consent', status: 'opted-out', source: by, words }),
    reasons: [note('opt-in', detail, { since, by, source })],
  };
}

/** Silence because a CRM says so; whoever waits for a text gets a call instead. */
export function silenceByCrm(turn: Turn, { system, contactId, source }: Told): Outcome {
  const { event, caller } = turn;
  const silence = suppress(turn, {
    kind: 'revoked',
    by: 'crm',
    words: optedOutIn(system),
    source,
    providerId: contactId,
    matchedBy: 'crm',
    matched: system,
    line: null,
  });
  const { waiting } = caller;
  const silenced = { ...turn, caller: { ...caller, ...silence.changes } };
  const refusal = waiting && refuseSuppressed(silenced);
  const handed = waiting && refusal ? followUpRefusal(silenced, waiting.line, refusal) : null;
  if (!refusal || !handed) return silence;
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
    reasons: silence.reasons,
    changes: { ...silence.changes, conversation: handed.conversation },
  };
}

function optedOutIn(system: string): string {
  return `opted out in ${system}`;
}
