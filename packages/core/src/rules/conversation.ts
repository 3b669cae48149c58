import type { Conversation } from '../caller.ts';
import type { CrmTask } from '../decision.ts';
import { addOpenMinutes } from '../hours.ts';
import { addHours } from '../instant.ts';
import type { E164 } from '../phone.ts';
import { assign } from './routing.ts';
import type { Planned, Turn } from './turn.ts';

export type Conversed = { readonly conversation: Conversation; readonly effects: readonly Planned[] };

/** The open conversation, or a new one with the timer that closes it one day. */
export function conversationOn(turn: Turn, line: E164): Conversed {
  const { event, rules } = turn;
  const open = openConversation(turn);
  if (open) return { conversation: { ...open, line, lastActivityAt: event.at }, effects: [] };
  const at = addHours(event.at, rules.conversation.closeAfterHours);
  return {
    conversation: {
      id: `${event.id}-conversation`,
      line,
      openedAt: event.at,
      lastActivityAt: event.at,
      state: 'automated',
      taskId: null,
      urgent: false,
      unansweredStaffTexts: 0,
      ...assign(turn, line),
      emergency: null,
      reminders: 0,
      lead: null,
      bookedAt: null,
    },
    effects: [{ type: 'set-timer', timer: 'close-conversation', at }],
  };
}

export function openConversation({ caller }: Turn): Conversation | null {
  return caller.conversation && caller.conversation.state !== 'closed' ? caller.conversation : null;
}

/** They left a voicemail, and have neither written nor been spoken with since. */
export function hasUnheardVoicemail(turn: Turn): boolean {
  const { wroteAt, spokeAt } = turn.caller;
  const leftAt = openConversation(turn)?.voicemailAt;
  return leftAt !== undefined && [wroteAt, spokeAt].every((at) => at === null || at < leftAt);
}

/** Somebody looks after them: nobody has to be called on or reminded any more. */
export function attended(conversation: Conversation): Conversation {
  return { ...conversation, emergency: null, reminders: 0 };
}

export type Need = { readonly subject: string; readonly detail: string; readonly urgent: boolean };

export type Handed = Conversed & {
  /** To be written with the CRM entry of this event; null when one is open already or nobody to write to is known. */
  readonly task: CrmTask | null;
};

/** Puts a conversation into a person's hands, with one open task however often something happens. */
export function handToPerson(turn: Turn, { conversation, effects }: Conversed, need: Need): Handed {
  const { event, caller, business, rules } = turn;
  const urgent = conversation.urgent || need.urgent || (turn.group === 'vip' && rules.groups.vipIsUrgent);
  const state = conversation.state === 'with-person' ? 'with-person' : 'needs-person';
  const { assignee } = conversation;
  const about = {
    conversationId: conversation.id,
    phone: caller.phone,
    line: conversation.line,
    urgent,
    assignee,
  };
  const changed = state !== conversation.state || urgent !== conversation.urgent;
  const planned: Planned[] = [...effects];
  if (changed) planned.push({ type: 'publish', event: 'conversation.needs_human', data: about });
  if (conversation.taskId !== null || caller.phone === null) {
    return { conversation: { ...conversation, state, urgent }, effects: planned, task: null };
  }
  const taskId = `${event.id}-task`;
  const dueAt = addOpenMinutes(business, event.at, rules.followUp.answerWithinMinutes);
  const forWhom = assignee === null ? [] : [`It is for ${assignee}.`];
  const detail = [need.detail, ...forWhom, ...whoDecides(turn)].join(' ');
  planned.push({
    type: 'publish',
    event: 'task.created',
    data: { ...about, taskId, subject: need.subject, dueAt },
  });
  return {
    conversation: { ...conversation, state, urgent, taskId },
    effects: planned,
    task: { open: { taskId, subject: need.subject, detail, dueAt, urgent } },
  };
}

function whoDecides({ caller }: Turn): readonly string[] {
  return caller.contact?.match === 'several'
    ? ['Several contacts have this number; please decide whom it belongs to.']
    : [];
}

/** The caller's name where one contact alone has the number, else the number. */
export function nameOf({ caller }: Turn): string {
  const { contact, match } = caller.contact ?? { contact: null, match: 'none' };
  const names = [contact?.firstName, contact?.lastName].filter((name) => name?.trim());
  return match === 'one' && names.length > 0 ? names.join(' ') : (caller.phone ?? 'a withheld number');
}

/** What `task` adds to a CRM entry. */
export function withTask(task: CrmTask | null): { readonly task?: CrmTask } {
  return task === null ? {} : { task };
}
