import type { ConsentEntry } from '../consent.ts';
import type { CrmTask, Reason } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { addMinutes } from '../instant.ts';
import {
  type Conversed,
  conversationOn,
  type Handed,
  handToPerson,
  nameOf,
  withTask,
} from './conversation.ts';
import { callOut } from './emergency.ts';
import {
  followUpRefusal,
  isRefusal,
  publishWithheld,
  type Scheduled,
  scheduleFirstText,
} from './first-text.ts';
import { type Refusal, refuseCall, refuseNow, withheldNumber } from './first-text-checks.ts';
import { hasRecorded, recordConsent } from './ledger.ts';
import { hold, lineOf, type Outcome, type Planned, type Turn, writeCrm } from './turn.ts';

type MissedCall = Turn<EventOf<'call-missed'>>;

/** How long a line that asks for a key press waits for it: a greeting and a voicemail, with room. */
const consentWithinMinutes = 5;

/** Nobody spoke with a caller: they get one text, or a person gets a reason and a task. */
export function decideMissedCall(turn: MissedCall): Outcome {
  const { event, caller } = turn;
  const { callId, line, missedAt } = event;
  const { phone } = caller;
  const refusal = refuseCall(turn) ?? refuseNow(turn, { missedAt, held: false });
  if (refusal || phone === null) return withholdText(turn, refusal ?? withheldNumber);
  const scheduled = needsKeyPress(turn)
    ? awaitConsent(turn)
    : scheduleFirstText(
        turn,
        phone,
        { callId, line, missedAt, heardNotice: heardNotice(turn) },
        voicemailWait(turn),
      );
  if (isRefusal(scheduled)) return withholdText(turn, scheduled);

  const { waiting, reasons } = scheduled;
  const { conversation, effects, task } = callOutOnEmergencyLine(turn, conversationOn(turn, line));
  return {
    effects: [
      { type: 'look-up-contact', phone },
      ...writeMissedCall(turn, reasons, task),
      publishMissed(turn),
      { type: 'set-timer', timer: 'first-text', at: waiting.dueAt },
      ...effects,
    ],
    reasons,
    changes: { conversation, waiting, ledger: inquired(turn, conversation.id) },
  };
}

function withholdText(turn: MissedCall, refusal: Refusal): Outcome {
  const { callId, line } = turn.event;
  const { reason, recorded } = refusal;
  const followed = followUpRefusal(turn, line, refusal);
  const handed = followed && { ...callOutOnEmergencyLine(turn, followed), task: followed.task };
  return {
    effects: [
      ...(recorded ? writeMissedCall(turn, [reason], handed?.task ?? null) : []),
      ...(reason.rule === 'staff-number' ? [] : [publishMissed(turn)]),
      publishWithheld(turn, { callId, line, rule: reason.rule }),
      ...(handed?.effects ?? []),
    ],
    reasons: [reason],
    ...(handed
      ? {
          changes: {
            conversation: handed.conversation,
            ...(hasRecorded(turn, 'inquiry', handed.conversation.id)
              ? {}
              : { ledger: inquired(turn, handed.conversation.id) }),
          },
        }
      : {}),
  };
}

/** The greeting, which says that a text may follow, plays only when nobody has taken the call. */
function heardNotice(turn: MissedCall): boolean {
  const { event, caller } = turn;
  if (caller.agreedCallId === event.callId) return true;
  return lineOf(turn, event.line)?.consent === 'notice' && event.cause !== 'abandoned';
}

/** How long the text waits to learn of a voicemail, in seconds; 0 where that changes nothing. */
function voicemailWait(turn: MissedCall): number {
  const { policy, waitSeconds } = turn.rules.detection.voicemail;
  const { cause, line } = turn.event;
  if (policy === 'either-way' || !lineOf(turn, line)?.voicemail) return 0;
  const isKnown = cause === 'voicemail-empty' || (cause === 'voicemail' && policy !== 'after-transcript');
  return isKnown ? 0 : waitSeconds;
}

/** Somebody who calls an emergency line needs a person at once, text or no text. */
function callOutOnEmergencyLine(turn: MissedCall, conversed: Conversed): Handed {
  if (!lineOf(turn, turn.event.line)?.emergency) return { ...conversed, task: null };
  const detail = 'They called the emergency line and nobody answered; please call back at once.';
  const need = { subject: `Call back: ${nameOf(turn)}`, detail, urgent: true };
  const handed = handToPerson(turn, conversed, need);
  return { ...handed, ...callOut(turn, handed, 'called the emergency line') };
}

function needsKeyPress(turn: MissedCall): boolean {
  const { event, caller } = turn;
  return lineOf(turn, event.line)?.consent === 'key-press' && caller.agreedCallId !== event.callId;
}

function awaitConsent({ event, rules }: MissedCall): Scheduled {
  const { callId, line, missedAt } = event;
  const minutes = Math.min(consentWithinMinutes, rules.firstText.maxLateMinutes);
  const dueAt = addMinutes(event.at, minutes);
  const detail = 'This line asks callers to press a key if a text is welcome; the text waits for that.';
  return {
    waiting: {
      callId,
      line,
      missedAt,
      dueAt,
      held: false,
      // Who presses the key has heard what it is for; who does not is not texted at all.
      heardNotice: true,
      awaitsConsent: true,
      awaitsVoicemail: false,
    },
    reasons: [hold('consent', detail, { until: dueAt })],
  };
}

/** Calling us is an inquiry, which a text may answer; it never lifts a suppression. */
function inquired(turn: MissedCall, conversationId: string): readonly ConsentEntry[] {
  const { callId, line } = turn.event;
  const mode = lineOf(turn, line)?.consent ?? 'call-alone';
  return recordConsent(turn, {
    kind: 'inquiry',
    words: toldOfText[mode],
    channel: 'call',
    providerId: callId,
    matchedBy: 'call',
    matched: mode,
    line,
    conversationId,
  });
}

const toldOfText = {
  notice: 'called a line whose greeting says that a text may follow',
  'key-press': 'called a line whose greeting asks for a key press before a text',
  'call-alone': 'called a line that says nothing of a text',
} as const;

function writeMissedCall(
  turn: MissedCall,
  reasons: readonly Reason[],
  task: CrmTask | null,
): readonly Planned[] {
  const { callId, line, cause, ringSeconds, missedAt } = turn.event;
  return writeCrm(turn, {
    at: missedAt,
    kind: 'missed-call',
    callId,
    line,
    lineLabel: lineOf(turn, line)?.label ?? line,
    cause,
    ringSeconds,
    reasons: reasons.map(({ detail }) => detail),
    ...withTask(task),
  });
}

function publishMissed({ event, caller }: MissedCall): Planned {
  const { callId, line, cause, ringSeconds, missedAt } = event;
  return {
    type: 'publish',
    event: 'call.missed',
    data: { callId, line, phone: caller.phone, cause, ringSeconds, missedAt },
  };
}
