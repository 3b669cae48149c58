import { forwardedLine, ringingLine, shopPhone } from '../acme-plumbing.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { until } from './drive.ts';

type MissedCall = { readonly from: string; readonly line: 'rings' | 'forwarded' };

/**
 * Somebody calls, and nobody takes the call; resolves to its id when the store has the miss. A call that was never
 * told to us, because the server was killed under it, is lost, and they call once more.
 */
export async function missCall(world: ChaosWorld, call: MissedCall): Promise<string> {
  for (;;) {
    await world.restore();
    const callId = await callOnce(world, call);
    if (callId !== null) return callId;
  }
}

async function callOnce(world: ChaosWorld, { from, line }: MissedCall): Promise<string | null> {
  const rings = line === 'rings';
  const call = world.twilio.placeCall({ from, to: rings ? ringingLine : forwardedLine });
  const isUntold = () =>
    world.twilio
      .webhooks()
      .some(({ parameters, failure }) => parameters.CallSid === call.sid && failure !== null);
  if (rings) {
    await until(world, async () => isUntold() || call.legs().some(({ status }) => status === 'ringing'));
    call.busy(shopPhone);
  }
  await until(world, async () => isUntold() || (await isStored(world, call.sid)));
  call.hangUp();
  // What a killed server had begun to commit is stored, although it told nobody.
  if (isUntold()) await world.restore();
  return (await isStored(world, call.sid)) ? call.sid : null;
}

async function isStored(world: ChaosWorld, callId: string): Promise<boolean> {
  const stored = await world.store.db
    .selectFrom('events')
    .select('event_id')
    .where('event_id', '=', `call-${callId}`)
    .executeTakeFirst();
  return stored !== undefined;
}
