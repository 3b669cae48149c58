import { vi } from 'vitest';
import { forwardedLine, ringingLine, shopPhone } from '../open-world.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { until } from './drive.ts';

/**
 * A call that nobody takes, to a line that rings or to one that a carrier forwards to; resolves to its id when the
 * store has the miss.
 */
export async function missCall(
  world: ChaosWorld,
  call: { readonly from: string; readonly line: 'rings' | 'forwarded' },
): Promise<string> {
  const placed = world.twilio.placeCall({
    from: call.from,
    to: call.line === 'rings' ? ringingLine : forwardedLine,
  });
  if (call.line === 'rings') {
    await vi.waitUntil(() => placed.legs().some(({ status }) => status === 'ringing'), { timeout: 10_000 });
    placed.busy(shopPhone);
  }
  await until(world, async () => {
    const stored = await world.store.db
      .selectFrom('events')
      .select('event_id')
      .where('event_id', '=', `call-${placed.sid}`)
      .executeTakeFirst();
    return stored !== undefined;
  });
  placed.hangUp();
  return placed.sid;
}
