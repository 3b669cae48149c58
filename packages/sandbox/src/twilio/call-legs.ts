import type { Clock } from '../clock.ts';
import { createSid } from './identifiers.ts';
import { createSignals, type Signals } from './signals.ts';

export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled';

export type Attestation = 'A' | 'B' | 'C' | 'failed' | 'none';

/** One leg of a call: the caller's (no parent), or one that `<Dial>` rings. Times are ISO 8601. */
export type CallLeg = {
  readonly sid: string;
  readonly parentSid: string | null;
  readonly from: string;
  readonly to: string;
  readonly direction: 'inbound' | 'outbound-dial';
  readonly forwardedFrom: string | null;
  readonly attestation: Attestation | null;
  readonly createdAt: string;
  status: CallStatus;
  answeredAt: string | null;
  endedAt: string | null;
  sipResponseCode: number | null;
  /** Talking with the other side. */
  bridged: boolean;
  /** A carrier's voicemail picked up, not a person. */
  voicemail: boolean;
  /** What is said on this leg at the moment or was said last, for a person who watches. */
  hears: string | null;
  /** The error that Twilio would have logged for this call, e.g. 11200. */
  errorCode: number | null;
};

/** A leg with what only the interpreter needs. */
export type LiveLeg = {
  readonly leg: CallLeg;
  readonly signals: Signals;
  /** Seconds that the caller means to speak once a recording begins. */
  voicemailSeconds: number | null;
  /** What the caller says there, as a transcript would have it; null: nothing that can be made out. */
  voicemailWords: string | null;
  /** Numbers the progress callbacks, from 0. */
  nextSequenceNumber: number;
  /** Who is told how a rung leg goes on; null: nobody. */
  progress: { url: string; method: 'GET' | 'POST'; events: readonly string[] } | null;
};

export type CallLegs = {
  all(): CallLeg[];
  live(sid: string): LiveLeg | undefined;
  childrenOf(sid: string): LiveLeg[];
  add(leg: Pick<CallLeg, 'parentSid' | 'from' | 'to' | 'direction'> & Partial<CallLeg>): LiveLeg;
  update(live: LiveLeg, change: Partial<CallLeg>): void;
  /** Ends the leg, and with a caller's leg those it rings or talks with. False: it was over already. */
  end(live: LiveLeg, status: CallStatus, sipResponseCode?: number): boolean;
  /** Forgets a leg that is over. */
  remove(live: LiveLeg): void;
};

export function isOver(live: LiveLeg): boolean {
  return live.leg.endedAt !== null;
}

/** Whole seconds from when the leg was answered until it ended, or until `now`; 0 if it never was. */
export function talkSeconds(leg: CallLeg, now: Date): number {
  if (!leg.answeredAt) return 0;
  const end = leg.endedAt ? Date.parse(leg.endedAt) : now.getTime();
  return Math.round((end - Date.parse(leg.answeredAt)) / 1_000);
}

export function createCallLegs(options: {
  clock: Clock;
  changed: () => void;
  /** Called after a leg has ended, before anything that waited for it goes on. */
  ended: (live: LiveLeg) => void;
}): CallLegs {
  const { clock, changed, ended } = options;
  const legs = new Map<string, LiveLeg>();
  const childrenOf = (sid: string) => [...legs.values()].filter(({ leg }) => leg.parentSid === sid);

  const end: CallLegs['end'] = (live, status, sipResponseCode) => {
    if (isOver(live)) return false;
    const { leg } = live;
    leg.status = status;
    leg.endedAt = clock.now().toISOString();
    leg.sipResponseCode = sipResponseCode ?? leg.sipResponseCode;
    leg.bridged = false;
    leg.hears = null;
    for (const child of childrenOf(leg.sid)) end(child, child.leg.answeredAt ? 'completed' : 'canceled');
    ended(live);
    live.signals.emit({ name: 'end' });
    changed();
    return true;
  };

  return {
    all: () => [...legs.values()].map(({ leg }) => ({ ...leg })),
    live: (sid) => legs.get(sid),
    childrenOf,
    add(given) {
      const leg: CallLeg = {
        forwardedFrom: null,
        attestation: null,
        status: 'queued',
        answeredAt: null,
        endedAt: null,
        sipResponseCode: null,
        bridged: false,
        voicemail: false,
        hears: null,
        errorCode: null,
        ...given,
        sid: createSid('CA'),
        createdAt: clock.now().toISOString(),
      };
      const live: LiveLeg = {
        leg,
        signals: createSignals(clock),
        voicemailSeconds: null,
        voicemailWords: null,
        nextSequenceNumber: 0,
        progress: null,
      };
      legs.set(leg.sid, live);
      changed();
      return live;
    },
    update(live, change) {
      Object.assign(live.leg, change);
      changed();
    },
    end,
    remove({ leg }) {
      legs.delete(leg.sid);
      changed();
    },
  };
}
