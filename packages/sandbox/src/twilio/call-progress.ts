import type { Clock } from '../clock.ts';
import { type CallLeg, type LiveLeg, talkSeconds } from './call-legs.ts';
import { rfc2822 } from './identifiers.ts';
import { placeOf, type SandboxNumber } from './numbers.ts';
import type { WebhookSender } from './webhook-sender.ts';

const verdicts = {
  A: 'TN-Validation-Passed-A',
  B: 'TN-Validation-Passed-B',
  C: 'TN-Validation-Passed-C',
  failed: 'TN-Validation-Failed',
  none: 'No-TN-Validation',
};

/** The parameters that every voice request carries. Source: www.twilio.com/docs/voice/twiml, crawled 2026-06-30. */
export function callParameters(accountSid: string, leg: CallLeg): Record<string, string> {
  return {
    CallSid: leg.sid,
    AccountSid: accountSid,
    From: leg.from,
    To: leg.to,
    Caller: leg.from,
    Called: leg.to,
    CallStatus: leg.status,
    ApiVersion: '2010-04-01',
    Direction: leg.direction,
    ...(leg.parentSid ? { ParentCallSid: leg.parentSid } : {}),
    ...(leg.forwardedFrom ? { ForwardedFrom: leg.forwardedFrom } : {}),
    ...(leg.attestation ? { StirVerstat: verdicts[leg.attestation] } : {}),
    ...placeOf('From', leg.from),
    ...placeOf('To', leg.to),
    ...placeOf('Caller', leg.from),
    ...placeOf('Called', leg.to),
  };
}

export type LegEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

export type CallProgress = {
  /** Tells the `statusCallback` of a `<Number>`, if it asked for this event. */
  legMoved(live: LiveLeg, event: LegEvent): void;
  /** Tells whoever wants to know that a leg is over: the number's status callback for a caller's leg. */
  legEnded(live: LiveLeg): void;
};

export function createCallProgress(options: {
  accountSid: string;
  clock: Clock;
  webhooks: WebhookSender;
  numbers: readonly SandboxNumber[];
}): CallProgress {
  const { accountSid, clock, webhooks, numbers } = options;

  const progressParameters = (live: LiveLeg) => ({
    ...callParameters(accountSid, live.leg),
    Timestamp: rfc2822(clock.now()),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(live.nextSequenceNumber++),
  });
  const ending = ({ leg }: LiveLeg): Record<string, string> => {
    const seconds = talkSeconds(leg, clock.now());
    return {
      CallDuration: String(seconds),
      Duration: String(Math.ceil(seconds / 60)),
      ...(leg.sipResponseCode === null ? {} : { SipResponseCode: String(leg.sipResponseCode) }),
    };
  };

  const legMoved: CallProgress['legMoved'] = (live, event) => {
    if (!live.progress?.events.includes(event)) return;
    const { url, method } = live.progress;
    const parameters = { ...progressParameters(live), ...(event === 'completed' ? ending(live) : {}) };
    webhooks.notify({ kind: 'leg-status', url, method, parameters });
  };

  return {
    legMoved,
    legEnded(live) {
      if (live.leg.parentSid) return legMoved(live, 'completed');
      const number = numbers.find((candidate) => candidate.number === live.leg.to);
      if (!number?.statusCallback) return;
      const parameters = { ...progressParameters(live), ...ending(live) };
      webhooks.notify({ kind: 'call-status', url: number.statusCallback, parameters });
    },
  };
}
