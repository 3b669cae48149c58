import type { Suppression } from '../caller.ts';
import { withdrawWaiting } from './first-text.ts';
import { recordConsent, type Said } from './ledger.ts';
import { note, type Outcome, type Turn, writeCrm } from './turn.ts';

const told: { readonly [by in Suppression['by']]: string } = {
  caller: 'The caller asked for no more texts, so nothing is sent to this number any more.',
  provider: 'The provider says that this number asked for no more texts, so nothing is sent to it any more.',
  staff: 'You recorded that this person wants no more texts, so nothing is sent to this number any more.',
  crm: 'Your CRM says that this person wants no texts, so nothing is sent to this number.',
};

export type Silence = Pick<Suppression, 'kind' | 'by' | 'words'> &
  Pick<Said, 'providerId' | 'matchedBy' | 'matched' | 'line'> & {
    readonly source: string;
    readonly channel?: Said['channel'];
  };

/** Silence from now on, in the same step in which whatever waits is withdrawn. */
export function suppress(turn: Turn, silence: Silence): Outcome {
  const { event, caller } = turn;
  const { kind, by, words, source, providerId, matchedBy, matched, line } = silence;
  const channel = silence.channel ?? (by === 'caller' ? 'text' : by);
  const withdrawn = withdrawWaiting(turn, 'suppressed', 'The waiting text is withdrawn.');
  return {
    effects: [
      // Also when nothing is known to wait: no timer of a text may outlive an opt-out.
      ...(caller.waiting ? [] : [{ type: 'clear-timers', timers: ['first-text'] } as const]),
      ...withdrawn.effects,
      ...(by === 'crm'
        ? []
        : writeCrm(turn, { at: event.at, kind: 'consent', status: 'opted-out', source, words })),
      { type: 'publish', event: 'contact.opted_out', data: { phone: caller.phone, by, source } },
    ],
    reasons: [note('opt-out', told[by], { by, source }), ...withdrawn.reasons],
    changes: {
      suppression: { since: event.at, kind, by, words },
      ledger: recordConsent(turn, {
        kind,
        words,
        channel,
        providerId,
        matchedBy,
        matched,
        line,
        conversationId: null,
      }),
    },
  };
}

export type Lift = Pick<Said, 'words' | 'channel' | 'providerId' | 'matchedBy' | 'matched' | 'line'> & {
  readonly source: string;
  readonly detail: string;
};

/** Texts are welcome again. */
export function liftSuppression(turn: Turn, { source, detail, ...said }: Lift): Outcome {
  const { event, caller } = turn;
  return {
    effects: [
      ...writeCrm(turn, { at: event.at, kind: 'consent', status: 'opted-in', source, words: said.words }),
      { type: 'publish', event: 'contact.opted_in', data: { phone: caller.phone, source } },
    ],
    reasons: [note('opt-in', detail, { source })],
    changes: {
      suppression: null,
      ledger: recordConsent(turn, { ...said, kind: 'restored', conversationId: null }),
    },
  };
}
