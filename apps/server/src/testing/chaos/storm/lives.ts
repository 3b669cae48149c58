import type { E164 } from '@ringback/core';
import type { Fault } from '../fault-proxy.ts';
import type { Random } from '../random.ts';

/** Something that a caller, or somebody of the shop, does. */
export type Act =
  | { readonly type: 'call'; readonly line: 'rings' | 'forwarded' }
  | { readonly type: 'text'; readonly body: string }
  | { readonly type: 'staff-text'; readonly body: string };

/** A caller of a storm: what they do in each of its waves, and what goes wrong with their texts. */
export type Life = {
  readonly phone: E164;
  readonly waves: readonly (readonly Act[])[];
  readonly send: readonly Fault[];
  readonly look: readonly Fault[];
  readonly noCallbacks: boolean;
};

/** How much time passes before each wave: a reply soon, another call on the next day, then somebody of the shop. */
export const minutesBeforeWave = [0, 4, 25 * 60, 6] as const;

const bodies = [
  'Can you come by tomorrow morning?',
  'How much is a new faucet?',
  'STOP',
  'please stop texting me',
  'thanks',
  'My basement is flooding!',
  'HELP',
  'You have the wrong number',
] as const;
const losing = ['reset before', '500 before'] as const;
const unseen = ['reset after', '500 after', 'slow'] as const;
const looks = ['reset before', 'reset after', '500 before', '429', 'slow'] as const;

let lastCaller = 0;

/** Nobody calls in two storms of one run. */
export function planLife(random: Random): Life {
  lastCaller += 1;
  return {
    phone: `+1512${String(2_000_000 + lastCaller)}` as E164,
    waves: [firstWave(random), replies(random), callsAgain(random), staffWrites(random)],
    send: planSend(random),
    look: random.isOneIn(6) ? [random.pick(looks)] : [],
    noCallbacks: random.isOneIn(10),
  };
}

function firstWave(random: Random): readonly Act[] {
  const call = planCall(random);
  if (random.isOneIn(12)) return [call, { type: 'text', body: 'STOP' }];
  if (random.isOneIn(8)) return [call, planCall(random)];
  return [call];
}

function planCall(random: Random): Act {
  return { type: 'call', line: random.isOneIn(5) ? 'rings' : 'forwarded' };
}

function planText(random: Random): Act {
  return { type: 'text', body: random.pick(bodies) };
}

function replies(random: Random): readonly Act[] {
  if (random.isOneIn(3)) return [planText(random)];
  if (random.isOneIn(6)) return [planText(random), planText(random), planCall(random)];
  return random.isOneIn(6) ? [planCall(random)] : [];
}

function callsAgain(random: Random): readonly Act[] {
  if (random.isOneIn(3)) return [planCall(random)];
  return random.isOneIn(10) ? [planText(random), planCall(random)] : [];
}

function staffWrites(random: Random): readonly Act[] {
  if (!random.isOneIn(4)) return [];
  return [{ type: 'staff-text', body: 'We can be there at nine. Does that work?' }];
}

/** Most texts leave without a doubt; of one in fifty, both attempts are lost on the way. */
function planSend(random: Random): readonly Fault[] {
  if (random.isOneIn(50)) return [random.pick(losing), random.pick(losing)];
  if (random.isOneIn(8)) return [random.pick(losing)];
  if (random.isOneIn(8)) return [random.pick(unseen)];
  return random.isOneIn(15) ? ['429', '429', '429'] : [];
}
