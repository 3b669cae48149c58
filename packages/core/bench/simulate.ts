import { businessSchema } from '../src/business.ts';
import type { LoggedCall } from '../src/call-log/call-log.ts';
import { addSeconds, type Instant, toInstant } from '../src/instant.ts';
import type { E164 } from '../src/phone.ts';
import { createReport } from '../src/report.ts';
import { defineRules } from '../src/rule-set.ts';
import { simulate } from '../src/simulate.ts';

/**
 * `node packages/core/bench/simulate.ts [calls]`: replays a year of calls, with and without the report, and says how
 * long that took and how much memory was held at the end of each.
 */
const callCount = Number(process.argv[2] ?? 100_000);
const callerCount = Math.ceil(callCount * 0.6);
const start = toInstant('2026-01-01T00:00:00Z');
const gapSeconds = (365 * 86_400) / callCount;
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
function* calls(): Generator<LoggedCall> {
  let seed = 42;
  const pick = (limit: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  for (let index = 0; index < callCount; index += 1) {
    const caller = pick(callerCount);
    const areaCode = areaCodes[caller % areaCodes.length];
    const from = `+1${areaCode}${String(2_000_000 + caller)}` as E164;
    const startedAt: Instant = addSeconds(start, Math.round(index * gapSeconds));
    const outcome = outcomes[pick(outcomes.length)] ?? 'missed';
    yield { from, startedAt, outcome, ringSeconds: 2 + pick(28) };
  }
}

async function run(withReport: boolean): Promise<void> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  let decisions = 0;
  let texts = 0;
  const maker = createReport({ business });
  for await (const decided of simulate({ business, rules, calls: calls() })) {
    decisions += 1;
    for (const effect of decided.effects) if (effect.type === 'send-text') texts += 1;
    if (withReport) maker.add(decided);
  }
  const seconds = (performance.now() - began) / 1000;
  const cpuSeconds = process.cpuUsage(cpu).user / 1e6;
  const heap = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  say(
    `${withReport ? 'with the report' : 'decisions alone'}: ${callCount} calls, ${decisions} decisions, ${texts} texts in ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU ` +
      `(${Math.round(callCount / seconds)} calls/s, ${Math.round(decisions / seconds)} decisions/s), heap ${heap} MB`,
  );
  if (!withReport) return;
  const { missed, leads, texted, recovered, reached } = maker.report();
  say(`report: ${JSON.stringify({ missed, leads, texted, recovered, reached })}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await run(false);
await run(true);
