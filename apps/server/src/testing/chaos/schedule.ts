import type { Layout } from './chaos-world.ts';
import type { Driving } from './drive.ts';
import type { Fault } from './fault-proxy.ts';
import { createRandom, type Random } from './random.ts';
import type { Moment, Stop } from './stops.ts';

/** One caller whom nobody answers, and everything that goes wrong until they have their text. */
export type Trouble = {
  readonly line: 'rings' | 'forwarded';
  /** At the requests that hand the text over, in order. */
  readonly send: readonly Fault[];
  /** Twilio never calls back, so that whoever missed its answer has to ask. */
  readonly noCallbacks: boolean;
  /** At the requests that look for it, in order. */
  readonly look: readonly Fault[];
  /** Where the server is killed by what the store sees. */
  readonly stop: Omit<Stop, 'callerId'> | null;
  /** A kill while the miss is stored and its text waits to be due. */
  readonly killWhileWaiting: boolean;
  /** They call once more after the time has jumped so often. */
  readonly callsAgainAfter: number | null;
};

/** What a seed stands for. */
export type Schedule = {
  readonly seed: number;
  readonly layout: Layout;
  readonly restart: Driving['restart'];
  /** Whether the calls come at the same time, or one when the other's text is settled. */
  readonly together: boolean;
  readonly callers: readonly [Trouble, ...Trouble[]];
};

/** Twilio never gets these, so they use up one of the two attempts that a text has. */
const losing = ['reset before', '500 before', 'kill before'] as const;
/** Twilio has the text, and nobody has seen it. */
const unseen = ['reset after', '500 after', 'kill after'] as const;
const harmless = ['429', 'kill once answered'] as const;
const lookFaults = ['reset before', 'reset after', '500 before', '429', 'kill before', 'kill after'] as const;

const everySend: readonly [Moment, ...Moment[]] = [
  'text sending',
  'text accepted',
  'text sent',
  'text delivered',
];
const everyDoubt: readonly [Moment, ...Moment[]] = ['text unknown', 'put off', 'claimed'];
const everyLoss: readonly [Moment, ...Moment[]] = [...everyDoubt, 'looked', 'text resending'];

export const calm: Trouble = {
  line: 'forwarded',
  send: [],
  noCallbacks: false,
  look: [],
  stop: null,
  killWhileWaiting: false,
  callsAgainAfter: null,
};

/**
 * The same schedule for the same seed. A text gets two attempts, so no schedule loses more than one of the same
 * text: then the promise is one text, not a task for a person.
 */
export function planSchedule(seed: number): Schedule {
  const random = createRandom(seed);
  const layout = random.pick<Layout>(['one', 'one', 'two', 'two', 'split']);
  const restart = random.pick<Driving['restart']>(['at once', 'after the lease']);
  const together = random.isOneIn(3);
  const first = planTrouble(random);
  const others = Array.from({ length: random.whole(3) }, () =>
    together ? planUnlostTrouble(random) : planTrouble(random),
  );
  return { seed, layout, restart, together, callers: [first, ...others] };
}

function planTrouble(random: Random): Trouble {
  const kind = random.pick(['lost', 'lost', 'unseen', 'unseen', 'harmless', 'never handed over', 'none']);
  const around = planSurroundings(random);
  switch (kind) {
    case 'lost': {
      const stop = planStop(random, random.isOneIn(4) ? everySend : everyLoss);
      return { ...around, send: [...planDelays(random), random.pick(losing)], look: planLooks(random), stop };
    }
    case 'unseen': {
      const stop = planStop(random, random.isOneIn(4) ? everySend : everyDoubt);
      return {
        ...around,
        send: [...planDelays(random), random.pick(unseen)],
        noCallbacks: !random.isOneIn(4),
        look: planLooks(random),
        stop,
      };
    }
    case 'harmless':
      return {
        ...around,
        send: [...planDelays(random), random.pick(harmless)],
        stop: planStop(random, everySend),
      };
    case 'never handed over':
      return { ...around, look: planLooks(random), stop: { moment: 'text sending', phase: 'after' } };
    default:
      return { ...around, stop: planStop(random, ['miss stored', ...everySend]) };
  }
}

/** For whoever is texted while another caller's trouble kills the server: that may lose their attempt, too. */
function planUnlostTrouble(random: Random): Trouble {
  const send = random.pick<readonly Fault[]>([[], ['reset after'], ['500 after'], ['429']]);
  return { ...calm, line: random.pick(['rings', 'forwarded']), send };
}

/** Three in a row are more than one try waits for, so that the text is put off; it counts as no attempt. */
function planDelays(random: Random): readonly Fault[] {
  return random.isOneIn(5) ? ['429', '429', '429'] : [];
}

function planSurroundings(random: Random): Trouble {
  return {
    ...calm,
    line: random.pick(['rings', 'forwarded']),
    killWhileWaiting: random.isOneIn(6),
    callsAgainAfter: random.isOneIn(4) ? 1 + random.whole(5) : null,
  };
}

function planLooks(random: Random): readonly Fault[] {
  return Array.from({ length: random.whole(3) }, () => random.pick(lookFaults));
}

function planStop(random: Random, moments: readonly [Moment, ...Moment[]]): Trouble['stop'] {
  if (random.isOneIn(3)) return null;
  const moment = random.pick(moments);
  // A miss that is not stored was never told to us, and an attempt that is committed here is a lost one.
  if (moment === 'miss stored') return { moment, phase: 'after' };
  if (moment === 'text sending' || moment === 'text resending') return { moment, phase: 'before' };
  return { moment, phase: random.pick(['before', 'after']) };
}
