import type { Clock } from '../clock.ts';
import type { HubspotLookalike } from '../hubspot/lookalike.ts';
import type { TwilioLookalike } from '../twilio/lookalike.ts';
import type { Message } from '../twilio/messages.ts';
import type { PhoneBusiness, PhoneCaller, PhoneSnapshot, TextView } from './snapshot.ts';
import type { Story } from './story.ts';
import { viewCalls } from './view-calls.ts';
import { viewContacts } from './view-contacts.ts';

/** The people and lines of the page, and where it sees what happened. */
export type PhoneWorld = {
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly business: PhoneBusiness;
  readonly callers: readonly PhoneCaller[];
  readonly clock: Clock;
};

/** Looks at everything at once; only the story comes from elsewhere. */
export function takeSnapshot(
  { twilio, hubspot, business, callers, clock }: PhoneWorld,
  story: Story,
  storyProblem: string | null,
): PhoneSnapshot {
  return {
    at: clock.now().toISOString(),
    business,
    callers,
    calls: viewCalls(twilio, callers),
    texts: twilio.messages().flatMap((message) => viewText(message, callers)),
    story,
    storyProblem,
    contacts: viewContacts(hubspot, callers),
  };
}

/** A text once it is where it was sent to; one still on its way lights up nobody's screen. */
function viewText(message: Message, callers: readonly PhoneCaller[]): TextView[] {
  const fromCaller = message.direction === 'inbound';
  const number = fromCaller ? message.from : message.to;
  const caller = callers.find((candidate) => candidate.number !== null && candidate.number === number);
  const hasArrived = ['received', 'sent', 'delivered'].includes(message.status);
  if (!caller || !hasArrived) return [];
  return [
    {
      id: message.sid,
      callerId: caller.id,
      from: fromCaller ? 'caller' : 'business',
      body: message.body,
      at: message.sentAt ?? message.createdAt,
    },
  ];
}
