import type { CallLeg } from '../twilio/call-legs.ts';
import type { TwilioLookalike } from '../twilio/lookalike.ts';
import type { CallView, PhoneCaller, StaffView } from './snapshot.ts';

/**
 * What Twilio puts into `From` when the number is withheld: ANONYMOUS on a phone's keys.
 * Source: www.twilio.com/docs/voice/twiml, read 2026-11-21.
 */
const withheldFrom = '+266696687';

export function fromOf(caller: PhoneCaller): string {
  return caller.number ?? withheldFrom;
}

/** The calls of the callers, oldest first, as those who hold the phones see them. */
export function viewCalls(twilio: TwilioLookalike, callers: readonly PhoneCaller[]): readonly CallView[] {
  const legs = twilio.calls();
  return legs.flatMap((leg): CallView[] => {
    const caller = callers.find((candidate) => fromOf(candidate) === leg.from);
    if (leg.parentSid !== null || !caller) return [];
    const rung = legs.filter(({ parentSid }) => parentSid === leg.sid);
    const latest = staffLegOf(rung);
    return [
      {
        id: leg.sid,
        callerId: caller.id,
        line: leg.to,
        phase: phaseOf(leg),
        startedAt: leg.createdAt,
        answeredAt: leg.answeredAt,
        endedAt: leg.endedAt,
        hears: leg.hears,
        outcome: outcomeOf(leg, rung),
        staff: latest ? viewStaff(latest) : null,
      },
    ];
  });
}

/** Of the phones that a call has rung, the one that still matters: a live one, else the last. */
export function staffLegOf(rung: readonly CallLeg[]): CallLeg | undefined {
  return rung.find(({ endedAt }) => endedAt === null) ?? rung.at(-1);
}

function phaseOf(leg: CallLeg): CallView['phase'] {
  if (leg.endedAt) return 'over';
  if (!leg.answeredAt) return 'ringing';
  return leg.bridged ? 'talking' : 'greeting';
}

function outcomeOf(leg: CallLeg, rung: readonly CallLeg[]): CallView['outcome'] {
  if (!leg.endedAt) return null;
  const { answeredAt } = leg;
  if (answeredAt === null) return leg.status === 'failed' ? 'not-answered' : 'hung-up';
  // A call is picked up for a person the moment they accept, and for the greeting only once every phone is still.
  const spoke = rung.some(
    (child) => !child.voicemail && child.answeredAt && (child.endedAt ?? '') > answeredAt,
  );
  return spoke ? 'answered' : 'not-answered';
}

function viewStaff(leg: CallLeg): StaffView {
  const phase = () => {
    if (leg.endedAt) return 'over';
    if (!leg.answeredAt) return 'ringing';
    if (leg.voicemail) return 'voicemail';
    return leg.bridged ? 'talking' : 'screening';
  };
  return { number: leg.to, phase: phase(), hears: leg.hears };
}
