import { printable } from './read-call-log.ts';
import type { Finding } from './report-page.ts';

const shownProblems = 20;

/** The finding as lines for a terminal. */
export function printReport({ report, business, log, leadValue, assumptions }: Finding): readonly string[] {
  const { answered, missed, leftAlone, leads, texted, reached, missedWhileClosed, held, firstText } = report;
  const others = [
    ...[...log.others].map(([why, count]) => `${number(count)} × ${printable(why)}`),
    ...(log.calledBack.length > 0
      ? [`${number(log.calledBack.length)} × a call of yours that was answered`]
      : []),
  ];
  return [
    `${printable(business.name)}: ${number(log.calls.length)} incoming calls of a log of ${log.format}`,
    ...(report.firstMissedAt
      ? [`Missed calls from ${day(report.firstMissedAt)} to ${day(report.lastMissedAt ?? '')}`]
      : []),
    '',
    ...table([
      ['Answered', number(answered)],
      ['Missed', `${number(missed)}${missed > 0 ? ` (${number(missedWhileClosed)} while closed)` : ''}`],
      ['  left alone (hung up at once, own numbers)', number(leftAlone)],
      ['People behind the missed calls', number(leads)],
      ['  spoke with somebody later', number(reached)],
      ['  never did', number(leads - reached)],
      ['Would have been texted', number(texted)],
      ['  after (median)', firstText ? seconds(firstText.median) : '–'],
      ['  held until the morning', number(held)],
      ['Texts to pay for (segments)', number(report.segments)],
      ['Tasks for staff', number(report.tasks)],
      ...(leadValue === null
        ? []
        : [['At stake with those who never did', money((leads - reached) * leadValue)] as const]),
    ]),
    ...(report.withheld.length > 0 ? ['', 'Why missed calls got no text of their own:'] : []),
    ...table(
      report.withheld.map(({ rule, count, detail }) => [`  ${number(count)} × ${rule}`, printable(detail)]),
    ),
    ...(others.length > 0 ? ['', `Not counted: ${others.join(', ')}`] : []),
    ...(log.unreadable.length > 0
      ? [
          '',
          `${log.unreadable.length === 1 ? '1 row' : `${number(log.unreadable.length)} rows`} could not be read:`,
        ]
      : []),
    ...log.unreadable.slice(0, shownProblems).map(({ line, why }) => `  line ${line}: ${printable(why)}`),
    ...(log.unreadable.length > shownProblems
      ? [`  and ${number(log.unreadable.length - shownProblems)} more`]
      : []),
    ...(assumptions.length > 0 ? ['', 'Taken for granted, as no business file was given:'] : []),
    ...assumptions.map((assumption) => `  ${assumption}`),
    '',
  ];
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${name.padEnd(width)}${value}`);
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

export function money(dollars: number): string {
  return dollars.toLocaleString('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
}

export function seconds(value: number): string {
  if (value < 60) return value === 1 ? '1 second' : `${value} seconds`;
  return value < 3600 ? `${Math.round(value / 60)} minutes` : `${(value / 3600).toFixed(1)} hours`;
}

export function day(instant: string): string {
  return instant.slice(0, 10);
}
