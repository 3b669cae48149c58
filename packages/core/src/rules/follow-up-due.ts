import type { Reason } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { addOpenMinutes } from '../hours.ts';
import { addHours, addMinutes } from '../instant.ts';
import { neverLeft } from '../text-status.ts';
import { secondTextAt } from '../wording.ts';
import {
  conversationOn,
  handToPerson,
  hasUnheardVoicemail,
  nameOf,
  openConversation,
  withTask,
} from './conversation.ts';
import { nextDaytime } from './daytime.ts';
import { calledOn } from './emergency.ts';
import { askTable } from './may-text.ts';
import { senderOf, wordingFor } from './sender.ts';
import { allow, hold, note, nothing, type Outcome, type Turn, withhold, writeCrm } from './turn.ts';
import { whyUndeliverable } from './undeliverable.ts';

type TimerFired = Turn<EventOf<'timer-fired'>>;

/** A second text that could not leave within a day of the first would only puzzle its reader. */
const secondTextHours = 24;
const secondTextUsefulMinutes = 60;

export function decideSecondTextDue(turn: TimerFired): Outcome {
  const { event, caller } = turn;
  const { secondText, phone } = caller;
  if (!secondText || phone === null) return nothing(note('second-text', 'No second text waits any more.'));
  const over = { secondText: null };
  const first = caller.firstTexts.at(-1);
  if (!first || neverLeft(first.status)) {
    return nothing(
      withhold('second-text', 'The first text never reached them, so no second one follows.'),
      over,
    );
  }
  const consent = askTable(caller, 'no-reply', true);
  if (consent.outcome === 'withhold') return nothing(consent, over);
  const at = nextDaytime(turn, phone, event.at);
  if (at === null || at > addHours(secondText.afterText, secondTextHours)) {
    const detail = 'Where they live it is no time for it before a day has passed, so no second text is sent.';
    return nothing(withhold('quiet-hours', detail, { until: at }), over);
  }
  if (at > event.at) {
    return {
      effects: [{ type: 'set-timer', timer: 'second-text', at }],
      reasons: [hold('quiet-hours', 'Where they live it is no time for it, so it waits.', { until: at })],
    };
  }
  const { body, reasons } = wordingFor(turn, secondText, secondTextAt);
  const sender = senderOf(turn, secondText.line);
  const undeliverable = whyUndeliverable(turn, { line: sender.line, body, by: 'rules' });
  if (undeliverable) return nothing(undeliverable, over);
  return {
    effects: [
      {
        type: 'send-text',
        from: sender.line,
        to: phone,
        body,
        class: 'second-text',
        notAfter: addMinutes(event.at, secondTextUsefulMinutes),
      },
    ],
    reasons: [
      allow('second-text', 'They have not replied, so one more text leaves, the last.', {
        callId: secondText.callId,
      }),
      consent,
      ...reasons,
      ...sender.reasons,
    ],
    changes: over,
  };
}

export function decideNoReplyDue(turn: TimerFired): Outcome {
  const detail = hasUnheardVoicemail(turn)
    ? 'They left a voicemail and have not written since; please listen to it and call.'
    : 'They have not replied to our text; please call.';
  return callThem(turn, 'no-reply', detail);
}

export function decideUnbookedDue(turn: TimerFired): Outcome {
  return callThem(turn, 'unbooked', 'They are a good lead and have not booked yet; please call.');
}

/** Nobody has answered: staff are reminded, and when that does not help it becomes urgent. */
export function decideAnswerDue(turn: TimerFired): Outcome {
  const { event, rules, business, caller, before } = turn;
  const open = openConversation(turn);
  if (!open || before.timers['answer-due'] === undefined)
    return nothing(note('answer-due', 'Somebody looks after them already.'));
  const reminders = open.reminders + 1;
  const urgent = open.urgent || reminders > 1;
  const { escalateAfterMinutes } = rules.followUp;
  const detail =
    reminders === 1
      ? 'Nobody has answered them in time, so staff are reminded.'
      : 'Nobody has answered them after the reminder either, so it is urgent now.';
  const next = addOpenMinutes(business, event.at, escalateAfterMinutes);
  const data = {
    conversationId: open.id,
    phone: caller.phone,
    line: open.line,
    urgent,
    assignee: open.assignee,
    reminder: reminders,
  };
  return {
    effects: [
      ...writeCrm(turn, { at: event.at, kind: 'note', text: detail }),
      { type: 'publish', event: 'conversation.needs_human', data },
      ...(reminders === 1 ? [{ type: 'set-timer', timer: 'answer-due', at: next } as const] : []),
    ],
    reasons: [note('answer-due', detail, { reminder: reminders, assignee: open.assignee })],
    changes: { conversation: { ...open, reminders, urgent } },
  };
}

/** Nobody has acknowledged the emergency: the next one is called on, as far as the rules go. */
export function decideOnCallDue(turn: TimerFired): Outcome {
  const { event, rules } = turn;
  const open = openConversation(turn);
  if (!open?.emergency) return nothing(note('on-call', 'Somebody has seen it already.'));
  const { levels, escalateAfterMinutes } = rules.onCall;
  const level = open.emergency.level + 1;
  if (level > levels) {
    const detail = 'Everybody on call has been called on, and nobody has acknowledged it; it stays urgent.';
    return {
      effects: writeCrm(turn, { at: event.at, kind: 'note', text: detail }),
      reasons: [note('on-call', detail, { levels })],
    };
  }
  const data = calledOn(turn, open, level);
  const detail = `Nobody has acknowledged the emergency, so ${data.onCall} is called on.`;
  return {
    effects: [
      ...writeCrm(turn, { at: event.at, kind: 'note', text: detail }),
      { type: 'publish', event: 'conversation.needs_human', data },
      { type: 'set-timer', timer: 'on-call', at: addMinutes(event.at, escalateAfterMinutes) },
    ],
    reasons: [note('on-call', detail, { level, onCall: data.onCall ?? null })],
    changes: { conversation: { ...open, emergency: { ...open.emergency, level } } },
  };
}

function callThem(turn: TimerFired, rule: string, detail: string): Outcome {
  const open = openConversation(turn);
  if (!open) return nothing(note(rule, 'The conversation is closed already.'));
  const { conversation, task, effects } = handToPerson(turn, conversationOn(turn, open.line), {
    subject: `Call: ${nameOf(turn)}`,
    detail,
    urgent: false,
  });
  const reason: Reason = note(rule, detail, { taskId: conversation.taskId });
  return {
    effects: [
      ...writeCrm(turn, { at: turn.event.at, kind: 'note', text: detail, ...withTask(task) }),
      ...effects,
    ],
    reasons: [reason],
    changes: { conversation },
  };
}
