import type { ConsentEntry } from '../consent.ts';
import type { Turn } from './turn.ts';

export type Said = Omit<ConsentEntry, 'eventId' | 'receivedAt' | 'effectiveAt'>;

/** The ledger with one line more, which binds from now on. */
export function recordConsent({ event, caller }: Turn, said: Said): readonly ConsentEntry[] {
  return [...caller.ledger, { ...said, eventId: event.id, receivedAt: event.at, effectiveAt: event.at }];
}

/** Whether the conversation has such a line already: one is evidence enough, and the ledger stays short. */
export function hasRecorded({ caller }: Turn, kind: ConsentEntry['kind'], conversationId: string): boolean {
  return caller.ledger.some((entry) => entry.kind === kind && entry.conversationId === conversationId);
}
