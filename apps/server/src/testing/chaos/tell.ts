import type { Run } from './run-schedule.ts';

/** What was done to the servers and what came of it, as a table to read. */
export function tell(runs: readonly Run[], planned: number): string {
  const outcomes = runs.flatMap((run) => run.outcomes);
  const injected = count(runs.flatMap((run) => run.injected));
  const ended = count(
    outcomes.map(({ atTwilio, ours }) => `${atTwilio.join(' and ') || 'nothing'} at Twilio, ${ours} here`),
  );
  const failed = runs.filter(({ problems }) => problems.length > 0);
  const lines = [
    '',
    `${planned} schedules with ${outcomes.length} callers: ${failed.length} broke a promise, ${planned - runs.length} broke off`,
    ...table('servers', count(runs.map(({ schedule }) => schedule.layout))),
    ...table('injected', injected),
    ...table('in the end', ended),
    ...failed.map(({ schedule, problems }) => `CHAOS_SEED=${schedule.seed}: ${problems.join('; ')}`),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function count(all: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const each of all.toSorted()) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

function table(title: string, counts: ReadonlyMap<string, number>): string[] {
  return ['', title, ...[...counts].map(([what, times]) => `${String(times).padStart(6)}  ${what}`)];
}
