import { type Attestation, type CallLeg, isOver, type LiveLeg } from './call-legs.ts';
import type { SandboxNumber } from './numbers.ts';
import { hangUp, type Interpreter, runTwiml } from './twiml-interpreter.ts';

export type IncomingCall = {
  from: string;
  to: string;
  /** What STIR/SHAKEN says of the caller id; left out: nothing, as on most calls from landlines. */
  attestation?: Attestation;
  /** The line that forwarded the call, where the carrier tells. */
  forwardedFrom?: string;
};

/**
 * The hands of the people on one call. `leg` is the sid of a rung leg, or the number that was rung. Each act
 * answers whether it had an effect: nobody can answer a phone that no longer rings.
 */
export type CallControl = {
  readonly sid: string;
  caller(): CallLeg;
  /** The legs that the call has rung, oldest first. */
  legs(): CallLeg[];
  hangUp(): boolean;
  pressCallerDigit(digit: string): boolean;
  /** Waits for the beep if need be, speaks for so many seconds and hangs up. */
  leaveVoicemail(seconds: number, words?: string): boolean;
  answer(leg: string): boolean;
  pressDigit(leg: string, digit: string): boolean;
  /** The person rejects the call: busy, with SIP code 603. */
  decline(leg: string): boolean;
  busy(leg: string): boolean;
  /** A carrier's voicemail answers; it listens for a minute and never presses a key. */
  voicemailPicksUp(leg: string): boolean;
  hangUpLeg(leg: string): boolean;
};

export type Calls = {
  place(call: IncomingCall): CallControl;
  control(sid: string): CallControl | undefined;
};

export function createCalls(options: { interpreter: Interpreter; numbers: readonly SandboxNumber[] }): Calls {
  const { interpreter, numbers } = options;
  const { legs } = interpreter;

  const run = async (live: LiveLeg, number: SandboxNumber) => {
    const ended = await runTwiml(interpreter, live, {
      request: { url: number.voiceUrl, method: 'POST' },
      isWhisper: false,
      fallbackUrl: number.voiceFallbackUrl,
    });
    if (ended === 'ran-out') hangUp(interpreter, live);
  };

  const controlOf = (live: LiveLeg): CallControl => {
    const { sid } = live.leg;
    const find = (leg: string) => {
      const candidates = legs
        .childrenOf(sid)
        .filter((child) => child.leg.sid === leg || child.leg.to === leg);
      return candidates.find((child) => !isOver(child)) ?? candidates.at(-1);
    };
    const onLeg = (leg: string, act: (child: LiveLeg) => boolean) => {
      const child = find(leg);
      return child ? act(child) : false;
    };
    const refuse = (leg: string, sipResponseCode: number) =>
      onLeg(leg, (child) => child.leg.status === 'ringing' && legs.end(child, 'busy', sipResponseCode));
    return {
      sid,
      caller: () => ({ ...live.leg }),
      legs: () => legs.childrenOf(sid).map(({ leg }) => ({ ...leg })),
      hangUp: () => legs.end(live, live.leg.answeredAt ? 'completed' : 'no-answer'),
      pressCallerDigit: (digit) => live.signals.emit({ name: 'digit', digit }),
      leaveVoicemail(seconds, words) {
        if (isOver(live)) return false;
        live.voicemailSeconds = seconds;
        live.voicemailWords = words ?? null;
        live.signals.emit({ name: 'speak' });
        return true;
      },
      answer: (leg) => onLeg(leg, ({ signals }) => signals.emit({ name: 'answer', by: 'person' })),
      pressDigit: (leg, digit) => onLeg(leg, ({ signals }) => signals.emit({ name: 'digit', digit })),
      decline: (leg) => refuse(leg, 603),
      busy: (leg) => refuse(leg, 486),
      voicemailPicksUp: (leg) =>
        onLeg(leg, ({ signals }) => signals.emit({ name: 'answer', by: 'voicemail' })),
      hangUpLeg: (leg) =>
        onLeg(leg, (child) => child.leg.answeredAt !== null && legs.end(child, 'completed')),
    };
  };

  return {
    place({ from, to, attestation, forwardedFrom }) {
      const number = numbers.find((candidate) => candidate.number === to);
      if (!number) throw new Error(`${to} is not a number of this account`);
      const live = legs.add({
        parentSid: null,
        from,
        to,
        direction: 'inbound',
        status: 'ringing',
        attestation: attestation ?? null,
        forwardedFrom: forwardedFrom ?? null,
      });
      run(live, number).catch((error) => interpreter.log(`call ${live.leg.sid}: ${String(error)}`));
      return controlOf(live);
    },
    control(sid) {
      const live = legs.live(sid);
      return live && live.leg.parentSid === null ? controlOf(live) : undefined;
    },
  };
}
