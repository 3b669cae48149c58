import type { EventOf } from '../event.ts';
import { addSeconds, laterOf } from '../instant.ts';
import type { E164 } from '../phone.ts';
import { readReply } from '../read-reply/read-reply.ts';
import { refuseAfterVoicemail, seconds } from './call-checks.ts';
import {
  attended,
  conversationOn,
  type Handed,
  handToPerson,
  nameOf,
  openConversation,
  withTask,
} from './conversation.ts';
import { callOut, emergencyIn } from './emergency.ts';
import { isRefusal, refuseWaiting, scheduleFirstText, voicemailWait, withdrawWaiting } from './first-text.ts';
import { refuseNow } from './first-text-checks.ts';
import { recordConsent } from './ledger.ts';
import { suppress } from './suppress.ts';
import { hold, note, nothing, type Outcome, type Planned, type Turn, writeCrm } from './turn.ts';

/** Somebody spoke with the caller, so a text about an earlier call would be late. */
export function decideCallAnswered(turn: Turn<EventOf<'call-answered'>>): Outcome {
  const detail = 'A person has just spoken with the caller, so the waiting text is withdrawn.';
  const { effects, reasons } = withdrawWaiting(turn, 'call-answered', detail);
  const open = openConversation(turn);
  return {
    effects,
    reasons: [note('call-answered', 'A person answered the call, so it needs no text.'), ...reasons],
    ...(open ? { changes: { conversation: attended(open) } } : {}),
  };
}

/** A text that waited to learn of a voicemail leaves, waits for its transcript, or gives way to a call back. */
export function decideVoicemail(turn: Turn<EventOf<'voicemail-left'>>): Outcome {
  const { event, caller } = turn;
  const { waiting } = caller;
  const isWaitedFor = waiting?.callId === event.callId;
  const refusal = isWaitedFor ? refuseAfterVoicemail(turn) : null;
  if (refusal && waiting) return combine(tellVoicemail(turn, null), refuseWaiting(turn, waiting, refusal));
  const told = tellVoicemail(turn, handVoicemail(turn));
  const { policy, waitSeconds } = turn.rules.detection.voicemail;
  if (!isWaitedFor || policy !== 'after-transcript' || waiting.awaitsConsent) return told;
  const until = laterOf(waiting.dueAt, addSeconds(event.at, waitSeconds));
  return combine(told, {
    effects: [{ type: 'set-timer', timer: 'first-text', at: until }],
    reasons: [hold('voicemail', 'The text waits until the voicemail has been read.', { until })],
  });
}

function combine(one: Outcome, other: Outcome): Outcome {
  return {
    effects: [...one.effects, ...other.effects],
    reasons: [...one.reasons, ...other.reasons],
    changes: { ...one.changes, ...other.changes },
  };
}

function tellVoicemail(turn: Turn<EventOf<'voicemail-left'>>, handed: Handed | null): Outcome {
  const { event, caller } = turn;
  const { callId, line, recordingUrl } = event;
  const open = openConversation(turn);
  const conversation = handed?.conversation ?? (open && { ...open, lastActivityAt: event.at });
  const detail = `The caller left a voicemail of ${seconds(event.seconds)}.`;
  const data = { callId, line, phone: caller.phone, seconds: event.seconds, recordingUrl };
  return {
    effects: [
      ...writeCrm(turn, {
        at: event.at,
        kind: 'note',
        text: `${detail} ${recordingUrl}`,
        ...withTask(handed?.task ?? null),
      }),
      { type: 'publish', event: 'voicemail.received', data },
      ...(handed?.effects ?? []),
    ],
    reasons: [
      note('voicemail', detail, { callId, seconds: event.seconds }),
      ...(handed?.task ? [note('voicemail', 'Whoever looks after them gets a task to listen to it.')] : []),
    ],
    changes: conversation ? { conversation } : {},
  };
}

/**
 * Somebody has to hear it: whoever looks after them at once, else a person once it shows that they do not write. null:
 * by your rules nobody, or there is nobody to call.
 */
function handVoicemail(turn: Turn<EventOf<'voicemail-left'>>): Handed | null {
  const { event, caller, group, rules } = turn;
  const isLeftAlone = rules.detection.causes.voicemailLeft === 'leave-alone';
  if (caller.phone === null || group === 'blocked' || group === 'staff' || isLeftAlone) return null;
  const { conversation, effects } = conversationOn(turn, event.line);
  const conversed = { conversation: { ...conversation, voicemailAt: event.at }, effects };
  if (conversation.state !== 'with-person') return { ...conversed, task: null };
  return handToPerson(turn, conversed, {
    subject: `Call back: ${nameOf(turn)}`,
    detail: 'They left a voicemail; please listen to it and call.',
    urgent: false,
  });
}

/** What they said is read as if they had written it: it can be urgent, or ask for silence. */
export function decideTranscript(turn: Turn<EventOf<'voicemail-transcribed'>>): Outcome {
  const { event, caller } = turn;
  const { callId, line, words } = event;
  if (words.trim() === '') return untranscribed(turn);
  const reading = readReply(words);
  const told = note('voicemail', 'The voicemail has been read.', { callId, urgency: reading.urgency });
  const written = writeCrm(turn, { at: event.at, kind: 'note', text: `Voicemail: "${words}"` });
  if (reading.suppress && !caller.suppression) {
    const silence = suppress(turn, {
      kind: reading.intent === 'wrong_number' ? 'wrong-number' : 'revoked',
      by: 'caller',
      channel: 'call',
      words,
      source: 'voicemail',
      providerId: callId,
      matchedBy: 'phrase',
      matched: reading.matched,
      line,
    });
    return { ...silence, effects: [...written, ...silence.effects], reasons: [told, ...silence.reasons] };
  }
  const emergency = turn.group === 'blocked' ? null : emergencyIn(turn, words, reading);
  const urgent = emergency === null ? null : handEmergency(turn, line, emergency);
  return {
    effects: [
      ...writeCrm(turn, {
        at: event.at,
        kind: 'note',
        text: `Voicemail: "${words}"`,
        ...withTask(urgent?.task ?? null),
      }),
      ...(urgent?.effects ?? []),
      ...releaseWaiting(turn),
    ],
    reasons: [told],
    ...(urgent ? { changes: { conversation: urgent.conversation } } : {}),
  };
}

/** Nobody knows what they said: the recording is there for a person to hear, and the text waits no longer. */
function untranscribed(turn: Turn<EventOf<'voicemail-transcribed'>>): Outcome {
  const { callId } = turn.event;
  return {
    effects: releaseWaiting(turn),
    reasons: [note('voicemail', 'What they said on the voicemail could not be made out.', { callId })],
  };
}

function releaseWaiting({
  event,
  caller,
  rules,
}: Turn<EventOf<'voicemail-transcribed'>>): readonly Planned[] {
  const { waiting } = caller;
  if (waiting?.callId !== event.callId || !waiting.awaitsVoicemail || waiting.held) return [];
  const at = laterOf(event.at, addSeconds(waiting.missedAt, rules.firstText.delaySeconds));
  return [{ type: 'set-timer', timer: 'first-text', at }];
}

function handEmergency(turn: Turn, line: E164, emergency: string): Handed {
  const handed = handToPerson(turn, conversationOn(turn, line), {
    subject: `Call back: ${nameOf(turn)}`,
    detail: 'What they said on the voicemail sounds urgent; please call.',
    urgent: true,
  });
  return { ...handed, ...callOut(turn, handed, emergency) };
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
  // Also where we learn of the miss only afterwards: what they agreed to belongs to what follows from this call.
  const { conversation, effects: opened } = conversationOn(turn, event.line);
  const ledger = recordConsent(turn, {
    kind: 'express',
    words: event.evidence,
    channel: 'call',
    providerId: event.callId,
    matchedBy: 'key-press',
    matched: null,
    line: event.line,
    // They agreed to a text about this call, not to every text for ever.
    conversationId: conversation.id,
  });
  if (phone === null || !waiting?.awaitsConsent || waiting.callId !== event.callId) {
    return { effects: [...evidence, ...opened], reasons: [agreed], changes: { conversation, ledger } };
  }
  const scheduled =
    refuseNow(turn, waiting) ?? scheduleFirstText(turn, phone, waiting, voicemailWait(turn, waiting.line));
  if (isRefusal(scheduled)) {
    const refused = refuseWaiting(turn, waiting, scheduled);
    return {
      effects: [...evidence, ...opened, ...refused.effects],
      reasons: [agreed, ...refused.reasons],
      changes: { conversation, ...refused.changes, ledger },
    };
  }
  return {
    effects: [
      ...evidence,
      ...opened,
      { type: 'set-timer', timer: 'first-text', at: scheduled.waiting.dueAt },
    ],
    reasons: [agreed, ...scheduled.reasons],
    changes: { conversation, waiting: scheduled.waiting, ledger },
  };
}
