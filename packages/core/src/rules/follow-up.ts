import type { Caller } from '../caller.ts';
import type { Effect, Reason } from '../decision.ts';
import type { TimerName } from '../event.ts';
import { addOpenMinutes, nextOpening } from '../hours.ts';
import { addHours, addMinutes, type Instant } from '../instant.ts';
import { readReaction } from '../read-reply/reaction.ts';
import { hasUnheardVoicemail, openConversation } from './conversation.ts';
import { hasJustQualified } from './qualification.ts';
import { explainAssignment, reassignToOwner } from './routing.ts';
import { note, type Planned, type Turn } from './turn.ts';

export type Followed = {
  readonly effects: readonly Planned[];
  readonly reasons: readonly Reason[];
  readonly changes?: Partial<Caller>;
};

type Watch = Exclude<TimerName, 'first-text' | 'close-conversation'>;

/**
 * What a rule's outcome makes pointless is cancelled, and what now has to be watched gets its timer. Asked after every
 * event, so that no rule has to know of the others. `caller` is as the rule and its effects have left it.
 */
export function followUp(turn: Turn, ruled: readonly Effect[]): Followed {
  const owned = turn.event.type === 'contact-found' ? ownedConversation(turn) : null;
  const known = owned ? { ...turn, caller: { ...turn.caller, ...owned } } : turn;
  const cancelled = cancelPointless(known);
  const started = startWatches(known, ruled);
  return {
    effects: [...cancelled.effects, ...started.effects],
    reasons: [...explainAssignment(known), ...cancelled.reasons, ...started.reasons],
    ...(owned || started.changes ? { changes: { ...owned, ...started.changes } } : {}),
  };
}

function ownedConversation(turn: Turn): Partial<Caller> | null {
  const open = openConversation(turn);
  return open && { conversation: reassignToOwner(turn, open) };
}

function cancelPointless(turn: Turn): Pick<Followed, 'effects' | 'reasons'> {
  const timers = watches.filter((timer) => turn.caller.timers[timer] !== undefined && pointless[timer](turn));
  if (timers.length === 0) return { effects: [], reasons: [] };
  const detail = 'What was to follow has become pointless, so it is cancelled.';
  return {
    effects: [{ type: 'clear-timers', timers }],
    reasons: [note('follow-up', detail, { cancelled: timers.join(', ') })],
  };
}

/** What makes each of them pointless. */
const pointless: { readonly [timer in Watch]: (turn: Turn) => boolean } = {
  'second-text': (turn) => hasMovedOn(turn) || turn.event.type === 'voicemail-left',
  resend: isResendPointless,
  'no-reply': hasMovedOn,
  'answer-due': (turn) => isSilenced(turn) || isLookedAfter(turn),
  'on-call': (turn) => !openConversation(turn)?.emergency,
  unbooked: (turn) => isSilenced(turn) || !openConversation(turn)?.lead || hasBooked(turn),
};

const watches = Object.keys(pointless) as readonly Watch[];

/** They wrote, called again, booked, were spoken with, or somebody looks after them. */
function hasMovedOn(turn: Turn): boolean {
  const { event } = turn;
  const hasHeard =
    (event.type === 'text-received' && readReaction(event.body) === null) || event.type === 'call-answered';
  return isSilenced(turn) || hasHeard || hasBooked(turn) || openConversation(turn)?.state !== 'automated';
}

/** People's words stand until the caller asks for silence; a machine's only while nothing else has happened. */
function isResendPointless(turn: Turn): boolean {
  return turn.caller.resend?.class === 'staff' ? isSilenced(turn) : hasMovedOn(turn);
}

function isSilenced({ caller }: Turn): boolean {
  return caller.suppression !== null;
}

/** Answered, taken over, or done: whoever has the conversation has no task in it. */
function isLookedAfter(turn: Turn): boolean {
  const { event } = turn;
  const open = openConversation(turn);
  const isAnswer = event.type === 'staff-acted' && (event.act === 'send' || event.act === 'take-over');
  if (open === null || isAnswer || event.type === 'call-answered') return true;
  return open.state !== 'needs-person' && open.taskId === null;
}

function hasBooked(turn: Turn): boolean {
  return openConversation(turn)?.bookedAt !== null;
}

function startWatches(turn: Turn, ruled: readonly Effect[]): Followed {
  const starts = [
    ...afterFirstText(turn, ruled),
    ...afterVoicemail(turn),
    ...afterReply(turn),
    ...afterEmergency(turn),
    ...afterQualified(turn),
  ].filter(({ timer }) => !pointless[timer](turn));
  if (starts.length === 0) return { effects: [], reasons: [] };
  return {
    effects: starts.map(({ timer, at }) => ({ type: 'set-timer', timer, at })),
    reasons: starts.map(({ timer, at, detail }) => note('follow-up', detail, { timer, at })),
    changes: Object.assign({}, ...starts.map(({ changes }) => changes ?? {})),
  };
}

type Start = {
  readonly timer: Watch;
  readonly at: Instant;
  readonly detail: string;
  readonly changes?: Partial<Caller>;
};

function afterFirstText(turn: Turn, ruled: readonly Effect[]): readonly Start[] {
  const { event, rules, before } = turn;
  const { waiting } = before;
  const hasLeft = ruled.some((effect) => effect.type === 'send-text' && effect.class === 'first-text');
  if (!hasLeft || !waiting) return [];
  const { secondText, followUp } = rules;
  const starts: Start[] = [];
  if (secondText.enabled && waiting.heardNotice) {
    const { callId, line, missedAt } = waiting;
    starts.push({
      timer: 'second-text',
      at: addMinutes(event.at, secondText.afterMinutes),
      detail: 'If they do not reply, one more text follows.',
      changes: { secondText: { callId, line, missedAt, afterText: event.at } },
    });
  }
  // Whoever has left a voicemail is called sooner.
  const isCalled = hasUnheardVoicemail(turn) && turn.caller.timers['no-reply'] !== undefined;
  if (followUp.noReply === 'task' && !isCalled) {
    starts.push({
      timer: 'no-reply',
      at: addMinutes(event.at, followUp.noReplyAfterMinutes),
      detail: 'If they do not reply, a person calls them.',
    });
  }
  return starts;
}

/** A text may do instead of a call back, until it shows that it does not. */
function afterVoicemail(turn: Turn): readonly Start[] {
  const { event, rules, business, caller } = turn;
  const isHeard = event.type === 'voicemail-left' && openConversation(turn)?.voicemailAt === event.at;
  if (!isHeard) return [];
  const at = addOpenMinutes(business, event.at, rules.followUp.answerWithinMinutes);
  const running = caller.timers['no-reply'];
  if (running !== undefined && running <= at) return [];
  return [{ timer: 'no-reply', at, detail: 'If they do not write, a person calls them.' }];
}

function afterReply(turn: Turn): readonly Start[] {
  const { event, rules, business, caller } = turn;
  if (event.type !== 'text-received' || !rules.followUp.remind || caller.timers['answer-due']) return [];
  // Who has been reminded of this reply twice is not reminded again because the caller has lost patience.
  if (openConversation(turn)?.reminders !== 0) return [];
  return [
    {
      timer: 'answer-due',
      at: addOpenMinutes(business, event.at, rules.followUp.answerWithinMinutes),
      detail: 'If nobody answers them, staff are reminded.',
    },
  ];
}

function afterEmergency(turn: Turn): readonly Start[] {
  const { event, rules, before } = turn;
  const emergency = openConversation(turn)?.emergency;
  const isNew = emergency?.since === event.at && emergency !== before.conversation?.emergency;
  if (!isNew) return [];
  return [
    {
      timer: 'on-call',
      at: addMinutes(event.at, rules.onCall.escalateAfterMinutes),
      detail: 'If nobody acknowledges the emergency, the next person is called on.',
    },
  ];
}

function afterQualified(turn: Turn): readonly Start[] {
  const { event, rules, business } = turn;
  if (rules.followUp.unbooked !== 'task' || !hasJustQualified(turn) || hasBooked(turn) || isSilenced(turn))
    return [];
  const earliest = addHours(event.at, rules.followUp.unbookedAfterHours);
  return [
    {
      timer: 'unbooked',
      at: nextOpening(business, earliest) ?? earliest,
      detail: 'If they do not book, a person gets a task.',
    },
  ];
}
