import type { Tx } from '../database/connection.ts';
import type { OfCaller } from './export-caller.ts';

/** A message to staff tells of several callers, and nobody repeats it once the effect that began it is gone. */
export async function endMessages(tx: Tx, { businessId, callerId }: OfCaller): Promise<void> {
  await tx
    .updateTable('notices')
    .set({ state: 'unknown', problem: 'the message that told it was ended by an erasure' })
    .where('business_id', '=', businessId)
    .where('caller_id', '<>', callerId)
    .where('state', 'in', ['sending', 'waiting'])
    .where('message_id', 'in', (of) =>
      of
        .selectFrom('effects')
        .select('effect_key')
        .where('business_id', '=', businessId)
        .where('caller_id', '=', callerId)
        .where('state', '=', 'open'),
    )
    .execute();
}
