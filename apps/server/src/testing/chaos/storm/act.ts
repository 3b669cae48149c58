import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { E164 } from '@ringback/core';
import { businessId, forwardedLine, ringingLine, shopPhone } from '../../acme-plumbing.ts';
import type { Random } from '../random.ts';
import type { Act } from './lives.ts';
import type { StormWorld } from './storm-world.ts';

/** What was done, so that it can be looked for in the end. */
export type Deeds = {
  /** Calls that nobody took, in order. */
  readonly callIds: string[];
  /** Texts of theirs, by their id at Twilio. */
  readonly textIds: string[];
  /** Texts of the shop that a server promised to send. */
  readonly staffTextIds: string[];
};

/** Longer than anything is away in a storm. */
const patienceMs = 180_000;

/** @throws Error when no server ever takes it */
export async function perform(...[world, act, options]: Parameters<typeof carryOut>): Promise<void> {
  const late = AbortSignal.timeout(patienceMs);
  await Promise.race([
    carryOut(world, act, options),
    once(late, 'abort').then(() => {
      throw new Error(
        `nobody took it: ${options.phone} ${JSON.stringify(act)} ${JSON.stringify(options.deeds)}`,
      );
    }),
  ]);
}

async function carryOut(
  world: StormWorld,
  act: Act,
  { phone, deeds, random }: { readonly phone: E164; readonly deeds: Deeds; readonly random: Random },
): Promise<void> {
  switch (act.type) {
    case 'call':
      deeds.callIds.push(await missCall(world, phone, act.line));
      return;
    case 'text': {
      const { sid } = world.twilio.sendText({ from: phone, to: forwardedLine, body: act.body });
      await world.front.taken('/webhooks/twilio/messages', sid);
      deeds.textIds.push(sid);
      return;
    }
    case 'staff-text': {
      const textId = await writeAsStaff(world, phone, { body: act.body, isTwice: random.isOneIn(3) });
      if (textId !== null) deeds.staffTextIds.push(textId);
      return;
    }
    default:
      act satisfies never;
  }
}

/** Nobody takes the call. One that no server could write down is lost, and they call once more. */
async function missCall(world: StormWorld, from: E164, line: 'rings' | 'forwarded'): Promise<string> {
  for (;;) {
    const call = world.twilio.placeCall({ from, to: line === 'rings' ? ringingLine : forwardedLine });
    const ended = world.front.taken('/webhooks/twilio/voice/status', call.sid);
    await world.front.taken('/webhooks/twilio/voice', call.sid);
    if (line === 'rings') {
      await until(() => call.legs().some(({ status }) => status === 'ringing'));
      call.busy(shopPhone);
      await Promise.race([world.front.taken('/webhooks/twilio/voice/dialed', call.sid), delay(5_000)]);
    }
    call.hangUp();
    await ended;
    if (await isStored(world, call.sid)) return call.sid;
  }
}

async function isStored(world: StormWorld, callId: string): Promise<boolean> {
  const row = await world.store.db
    .selectFrom('events')
    .select('event_id')
    .where('business_id', '=', businessId)
    .where('event_id', '=', `call-${callId}`)
    .executeTakeFirst();
  return row !== undefined;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 3_000 && !isSo(); waited += 10) await delay(10);
}

/** null: there is no conversation to write in, or the rules forbid it. */
async function writeAsStaff(
  world: StormWorld,
  phone: E164,
  { body, isTwice }: { readonly body: string; readonly isTwice: boolean },
): Promise<string | null> {
  const conversation = await world.store.db
    .selectFrom('conversations')
    .select('conversation_id')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', phone)
    .where('state', '!=', 'closed')
    .executeTakeFirst();
  if (!conversation) return null;
  const path = `/api/v1/conversations/${conversation.conversation_id}/messages?business=${businessId}`;
  const send = () =>
    fetch(`${world.front.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${world.adminToken}`,
        'content-type': 'application/json',
        'idempotency-key': `storm-${phone}`,
      },
      body: JSON.stringify({ body }),
    });
  const [answer] = await Promise.all(isTwice ? [send(), send()] : [send()]);
  const told = (await answer?.json()) as { id?: string; type?: string };
  if (answer?.status === 201 && told.id !== undefined) return told.id;
  if (told.type === '/problems/text-withheld') return null;
  throw new Error(`a text of the shop was refused: ${answer?.status} ${JSON.stringify(told)}`);
}
