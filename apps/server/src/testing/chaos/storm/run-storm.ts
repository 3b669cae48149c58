import { toInstant } from '@ringback/core';
import { createRandom, type Random } from '../random.ts';
import { type Deeds, perform } from './act.ts';
import { disturb } from './disturb.ts';
import { latenessOf, simulateFaultFree } from './fault-free.ts';
import { readHubspot } from './in-hubspot.ts';
import {
  type Evidence,
  hasLostText,
  judgeHubspot,
  judgeOutcome,
  judgeStory,
  judgeTexts,
} from './judge-caller.ts';
import { type Life, minutesBeforeWave, planLife } from './lives.ts';
import { hearOfTexts, pass, settle } from './settle.ts';
import { readStored } from './stored.ts';
import type { StormWorld } from './storm-world.ts';

export type Storm = {
  readonly seed: number;
  readonly callers: number;
  /** How many of them act at the same moment. */
  readonly atOnce?: number;
  /** Nothing goes wrong. */
  readonly isCalm?: boolean;
};

export type StormReport = {
  readonly seed: number;
  readonly calls: number;
  readonly texts: number;
  /** Callers of whom a text was lost as the schedule had it, so that a person has a task. */
  readonly lost: number;
  readonly injected: ReadonlyMap<string, number>;
  /** By how much first texts left later than they were due, in milliseconds. */
  readonly lateness: readonly number[];
  /** Whatever differs from a run in which nothing goes wrong; nothing, as it should be. */
  readonly differences: readonly string[];
  /** What happened with each caller of whom something differs, to find out why. */
  readonly stories: readonly string[];
};

/** A caller, and what they have done so far. */
export type Living = { readonly life: Life; readonly deeds: Deeds };

function tellStory({ phone, stored }: Evidence): string {
  const lines = stored.decisions.map(({ event, effects, reasons }) => {
    const detail = 'timer' in event ? event.timer : 'status' in event ? event.status : '';
    const led = effects.map((effect) => ('event' in effect ? effect.event : effect.type)).join(', ');
    return `  ${event.at} ${event.type} ${detail} (${reasons.map(({ rule }) => rule).join(', ')}): ${led}`;
  });
  return [phone, ...lines].join('\n');
}

/** On another day of the store's time, at half past nine in Chicago: nobody is held back by the night. */
const startsAtUtcHour = 15.5;
/** How long things go on going wrong after everybody has acted. */
const aftermathMs = 2_500;

/** Lets a storm go over many callers, then lets peace return, and compares what became of each of them. */
export async function runStorm(world: StormWorld, storm: Storm): Promise<StormReport> {
  const random = createRandom(storm.seed);
  const all = bringForth(storm.callers, random);
  const injected = new Map<string, number>();
  const count = (what: string, times = 1) =>
    void (times > 0 && injected.set(what, (injected.get(what) ?? 0) + times));
  const before = { ...world.front.counts() };
  await pass(world, untilMorning(world.now()));
  if (!storm.isCalm) for (const { life } of all) planFaults(world, life, count);

  for (const [wave, minutes] of minutesBeforeWave.entries()) {
    await pass(world, minutes * 60_000);
    await settle(world);
    if (!storm.isCalm) world.front.setRough(random);
    const disturbance = storm.isCalm ? null : disturb(world, random, count);
    await actTogether(world, all, { wave, atOnce: storm.atOnce ?? 24, random });
    if (disturbance) await settle(world, { forMs: aftermathMs });
    await disturbance?.calm();
    await connectAgain(world, count);
    world.front.setRough(null);
    await settle(world);
  }
  // Nothing may be about to happen where the fault-free run is broken off.
  await pass(world, 0);
  const { repeated, heldBack, triedAgain } = world.front.counts();
  count('webhooks handed over twice at once', repeated - before.repeated);
  count('webhooks held back', heldBack - before.heldBack);
  count('webhooks tried again', triedAgain - before.triedAgain);
  return { ...(await judge(world, all)), seed: storm.seed, injected };
}

/** A server that is killed between HubSpot's new token and storing it has lost it: somebody of the shop connects again. */
async function connectAgain(world: StormWorld, count: (what: string) => void): Promise<void> {
  const broken = await world.store.db
    .selectFrom('crm_connections')
    .select('state')
    .where('state', '=', 'broken')
    .executeTakeFirst();
  if (!broken) return;
  await world.connectHubspot();
  count('HubSpot connected again');
}

export function bringForth(callers: number, random: Random): readonly Living[] {
  return Array.from({ length: callers }, () => ({
    life: planLife(random),
    deeds: { callIds: [], textIds: [], staffTextIds: [] },
  }));
}

function untilMorning(now: Date): number {
  const morning = new Date(now);
  morning.setUTCHours(Math.floor(startsAtUtcHour), (startsAtUtcHour % 1) * 60, 0, 0);
  if (morning <= now) morning.setUTCDate(morning.getUTCDate() + 1);
  return morning.getTime() - now.getTime();
}

function planFaults(world: StormWorld, life: Life, count: (what: string) => void): void {
  for (const fault of life.send) world.proxy.plan(life.phone, 'create', fault);
  for (const fault of life.look) world.proxy.plan(life.phone, 'list', fault);
  if (life.noCallbacks) world.proxy.mute(life.phone);
  for (const fault of life.send) count(`a text handed over: ${fault}`);
}

/** Each caller does one thing after the other, and many callers at once. */
export async function actTogether(
  world: StormWorld,
  all: readonly Living[],
  { wave, atOnce, random }: { readonly wave: number; readonly atOnce: number; readonly random: Random },
): Promise<void> {
  const waiting = all.filter(({ life }) => (life.waves[wave]?.length ?? 0) > 0).values();
  const goOn = async () => {
    for (const { life, deeds } of waiting) {
      for (const act of life.waves[wave] ?? [])
        await perform(world, act, { phone: life.phone, deeds, random });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
}

/** Compares everything that is known of each of them, once Twilio has been asked about what it did not tell. */
export async function judge(
  world: StormWorld,
  all: readonly Living[],
): Promise<Omit<StormReport, 'seed' | 'injected'>> {
  await hearOfTexts(world);
  const phones = all.map(({ life }) => life.phone);
  const stored = await readStored(world, phones);
  const inHubspot = readHubspot(world.hubspot);
  const messages = Map.groupBy(world.twilio.messages(), ({ to }) => to);
  const stories = phones.map((phone) => stored(phone).decisions);
  const faultFree = await simulateFaultFree(world.business, stories, toInstant(world.now()));
  const differences = world.front.refusals().map((refusal) => `refused: ${refusal}`);
  const told: string[] = [];
  let lost = 0;
  for (const { life, deeds } of all) {
    const evidence: Evidence = {
      phone: life.phone,
      deeds,
      stored: stored(life.phone),
      atTwilio: (messages.get(life.phone) ?? []).filter(({ direction }) => direction === 'outbound-api'),
      inHubspot: inHubspot(life.phone),
    };
    const isLost = hasLostText(evidence);
    if (isLost) lost += 1;
    const problems = [
      ...judgeStory(evidence, world.business),
      ...judgeTexts(evidence),
      ...judgeHubspot(evidence),
      ...(isLost ? [] : judgeOutcome(evidence, faultFree(life.phone))),
    ];
    differences.push(...problems.map((problem) => `${life.phone}: ${problem}`));
    if (problems.length > 0) told.push(tellStory(evidence));
  }
  return {
    calls: all.reduce((sum, { deeds }) => sum + deeds.callIds.length, 0),
    texts: phones.reduce((sum, phone) => sum + stored(phone).texts.length, 0),
    lost,
    lateness: stories.flatMap(latenessOf),
    differences,
    stories: told,
  };
}
