import type { EventOf } from '../event.ts';
import { openConversation } from './conversation.ts';
import { isRefusal, refuseWaiting, scheduleFirstText, withdrawWaiting } from './first-text.ts';
import { refuseNow, seconds } from './first-text-checks.ts';
import { recordConsent } from './ledger.ts';
import { note, nothing, type Outcome, type Planned, type Turn, writeCrm } from './turn.ts';

/** Somebody spoke with the caller, so a text about an earlier call would be late. */
export function decideCallAnswered(turn: Turn<EventOf<'call-answered'>>): Outcome {
  const detail = 'A person has just spoken with the caller, so the waiting text is withdrawn.';
  const { effects, reasons } = withdrawWaiting(turn, 'call-answered', detail);
  return {
    effects,
    reasons: [note('call-answered', 'A person answered the call, so it needs no text.'), ...reasons],
  };
}

export function decideVoicemail(turn: Turn<EventOf<'voicemail-left'>>): Outcome {
  const { event, caller } = turn;
  const { callId, line, recordingUrl } = event;
  const conversation = openConversation(turn);
  const detail = `The caller left a voicemail of ${seconds(event.seconds)}.`;
  const data = { callId, line, phone: caller.phone, seconds: event.seconds, recordingUrl };
  return {
    effects: [
      ...writeCrm(turn, { at: event.at, kind: 'note', text: `${detail} ${recordingUrl}` }),
      { type: 'publish', event: 'voicemail.received', data },
    ],
    reasons: [note('voicemail', detail, { callId, seconds: event.seconds })],
    ...(conversation ? { changes: { conversation: { ...conversation, lastActivityAt: event.at } } } : {}),
  };
}

/** The caller pressed the key: a text that waited for it is checked once more and scheduled. */
export function decideConsent(turn: Turn<EventOf<'consent-given'>>): Outcome {
  const { event, caller } = turn;
  const { phone, waiting } = caller;
  const agreed = note(
    'consent',
    'The caller pressed the key by which they agree to a text about this call.',
    {
      callId: event.callId,
    },
  );
  const evidence: readonly Planned[] = writeCrm(turn, {
    at: event.at,
    kind: 'consent',
    status: 'opted-in',
    source: 'key press during the call',
    words: event.evidence,
  });
  if (caller.suppression) {
    const detail =
      'They asked for no more texts before; only their own START, or your record of it, lifts that.';
    return nothing(note('suppressed', detail, { since: caller.suppression.since }));
  }
  const conversation = openConversation(turn);
  const ledger = recordConsent(turn, {
    kind: 'express',
    words: event.evidence,
    channel: 'call',
    providerId: event.callId,
    matchedBy: 'key-press',
    matched: null,
    line: event.line,
    // They agreed to a text about this call, not to every text for ever.
    conversationId: conversation?.id ?? event.callId,
  });
  if (phone === null || !waiting?.awaitsConsent || waiting.callId !== event.callId) {
    return { effects: evidence, reasons: [agreed], changes: { ledger } };
  }
  const scheduled = refuseNow(turn, waiting) ?? scheduleFirstText(turn, phone, waiting);
  if (isRefusal(scheduled)) {
    const refused = refuseWaiting(turn, waiting, scheduled);
    return {
      effects: [...evidence, ...refused.effects],
      reasons: [agreed, ...refused.reasons],
      changes: { ...refused.changes, ledger },
    };
  }
  return {
    effects: [...evidence, { type: 'set-timer', timer: 'first-text', at: scheduled.waiting.dueAt }],
    reasons: [agreed, ...scheduled.reasons],
    changes: { waiting: scheduled.waiting, ledger },
  };
}
