import { setTimeout as delay } from 'node:timers/promises';
import { type MissedCall, missedCall, type Target } from './missed-call.ts';
import type { StandInTwilio } from './stand-in-twilio.ts';

export type Run = {
  /** From the miss being told to the text being taken, in milliseconds. */
  readonly latencies: readonly number[];
  /** From a webhook being sent to its answer, in milliseconds. */
  readonly answers: readonly number[];
  readonly seconds: number;
  readonly calls: number;
};

export type Load = {
  readonly target: Target;
  readonly twilio: StandInTwilio;
  /** Which business is called. */
  readonly shopOf: (index: number) => number;
  /** The number of the first call: no two runs on one store may share a caller. */
  readonly first: number;
};

const patienceMs = 60_000;

/** Calls come in at a steady rate, whether the server keeps up or not. */
export async function atRate(
  load: Load,
  options: { readonly perSecond: number; readonly seconds: number },
): Promise<Run> {
  const calls = options.perSecond * options.seconds;
  return measured(async (run) => {
    const began = performance.now();
    const all: Promise<void>[] = [];
    for (let index = 0; index < calls; index += 1) {
      const due = began + (index / options.perSecond) * 1000;
      const early = due - performance.now();
      if (early > 1) await delay(early);
      all.push(run(missedCall(load.target, load.first + index, load.shopOf(index)), load.twilio));
    }
    await Promise.all(all);
    return calls;
  }, load.twilio);
}

/** So many calls are always under way: as soon as one is texted, the next comes in. */
export async function asManyAsPossible(
  load: Load,
  options: { readonly atOnce: number; readonly seconds: number },
): Promise<Run> {
  return measured(async (run) => {
    const until = performance.now() + options.seconds * 1000;
    let next = 0;
    async function one(): Promise<void> {
      while (performance.now() < until) {
        const index = next;
        next += 1;
        await run(missedCall(load.target, load.first + index, load.shopOf(index)), load.twilio);
      }
    }
    await Promise.all(Array.from({ length: options.atOnce }, one));
    return next;
  }, load.twilio);
}

async function measured(
  drive: (run: (call: MissedCall, twilio: StandInTwilio) => Promise<void>) => Promise<number>,
  twilio: StandInTwilio,
): Promise<Run> {
  const latencies: number[] = [];
  const answers: number[] = [];
  async function timed(act: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await act();
    answers.push(performance.now() - began);
  }
  const began = performance.now();
  const calls = await drive(async (call, at) => {
    await timed(call.incoming);
    const missedAt = performance.now();
    const texted = at.textTo(call.from);
    await timed(call.missed);
    await timed(call.ended);
    latencies.push((await withPatience(texted, call.from)) - missedAt);
  });
  await twilio.settled();
  return { latencies, answers, calls, seconds: (performance.now() - began) / 1000 };
}

async function withPatience(texted: Promise<number>, from: string): Promise<number> {
  const patience = new AbortController();
  const late = delay(patienceMs, null, { signal: patience.signal }).catch(() => null);
  const at = await Promise.race([texted, late]);
  patience.abort();
  if (at === null) throw new Error(`no text to ${from} within ${patienceMs / 1000} s`);
  return at;
}

/** The value below which the share `q` of all lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
