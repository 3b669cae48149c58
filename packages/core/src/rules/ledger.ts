import { type ConsentEntry, linesOf, withLine } from '../consent.ts';
import type { Turn } from './turn.ts';

export type Said = Omit<ConsentEntry, 'eventId' | 'receivedAt' | 'effectiveAt'>;

/** The ledger with one line more, which binds from now on. */
export function recordConsent({ event, caller }: Turn, said: Said): readonly ConsentEntry[] {
  const { id: eventId, at } = event;
  return withLine(caller.ledger, { ...said, eventId, receivedAt: at, effectiveAt: at });
}

/** Whether the open conversation has such a line already: one is evidence enough, and the ledger stays short. */
export function hasRecorded({ caller }: Turn, kind: ConsentEntry['kind'], conversationId: string): boolean {
  for (const entry of linesOf(conversationId, caller.ledger)) if (entry.kind === kind) return true;
  return false;
}
