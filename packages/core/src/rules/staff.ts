import type { Conversation } from '../caller.ts';
import type { Reason } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { addMinutes } from '../instant.ts';
import type { E164 } from '../phone.ts';
import { allowedAt } from '../quiet-hours.ts';
import { attended, conversationOn, openConversation } from './conversation.ts';
import { withdrawWaiting } from './first-text.ts';
import { recordConsent } from './ledger.ts';
import { askTable } from './may-text.ts';
import { qualify } from './qualification.ts';
import { liftSuppression, suppress } from './suppress.ts';
import { allow, note, nothing, type Outcome, type Turn, withhold, writeCrm } from './turn.ts';
import { whyUndeliverable } from './undeliverable.ts';

type StaffActed = Turn<EventOf<'staff-acted'>>;
type ActOf<T, A> = T extends { readonly act: infer B } ? (A extends B ? T : never) : never;
type Act<A extends StaffActed['event']['act']> = ActOf<StaffActed['event'], A>;

/** A person's words may leave later than a machine's, but not when the day has moved on. */
const staffTextMinutes = 60;

export function decideStaffAct(turn: StaffActed): Outcome {
  const { event } = turn;
  switch (event.act) {
    case 'send':
      return sendText(turn, event);
    case 'opt-out':
      return suppress(turn, {
        kind: 'revoked',
        by: 'staff',
        words: event.evidence,
        source: event.by,
        ...saidTo(event.by),
      });
    case 'opt-in':
      return optIn(turn, event);
    case 'record-consent':
      return recordAgreement(turn, event);
    case 'assign':
      return assignTo(turn, event);
    case 'qualify':
      return qualifyBy(turn, event);
    case 'take-over':
    case 'hand-back':
    case 'close':
    case 'acknowledge':
      return handle(turn, event);
    default:
      return event satisfies never;
  }
}

function sendText(turn: StaffActed, { body, by }: Act<'send'>): Outcome {
  const { event, business, caller } = turn;
  const { phone } = caller;
  if (phone === null)
    return nothing(withhold('withheld-number', 'Their number is withheld, so nobody can text them.'));
  const consent = askTable(caller, 'staff-text');
  if (consent.outcome === 'withhold') return nothing(consent);
  const line = openConversation(turn)?.line ?? caller.conversation?.line ?? business.lines[0]?.number;
  if (!line) return nothing(withhold('no-line', 'The business has no line to send from.'));
  const undeliverable = whyUndeliverable(turn, { line, body, by: 'staff' });
  if (undeliverable) return nothing(undeliverable);
  const { conversation, effects } = conversationOn(turn, line);
  const withdrawn = withdrawWaiting(
    turn,
    'staff-acted',
    `${by} writes in person, so the waiting text is withdrawn.`,
  );
  const notAfter = addMinutes(event.at, staffTextMinutes);
  return {
    effects: [
      ...withdrawn.effects,
      ...effects,
      { type: 'send-text', from: line, to: phone, body, class: 'staff', notAfter },
    ],
    reasons: [
      allow('staff', `${by} writes to the caller.`, { by }),
      consent,
      ...atNight(turn, phone),
      ...withdrawn.reasons,
    ],
    changes: {
      conversation: {
        ...attended(conversation),
        state: 'with-person',
        unansweredStaffTexts: conversation.unansweredStaffTexts + 1,
      },
    },
  };
}

/** People may write at night, as they know whom they write to, but not without knowing that it is. */
function atNight({ event, business }: StaffActed, phone: E164): readonly Reason[] {
  const about = { business, phone, missedAt: event.at };
  if (allowedAt('hold-21-8', event.at, about)) return [];
  return [note('quiet-hours', 'Where the caller lives it may be night, between 9 PM and 8 AM.')];
}

function saidTo(by: string) {
  return { providerId: null, matchedBy: 'person', matched: by, line: null } as const;
}

/** Consent that staff have on paper or heard; it never lifts a suppression, which `opt-in` is for. */
function recordAgreement(turn: StaffActed, { level, evidence, by }: Act<'record-consent'>): Outcome {
  const { event, caller } = turn;
  if (caller.suppression) {
    const detail = 'They asked for no more texts; record that they want them again as an opt-in instead.';
    return nothing(withhold('suppressed', detail, { since: caller.suppression.since }));
  }
  const said = { words: evidence, channel: 'staff', ...saidTo(by) } as const;
  const what = level === 'written' ? 'marketing by text' : 'texts about their own matter';
  return {
    effects: writeCrm(turn, {
      at: event.at,
      kind: 'consent',
      status: 'opted-in',
      source: by,
      words: evidence,
    }),
    reasons: [note('consent', `${by} recorded that this person agreed to ${what}.`, { level, by })],
    changes: { ledger: recordConsent(turn, { ...said, kind: level, conversationId: null }) },
  };
}

function assignTo(turn: StaffActed, { to, by }: Act<'assign'>): Outcome {
  const open = openConversation(turn);
  if (!open)
    return nothing(note('staff', 'No conversation is open, so nothing changes.', { act: 'assign', by }));
  const conversation = { ...open, assignee: to, assignedBy: 'staff', lastActivityAt: turn.event.at } as const;
  return nothing(note('staff', `${by} has given the conversation to ${to}.`, { act: 'assign', by, to }), {
    conversation,
  });
}

function qualifyBy(turn: StaffActed, { worth, by }: Act<'qualify'>): Outcome {
  const open = openConversation(turn);
  if (!open)
    return nothing(note('staff', 'No conversation is open, so nothing changes.', { act: 'qualify', by }));
  if (open.lead) return nothing(note('staff', 'It is a qualified lead already.', { act: 'qualify', by }));
  const { conversation, effects } = qualify(turn, { conversation: open, effects: [] }, { by, worth });
  return {
    effects,
    reasons: [note('staff', `${by} says that this is a good lead.`, { act: 'qualify', by, worth })],
    changes: { conversation: { ...conversation, lastActivityAt: turn.event.at } },
  };
}

function optIn(turn: StaffActed, { evidence, by }: Act<'opt-in'>): Outcome {
  const { suppression } = turn.caller;
  if (!suppression) return nothing(note('opt-in', 'They may be texted anyway, so nothing changes.'));
  const lifted = liftSuppression(turn, {
    source: by,
    words: evidence,
    channel: 'staff',
    ...saidTo(by),
    detail: `${by} recorded that this person wants texts again.`,
  });
  const block = "The provider's own block, if they texted STOP, lasts until they text START themselves.";
  return { ...lifted, reasons: [...lifted.reasons, note('provider-block', block)] };
}

function handle(
  turn: StaffActed,
  { act, by }: Act<'take-over' | 'hand-back' | 'close' | 'acknowledge'>,
): Outcome {
  const open = openConversation(turn);
  if (!open) return nothing(note('staff', 'No conversation is open, so nothing changes.', { act, by }));
  const conversation = { ...open, lastActivityAt: turn.event.at };
  const withdrawn = withdrawWaiting(
    turn,
    'staff-acted',
    `${by} looks after it, so the waiting text is withdrawn.`,
  );
  switch (act) {
    case 'take-over':
      return {
        effects: withdrawn.effects,
        reasons: [note('staff', `${by} has taken the conversation over.`, { act, by }), ...withdrawn.reasons],
        changes: { conversation: { ...attended(conversation), state: 'with-person' } },
      };
    case 'hand-back': {
      const state = conversation.taskId === null ? 'automated' : 'needs-person';
      return nothing(note('staff', `${by} has handed the conversation back.`, { act, by }), {
        conversation: { ...conversation, state },
      });
    }
    case 'acknowledge':
      return nothing(note('staff', `${by} has seen it, so it is not urgent any more.`, { act, by }), {
        conversation: { ...conversation, urgent: false, emergency: null },
      });
    case 'close':
      return close(turn, conversation, by, withdrawn);
    default:
      return act satisfies never;
  }
}

function close(
  turn: StaffActed,
  conversation: Conversation,
  by: string,
  withdrawn: ReturnType<typeof withdrawWaiting>,
): Outcome {
  const { event, caller } = turn;
  const { taskId, line } = conversation;
  const detail = `${by} has closed the conversation.`;
  const complete = {
    at: event.at,
    kind: 'note',
    text: detail,
    task: { complete: { taskId: taskId ?? '' } },
  } as const;
  return {
    effects: [
      ...withdrawn.effects,
      { type: 'clear-timers', timers: ['close-conversation'] },
      ...(taskId === null ? [] : writeCrm(turn, complete)),
      {
        type: 'publish',
        event: 'conversation.closed',
        data: { conversationId: conversation.id, phone: caller.phone, line, by },
      },
    ],
    reasons: [note('staff', detail, { act: 'close', by }), ...withdrawn.reasons],
    changes: { lastText: null, conversation: { ...conversation, state: 'closed', urgent: false } },
  };
}
