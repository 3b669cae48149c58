import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { businessSchema } from '../src/business.ts';
import type { LoggedCall } from '../src/call-log/call-log.ts';
import { addSeconds, type Instant, toInstant } from '../src/instant.ts';
import type { E164 } from '../src/phone.ts';
import { createReport } from '../src/report.ts';
import { defineRules } from '../src/rule-set.ts';
import { simulate } from '../src/simulate.ts';
import { say } from './measure.ts';

/**
 * `node packages/core/bench/simulate.ts [calls]`: replays a year of calls, with and without the report, and says how
 * long that took, the best of several times; then how much memory a year and five of them come to hold.
 */
const callsAYear = Number(process.argv[2] ?? 100_000);
const times = 3;
const start = toInstant('2026-01-01T00:00:00Z');
const gapSeconds = (365 * 86_400) / callsAYear;
const hours = ['08:00-12:00', '13:00-17:00'];
const business = businessSchema.parse({
  id: 'acme-plumbing',
  name: 'Acme Plumbing',
  trade: 'home-services',
  timeZone: 'America/Chicago',
  hours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  lines: [{ number: '+15125550100', forwardTo: ['+15125550111'] }],
});
const rules = defineRules({});
const outcomes = ['answered', 'missed', 'abandoned', 'voicemail'] as const;
const areaCodes = [212, 305, 312, 415, 512, 602, 702, 808, 206, 617];

/** The same calls on every run: a linear congruential generator (Numerical Recipes) picks them. */
function* callsOf(years: number): Generator<LoggedCall> {
  const callerCount = Math.ceil(callsAYear * 0.6) * years;
  let seed = 42;
  const pick = (limit: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  for (let index = 0; index < callsAYear * years; index += 1) {
    const caller = pick(callerCount);
    const areaCode = areaCodes[caller % areaCodes.length];
    const from = `+1${areaCode}${String(2_000_000 + caller)}` as E164;
    const startedAt: Instant = addSeconds(start, Math.round(index * gapSeconds));
    const outcome = outcomes[pick(outcomes.length)] ?? 'missed';
    yield { from, startedAt, outcome, ringSeconds: 2 + pick(28) };
  }
}

type Run = { readonly seconds: number; readonly cpuSeconds: number; readonly told: string };

async function run(withReport: boolean): Promise<Run> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  let decisions = 0;
  let texts = 0;
  const maker = createReport({ business });
  for await (const decided of simulate({ business, rules, calls: callsOf(1) })) {
    decisions += 1;
    for (const effect of decided.effects) if (effect.type === 'send-text') texts += 1;
    if (withReport) maker.add(decided);
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { missed, leads, texted, recovered, reached } = maker.report();
  const counted = withReport ? ` ${JSON.stringify({ missed, leads, texted, recovered, reached })}` : '';
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    told: `${decisions} decisions, ${texts} texts${counted}`,
  };
}

async function best(withReport: boolean): Promise<Run> {
  let found = await run(withReport);
  for (let time = 1; time < times; time += 1) {
    const next = await run(withReport);
    if (next.cpuSeconds < found.cpuSeconds) found = next;
  }
  return found;
}

/** Megabytes that are still held when the last call has been decided on, and nothing else is. */
async function heldAfter(years: number): Promise<number> {
  let callsTaken = 0;
  let held = 0;
  for await (const { call, event } of simulate({ business, rules, calls: callsOf(years) })) {
    if (call === null || event.type === 'voicemail-left') continue;
    callsTaken += 1;
    if (callsTaken < callsAYear * years) continue;
    collectGarbage();
    held = process.memoryUsage().heapUsed / 2 ** 20;
  }
  return held;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const without = await best(false);
const withReport = await best(true);
for (const [name, { seconds, cpuSeconds, told }] of [
  ['decisions alone', without],
  ['with the report', withReport],
] as const) {
  const perSecond = Math.round(callsAYear / cpuSeconds).toLocaleString('en-US');
  say(
    `${name}: ${callsAYear} calls in ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of processor time (${perSecond} calls/s): ${told}`,
  );
}
say(`report : none ${(withReport.cpuSeconds / without.cpuSeconds).toFixed(2)}`);

collectGarbage();
const before = process.memoryUsage().heapUsed / 2 ** 20;
const [oneYear, fiveYears] = [await heldAfter(1), await heldAfter(5)];
say(
  `held: ${(oneYear - before).toFixed(1)} MB after a year, ${(fiveYears - before).toFixed(1)} MB after five; five : one ${((fiveYears - before) / (oneYear - before)).toFixed(2)}`,
);
