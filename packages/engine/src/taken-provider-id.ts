import type { Decision, Reason } from '@ringback/core';
import type { EventDraft } from './handle-event.ts';

const rule = 'provider-id';

/**
 * An id at the provider belongs to one text of ours. What a second one is said to have come to is kept, without the id
 * and with a reason that says so: whatever the id is asked for later is told of the first.
 */
export function withoutTakenId(
  draft: EventDraft,
  takenBy: string | null,
): { readonly draft: EventDraft; readonly notes: readonly Reason[] } {
  if (draft.type !== 'text-status-changed' || takenBy === null) return { draft, notes: [] };
  const { textId, providerId } = draft;
  const detail =
    'The provider named this text by an id that another one has already, so the id was left to that one.';
  return {
    draft: { ...draft, providerId: null },
    notes: [{ rule, outcome: 'note', facts: { textId, providerId, takenBy }, detail }],
  };
}

export function isTakenIdNote(reason: Decision['reasons'][number]): boolean {
  return reason.rule === rule;
}
