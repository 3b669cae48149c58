import type { Caller } from '../caller.ts';
import type { CrmTask, Reason } from '../decision.ts';
import type { EventOf, MissedCause } from '../event.ts';
import { addMinutes } from '../instant.ts';
import { lineTypeOf } from '../line-type.ts';
import type { E164 } from '../phone.ts';
import { refuseCall, withheldNumber } from './call-checks.ts';
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
  voicemailWait,
} from './first-text.ts';
import { refuseNow } from './first-text-checks.ts';
import { hasRecorded, recordConsent } from './ledger.ts';
import type { Refusal } from './refusal.ts';
import { hold, lineOf, note, type Outcome, type Planned, type Turn, writeCrm } from './turn.ts';

type MissedCall = Turn<EventOf<'call-missed'>>;

/** How long a line that asks for a key press waits for it: a greeting and a voicemail, with room. */
const consentWithinMinutes = 5;

/** Nobody spoke with a caller: they get one text, or a person gets a reason and a task. */
export function decideMissedCall(turn: MissedCall): Outcome {
  const outcome = answerMissedCall(turn);
  if (!turn.event.foundLater) return outcome;
  const detail = 'No signal told of this call in time; it was found afterwards in the list of calls.';
  return { ...outcome, reasons: [...outcome.reasons, note('found-later', detail)] };
}

function answerMissedCall(turn: MissedCall): Outcome {
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
        event.cause === 'voicemail-empty' ? 0 : voicemailWait(turn, line),
      );
  if (isRefusal(scheduled)) return withholdText(turn, scheduled);

  const { waiting, reasons } = scheduled;
  const { conversation, effects, task } = callOutOnEmergencyLine(turn, conversationOn(turn, line));
  return {
    effects: [
      { type: 'look-up-contact', phone },
      ...lookUpLineType(turn, phone),
      ...writeMissedCall(turn, reasons, task),
      publishMissed(turn),
      { type: 'set-timer', timer: 'first-text', at: waiting.dueAt },
      ...effects,
    ],
    reasons,
    changes: { conversation, waiting, ...inquired(turn, conversation.id) },
  };
}

/** Rules that were stored before there was such a setting lack it. */
function lookUpLineType({ event, rules, caller }: MissedCall, phone: E164): readonly Planned[] {
  const isAsked = rules.detection.lineType?.lookUp === true && lineTypeOf(caller, event.at) === null;
  return isAsked ? [{ type: 'look-up-line-type', phone }] : [];
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
            ...inquired(turn, handed.conversation.id),
          },
        }
      : {}),
  };
}

/** Calls that end before our greeting, or in the voicemail of another system. */
const unheard: ReadonlySet<MissedCause> = new Set([
  'abandoned',
  'menu-dropped',
  'voicemail',
  'voicemail-empty',
]);

/** The greeting, which says that a text may follow, plays only when nobody has taken the call. */
function heardNotice(turn: MissedCall): boolean {
  const { event, caller } = turn;
  if (caller.agreedCallId === event.callId) return true;
  // While nobody could be told of the call, what the caller heard was not ours to say.
  if (event.foundLater) return false;
  return lineOf(turn, event.line)?.consent === 'notice' && !unheard.has(event.cause);
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
function inquired(turn: MissedCall, conversationId: string): Partial<Caller> {
  const { callId, line, attestation } = turn.event;
  // Whoever forged the caller id has called; the person whose number it is has not.
  if (attestation === 'failed' || hasRecorded(turn, 'inquiry', conversationId)) return {};
  const mode = lineOf(turn, line)?.consent ?? 'call-alone';
  const ledger = recordConsent(turn, {
    kind: 'inquiry',
    words: toldOfText[mode],
    channel: 'call',
    providerId: callId,
    matchedBy: 'call',
    matched: mode,
    line,
    conversationId,
  });
  return { ledger };
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
