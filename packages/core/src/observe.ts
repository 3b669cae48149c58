import type { Caller, OpenText } from './caller.ts';
import { type ConsentEntry, withLine } from './consent.ts';
import type { Event, EventOf } from './event.ts';
import { addHours } from './instant.ts';
import { readReaction } from './read-reply/reaction.ts';
import { canFollow, hasLeft, isFinal, neverLeft } from './text-status.ts';

const firstTextMemoryHours = 30 * 24;

/** What an event says of the caller in itself, before any rule concludes something from it. */
export function observe(caller: Caller, event: Event): Caller {
  switch (event.type) {
    case 'text-received':
      return {
        ...caller,
        // A tap on a text of ours is no word of theirs.
        wroteAt: readReaction(event.body) ? caller.wroteAt : event.at,
        undeliverable: afterTheyWrote(caller),
      };
    case 'consent-given':
      return { ...caller, agreedAt: event.at, agreedCallId: event.callId };
    case 'contact-found':
      // Whoever said that it is a wrong number is not the contact that a CRM finds by that number.
      if (caller.suppression?.kind === 'wrong-number') return caller;
      return {
        ...caller,
        contact: { match: event.match, contact: event.contact, knownBefore: isKnownBefore(caller, event) },
      };
    case 'line-type-found':
      return { ...caller, lineType: { type: event.lineType, at: event.at } };
    case 'text-status-changed':
      return observeTextStatus(caller, event);
    case 'call-missed': {
      const since = addHours(event.at, -firstTextMemoryHours);
      return { ...caller, firstTexts: caller.firstTexts.filter(({ at }) => at > since) };
    }
    case 'call-answered':
      return { ...caller, spokeAt: event.at };
    case 'voicemail-left':
    case 'voicemail-transcribed':
    case 'appointment-booked':
    case 'staff-acted':
    case 'crm-consent-read':
    case 'deal-won':
    case 'notice-due':
    case 'task-completed':
      return caller;
    case 'timer-fired': {
      const { [event.timer]: _fired, ...timers } = caller.timers;
      return { ...caller, timers };
    }
    default:
      return event satisfies never;
  }
}

/** Whoever writes has a phone that takes texts, and blocks nobody; an automatic answer proves no more than itself. */
function afterTheyWrote({ undeliverable }: Caller): Caller['undeliverable'] {
  return undeliverable?.kind === 'loop' ? undeliverable : null;
}

/** What we write makes a contact of everybody, so only the first answer tells whom the CRM had known before. */
function isKnownBefore({ contact }: Caller, { match }: EventOf<'contact-found'>): boolean {
  return contact?.knownBefore ?? match === 'one';
}

function observeTextStatus(caller: Caller, event: EventOf<'text-status-changed'>): Caller {
  const { textId, status } = event;
  const open = caller.openTexts.find((text) => text.textId === textId);
  if (!open || !canFollow(open.status, status)) return caller;
  const openTexts = caller.openTexts
    .filter((text) => text.textId !== textId || !isFinal(status))
    .map((text) => (text.textId === textId ? { ...text, status } : text));
  const firstTexts = caller.firstTexts.map((text) => (text.textId === textId ? { ...text, status } : text));
  const seen = { ...caller, openTexts, firstTexts };
  if (hasLeft(status) && !hasLeft(open.status)) return observeLeft(seen, open, event);
  return neverLeft(status) ? observeNeverLeft(seen, open) : seen;
}

/** That an opt-out was confirmed, and when, is part of the evidence. */
function observeLeft(caller: Caller, open: OpenText, event: EventOf<'text-status-changed'>): Caller {
  if (open.class !== 'opt-out-confirmation') return caller;
  const confirmed: ConsentEntry = {
    kind: 'confirmed',
    words: open.body,
    channel: 'text',
    providerId: event.providerId,
    matchedBy: 'provider',
    matched: open.textId,
    line: open.line,
    eventId: event.id,
    receivedAt: event.at,
    effectiveAt: event.at,
    conversationId: null,
  };
  return { ...caller, ledger: withLine(caller.ledger, confirmed) };
}

/** A text that they never got is not one that they left unanswered. */
function observeNeverLeft(before: Caller, open: OpenText): Caller {
  const caller = before.lastText?.textId === open.textId ? { ...before, lastText: null } : before;
  const { conversation } = caller;
  if (open.class !== 'staff' || !conversation) return caller;
  const unansweredStaffTexts = Math.max(0, conversation.unansweredStaffTexts - 1);
  return { ...caller, conversation: { ...conversation, unansweredStaffTexts } };
}
