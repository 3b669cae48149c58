import type { StormReport } from './run-storm.ts';

const mostTold = 20;

/** What storms did and what came of them, to read. */
export function tellStorms(reports: readonly StormReport[]): string {
  const stormy = reports.filter(({ injected }) => injected.size > 0);
  const calm = reports.filter(({ injected }) => injected.size === 0);
  const sum = (figure: (report: StormReport) => number) =>
    stormy.reduce((total, report) => total + figure(report), 0);
  const injected = new Map<string, number>();
  for (const report of stormy) {
    for (const [what, times] of report.injected) injected.set(what, (injected.get(what) ?? 0) + times);
  }
  const lines = [
    '',
    `${stormy.length} storms with ${sum(({ calls }) => calls)} missed calls and ${sum(({ texts }) => texts)} texts of ours: ` +
      `${sum(({ differences }) => differences.length)} differences from a calm day; ` +
      `of ${sum(({ lost }) => lost)} callers a text was lost twice or overtaken, and a person has a task`,
    ...[...injected]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([what, times]) => `${String(times).padStart(6)}  ${what}`),
    ...stormy
      .filter(({ differences }) => differences.length > 0)
      .flatMap(({ seed, differences, stories }) => [
        '',
        `CHAOS_STORM=${seed}`,
        ...differences.slice(0, mostTold),
        ...stories.slice(0, mostTold),
      ]),
    ...calm.map(
      ({ lateness }) =>
        `first texts on a calm day: due to leaving p50 ${quantile(lateness, 0.5)} ms, p99 ${quantile(lateness, 0.99)} ms`,
    ),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
