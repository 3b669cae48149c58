import { sql } from 'kysely';
import type { Tx } from '../database/connection.ts';
import type { DeleteCopy } from '../deletion.ts';
import { deletionLane } from '../lease.ts';
import { workChannel } from '../work-signals.ts';
import type { TextToStaff } from './blank-caller.ts';
import type { OfCaller } from './export-caller.ts';

/**
 * Has the provider delete its copies of a caller's calls and texts, and of the texts in which staff were told of them;
 * begun in the same transaction as the erasure, and tried until it is done.
 */
export async function deleteCopies(
  tx: Tx,
  request: OfCaller,
  { reference, toStaff }: { readonly reference: string; readonly toStaff: readonly TextToStaff[] },
): Promise<{ readonly texts: number; readonly calls: number }> {
  const textsToStaff = toStaff.flatMap(({ textIds }) => textIds);
  const texts = await findProviderIds(tx, request, textsToStaff);
  const calls = await findCallIds(tx, request);
  const copies: readonly DeleteCopy[] = [
    ...texts.map((providerId) => deletion('text', providerId, reference)),
    ...calls.map((providerId) => deletion('call', providerId, reference)),
  ];
  if (copies.length > 0) {
    await sql`
      insert into effects (business_id, effect_key, caller_id, lane, effect, state, due_at, created_at)
      select ${request.businessId}, copy ->> 'key', ${reference}, ${deletionLane}, copy, 'open',
        ringback_now(), ringback_now()
      from jsonb_array_elements(${JSON.stringify(copies)}::jsonb) as copy`.execute(tx);
    await sql`select pg_notify(${workChannel}, ${deletionLane})`.execute(tx);
  }
  return { texts: texts.length, calls: calls.length };
}

function deletion(kind: DeleteCopy['kind'], providerId: string, reference: string): DeleteCopy {
  return { type: 'delete-copy', key: `${reference}-${providerId}`, kind, providerId };
}

/** An incoming text has the provider's own id in ours; one that left twice has two. */
async function findProviderIds(
  tx: Tx,
  { businessId, callerId }: OfCaller,
  others: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select distinct id.provider_id
    from texts t cross join lateral (values
      (case when t.direction = 'in' then substring(t.text_id from '^text-(.+)$') else t.provider_id end),
      (t.double_provider_id)) as id (provider_id)
    where t.business_id = ${businessId} and id.provider_id is not null
      and (t.caller_id = ${callerId} or t.text_id = any (${[...others]}::text[]))
    order by 1`.execute(tx);
  return rows.map((row) => row.provider_id);
}

async function findCallIds(tx: Tx, { businessId, callerId }: OfCaller): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('calls')
    .select('call_id')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .orderBy('call_id')
    .execute();
  return rows.map((row) => row.call_id);
}
