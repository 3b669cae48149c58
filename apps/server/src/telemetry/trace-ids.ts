import { createHash } from 'node:crypto';
import type { Event } from '@ringback/core';

// Ids of events and effects say where they come from: `timer-call-CA1-2-1` is what the timer that was set by the
// event `call-CA1` led to. So every process works the same trace and parents out of them, and nothing is stored for it:
// docs/decisions/0014-trace-ids-are-worked-out.md

/** A step of a trace: a webhook, an event, an attempt of an effect; by its business and id. */
export type Step = {
  readonly kind: 'webhook' | 'event' | 'attempt';
  readonly businessId: string;
  readonly id: string;
};

const root =
  /^(?:timer-)*((?:call|text)-[^-]+|staff-(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}))/;

/** The call, the text or the act of staff that everything else followed from. */
export function rootOf(id: string): string {
  return root.exec(id)?.[1] ?? id;
}

/** 32 hexadecimal digits, the same for all that follows from one call. */
export function traceIdOf({ businessId, id }: Pick<Step, 'businessId' | 'id'>): string {
  return digest([businessId, rootOf(id)], 32);
}

/** 16 hexadecimal digits. */
export function spanIdOf({ kind, businessId, id }: Step): string {
  return digest([kind, businessId, id], 16);
}

/** What an event followed from; null: it is where a trace begins. */
export function parentOfEvent(event: Event): Step | null {
  const { businessId, id } = event;
  switch (event.type) {
    case 'timer-fired':
      return { kind: 'event', businessId, id: eventOfEffect(id.replace(/^timer-/, '')) };
    case 'text-status-changed':
      return { kind: 'attempt', businessId, id: event.textId };
    case 'contact-found':
    case 'line-type-found':
      return { kind: 'attempt', businessId, id };
    case 'staff-acted':
      return null;
    default:
      return { kind: 'webhook', businessId, id: rootOf(id) };
  }
}

/** An effect's key is the event's id and a number. */
export function eventOfEffect(key: string): string {
  return key.replace(/-\d+$/, '');
}

function digest(parts: readonly string[], length: number): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, length);
}
