import type { Business, Decision, Effect, FollowUp } from '@ringback/core';
import type { Engine } from '@ringback/engine';
import type { Story, StoryDecision } from '@ringback/sandbox';
import type { NoticeLinks } from '../notices/links.ts';
import { readNotices } from './read-notices.ts';

const most = 40;

/** What the sandbox's page shows of the product's side: decisions with their reasons, conversations, the CRM. */
export async function readStory(
  engine: Engine,
  { business, links }: { readonly business: Business; readonly links: NoticeLinks },
): Promise<Story> {
  const { db } = engine.store;
  const businessId = business.id;
  const [events, conversations, connections, notices] = await Promise.all([
    db
      .selectFrom('events')
      .select(['event_id', 'caller_id', 'at', 'event', 'reasons', 'effects'])
      .where('business_id', '=', businessId)
      .orderBy('sequence', 'desc')
      .limit(most)
      .execute(),
    db
      .selectFrom('conversations')
      .selectAll()
      .where('business_id', '=', businessId)
      .orderBy('opened_at', 'desc')
      .limit(most)
      .execute(),
    engine.connections.list(businessId),
    readNotices(engine, { business, links }),
  ]);
  const tasks = new Map(
    events.flatMap(({ effects }) => effects.flatMap(openedTask)).map((task) => [task.taskId, task]),
  );
  const hubspot = connections.find(({ system }) => system === 'hubspot');
  return {
    decisions: events.map((row) => ({
      id: row.event_id,
      at: row.at.toISOString(),
      caller: nameOf(row.caller_id),
      about: aboutOf(row.event),
      decision: verdictOf({ effects: row.effects, reasons: row.reasons }),
      reasons: row.reasons,
    })),
    conversations: conversations.map((row) => {
      const task = row.task_id === null ? undefined : tasks.get(row.task_id);
      return {
        id: row.conversation_id,
        phone: row.caller_id.startsWith('+') ? row.caller_id : null,
        state: row.state as Story['conversations'][number]['state'],
        urgent: row.urgent,
        task: task ? { subject: task.subject, dueAt: task.dueAt } : null,
      };
    }),
    notices,
    crm: {
      connected: hubspot?.state === 'connected',
      account: hubspot?.accountName ?? null,
      problem: hubspot?.problem ?? null,
    },
  };
}

function openedTask(effect: Effect): FollowUp[] {
  if (effect.type !== 'write-crm' || !effect.entry.task || !('open' in effect.entry.task)) return [];
  return [effect.entry.task.open];
}

function nameOf(callerId: string): string {
  return callerId.startsWith('+') ? callerId : 'A withheld number';
}

function aboutOf(event: {
  readonly type: string;
  readonly timer?: string;
  readonly status?: string;
}): string {
  switch (event.type) {
    case 'call-missed':
      return 'Missed call';
    case 'call-answered':
      return 'Answered call';
    case 'voicemail-left':
      return 'Voicemail';
    case 'consent-given':
      return 'Agreed to a text';
    case 'contact-found':
      return 'Looked up in the CRM';
    case 'line-type-found':
      return 'Kind of line';
    case 'text-received':
      return 'Text from the caller';
    case 'text-status-changed':
      return `Text ${event.status ?? ''}`.trim();
    case 'staff-acted':
      return 'Staff';
    case 'timer-fired':
      return timerNames[event.timer ?? ''] ?? 'Conversation';
    case 'voicemail-transcribed':
      return 'Voicemail read';
    case 'appointment-booked':
      return 'Appointment';
    case 'notice-due':
      return 'Text to staff';
    case 'crm-consent-read':
      return 'Consent in the CRM';
    case 'task-completed':
      return 'Task done in the CRM';
    case 'deal-won':
      return 'Deal won';
    default:
      return event.type;
  }
}

const timerNames: { readonly [timer: string]: string } = {
  'first-text': 'Text-back',
  'second-text': 'Second text',
  'no-reply': 'No reply',
  'answer-due': 'Reminder',
  'on-call': 'On call',
  unbooked: 'Open lead',
};

function verdictOf({ effects, reasons }: Decision): StoryDecision['decision'] {
  if (effects.some(({ type }) => type === 'send-text')) return 'text';
  if (reasons.some(({ outcome }) => outcome === 'withhold')) return 'withhold';
  if (effects.some((effect) => effect.type === 'set-timer' && effect.timer === 'first-text')) return 'hold';
  if (reasons.some(({ outcome }) => outcome === 'hold')) return 'hold';
  return 'none';
}
