import { businessId, forwardedLine } from './acme-plumbing.ts';
import type { World } from './open-world.ts';

/** Each of somebody else. */
export const calls = 500;
export const callers: readonly string[] = Array.from(
  { length: calls },
  (_, index) => `+1512555${2_000 + index}`,
);

/** Whatever is tried again so soon meets the same trouble; whatever is tried later does not. */
const troubleSeconds = 20;

/** Everybody calls, nobody answers, and everything that follows within some minutes has happened. */
export async function missAll(world: World): Promise<void> {
  const placed = callers.map((from) => world.twilio.placeCall({ from, to: forwardedLine }));
  await world.settle();
  for (const call of placed) call.hangUp();
  await world.pass(troubleSeconds, { stepSeconds: 4 });
  world.twilio.faults.clear();
  await world.pass(180, { stepSeconds: 30 });
}

type Count = { readonly [what: string]: number };

/** What became of the calls, each counted where somebody would look for it. */
export type Balance = {
  /** How many callers have so many texts at Twilio. */
  readonly callersByTexts: Count;
  /** How many texts are in which state in the store; `double`: Twilio has it twice, and we know. */
  readonly textsByState: Count;
  readonly reported: { readonly missed: number; readonly texted: number };
};

export async function readBalance({ twilio, engine, api }: World): Promise<Balance> {
  const atTwilio = new Map(callers.map((phone) => [phone, 0]));
  for (const { to } of twilio.messages()) atTwilio.set(to, (atTwilio.get(to) ?? 0) + 1);
  const stored = await engine.store.db
    .selectFrom('texts')
    .select(['state', 'double_provider_id'])
    .where('direction', '=', 'out')
    .execute();
  const { missed, texted } = await api.reportRecovery({ query: { business: businessId } });
  return {
    callersByTexts: countEach(atTwilio.values()),
    textsByState: countEach(stored.map((text) => (text.double_provider_id ? 'double' : text.state))),
    reported: { missed, texted },
  };
}

function countEach(items: Iterable<string | number>): Count {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

/** As it is on a day without any trouble. */
export const oneTextEach: Balance = {
  callersByTexts: { 1: calls },
  textsByState: { delivered: calls },
  reported: { missed: calls, texted: calls },
};
