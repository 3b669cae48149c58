import { constants } from 'node:os';
import { type Contender, contenders, floor } from './contenders.ts';
import { growHistory } from './history.ts';
import { asManyAsPossible, atRate, type Load, quantile, type Run } from './load.ts';
import type { Process } from './processes.ts';
import { type BenchWorld, openBenchWorld, patientShop } from './world.ts';

/**
 * `pnpm bench`: missed calls against the bare floor, then against Ringback as one process, as two, and on the embedded
 * store, in one run on one machine, with the load and a stand-in for Twilio beside them.
 *
 * BENCH_ONLY: floor, one, two, embedded or history, with commas; BENCH_SECONDS: how long each load lasts;
 * BENCH_PAST_EVENTS: adds a store of 10,000 businesses with so many past events; BENCH_SOAK_MINUTES: instead of all
 * that, a slow load for so long, with the memory told each minute; DATABASE_URL: the server to make databases on.
 */
const seconds = Number(process.env.BENCH_SECONDS ?? 15);
const soakMinutes = Number(process.env.BENCH_SOAK_MINUTES ?? 0);
const pastEvents = Number(process.env.BENCH_PAST_EVENTS ?? 0);
const only = process.env.BENCH_ONLY?.split(',') ?? null;
const steadyRate = 50;
const soakRate = 5;
const atOnce = 64;
const patienceMs = 2_000;

class Interrupted extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => reject(new Interrupted(signal)));
});
interrupted.catch(() => {});

type Result = {
  readonly idleMb: number;
  readonly startMs: number;
  readonly steady: Run;
  readonly patient: Run;
  readonly most: Run;
  readonly cpuMs: number;
  readonly storedKb: number;
};

/** Does something with a contender's processes, which are gone afterwards, however that ends. */
async function withWorld<T>(contender: Contender, work: (world: BenchWorld) => Promise<T>): Promise<T> {
  const world = await openBenchWorld(contender);
  try {
    return await Promise.race([work(world), interrupted]);
  } catch (error) {
    // What is still under way fails against servers that are going; it must not end us before they are gone.
    process.on('unhandledRejection', () => {});
    throw error;
  } finally {
    await world.close();
  }
}

async function measure(world: BenchWorld, contender: Contender): Promise<Result> {
  const { processes } = world;
  const idleMb = await largestMb(processes);
  const load = loadOn(world, contender);
  const bytesBefore = await world.storedBytes();
  const warmUp = await asManyAsPossible(load(0), { atOnce: 8, seconds: 3 });
  if (contender.pastEvents > 0 && world.databaseUrl)
    await growHistory(world.databaseUrl, contender.pastEvents);
  const bytesGrown = contender.pastEvents > 0 ? await world.storedBytes() : bytesBefore;
  const steady = await atRate(load(1), { perSecond: steadyRate, seconds });
  const patient = await atRate(
    { ...load(2), shopOf: () => patientShop(contender) },
    { perSecond: steadyRate, seconds },
  );
  const cpuBefore = await cpuOf(processes);
  const most = await asManyAsPossible(load(3), { atOnce, seconds });
  const cpuMs = (((await cpuOf(processes)) - cpuBefore) * 1000) / most.calls;
  const counted = steady.calls + patient.calls + most.calls + (contender.pastEvents > 0 ? 0 : warmUp.calls);
  const storedKb = ((await world.storedBytes()) - bytesGrown) / 1024 / counted;
  return { idleMb, startMs: processes[0]?.startMs ?? 0, steady, patient, most, cpuMs, storedKb };
}

/** Each part of a run has its own million of callers. */
function loadOn(world: BenchWorld, contender: Contender): (part: number) => Load {
  return (part) => ({
    target: world.target,
    twilio: world.twilio,
    shopOf: (index) => index % contender.businesses,
    first: part * 1_000_000,
  });
}

async function soak(world: BenchWorld, contender: Contender): Promise<void> {
  for (let minute = 1; minute <= soakMinutes; minute += 1) {
    const run = await atRate(loadOn(world, contender)(minute), { perSecond: soakRate, seconds: 60 });
    say(
      `minute ${minute}: ${run.calls} calls, p99 ${ms(quantile(run.latencies, 0.99))}, ${(await largestMb(world.processes)).toFixed(0)} MB`,
    );
  }
}

async function cpuOf(processes: readonly Process[]): Promise<number> {
  let sum = 0;
  for (const each of processes) sum += await each.cpuSeconds();
  return sum;
}

async function largestMb(processes: readonly Process[]): Promise<number> {
  return Math.max(...(await Promise.all(processes.map((each) => each.memoryMb()))));
}

function tell(contender: Contender, result: Result, base: Result | null): void {
  const { steady, patient, most } = result;
  const perSecond = most.calls / most.seconds;
  const late = patient.latencies.map((latency) => latency - patienceMs);
  const ofBase = (value: number, of: (result: Result) => number) =>
    base === null ? '' : ` (${(value / of(base)).toFixed(2)} x the floor's)`;
  const p99 = (run: Run) => quantile(run.latencies, 0.99);
  say(contender.name);
  say(`  ready after ${(result.startMs / 1000).toFixed(1)} s, idle at ${result.idleMb.toFixed(0)} MB`);
  say(
    `  ${steadyRate} calls/s: miss to text ${spread(steady.latencies)}${ofBase(p99(steady), (other) => p99(other.steady))}, webhook answered ${spread(steady.answers)}`,
  );
  if (contender.script !== floor.script) say(`  texts due after 2 s leave ${spread(late)} late`);
  say(
    `  ${atOnce} calls at once: ${perSecond.toFixed(0)} calls/s${ofBase(perSecond, (other) => other.most.calls / other.most.seconds)}, miss to text ${spread(most.latencies)}`,
  );
  say(
    `  a call takes ${result.cpuMs.toFixed(2)} ms of processor time${ofBase(result.cpuMs, (other) => other.cpuMs)}` +
      (contender.store === 'postgres' ? ` and ${result.storedKb.toFixed(1)} kB of the store` : ''),
  );
}

function spread(values: readonly number[]): string {
  return `p50 ${ms(quantile(values, 0.5))}, p99 ${ms(quantile(values, 0.99))}`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function bench(): Promise<void> {
  const all = contenders(pastEvents);
  if (soakMinutes > 0) {
    const contender = all.one ?? floor;
    return withWorld(contender, (world) => soak(world, contender));
  }
  let base: Result | null = null;
  for (const [key, contender] of Object.entries(all)) {
    if (only !== null && !only.includes(key)) continue;
    const result = await withWorld(contender, (world) => measure(world, contender));
    if (contender === floor) base = result;
    tell(contender, result, contender === floor ? null : base);
  }
}

// What is under way goes on against servers that are gone, so nothing is waited for besides them.
await bench().then(
  () => process.exit(0),
  (error: unknown) => {
    const signal = error instanceof Interrupted ? error.signal : null;
    if (signal === null) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(signal === null ? 1 : 128 + constants.signals[signal]);
  },
);
