import type { Caller } from './caller.ts';
import type { Event, EventOf } from './event.ts';
import { addHours } from './instant.ts';
import { canFollow, isFinal } from './text-status.ts';

const firstTextMemoryHours = 30 * 24;

/** What an event says of the caller in itself, before any rule concludes something from it. */
export function observe(caller: Caller, event: Event): Caller {
  switch (event.type) {
    case 'text-received':
      return { ...caller, wroteAt: event.at };
    case 'consent-given':
      return { ...caller, agreedAt: event.at, agreedCallId: event.callId };
    case 'contact-found':
      return { ...caller, contact: { match: event.match, contact: event.contact } };
    case 'text-status-changed':
      return observeTextStatus(caller, event);
    case 'call-missed': {
      const since = addHours(event.at, -firstTextMemoryHours);
      return { ...caller, firstTexts: caller.firstTexts.filter(({ at }) => at > since) };
    }
    case 'call-answered':
    case 'voicemail-left':
    case 'staff-acted':
    case 'timer-fired':
      return caller;
    default:
      return event satisfies never;
  }
}

function observeTextStatus(caller: Caller, event: EventOf<'text-status-changed'>): Caller {
  const { textId, status } = event;
  const open = caller.openTexts.find((text) => text.textId === textId);
  if (!open || !canFollow(open.status, status)) return caller;
  const openTexts = caller.openTexts
    .filter((text) => text.textId !== textId || !isFinal(status))
    .map((text) => (text.textId === textId ? { ...text, status } : text));
  const firstTexts = caller.firstTexts.map((text) => (text.textId === textId ? { ...text, status } : text));
  return { ...caller, openTexts, firstTexts };
}
