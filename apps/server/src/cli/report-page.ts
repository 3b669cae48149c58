import { type Business, isOpenAt, type Report, toInstant } from '@ringback/core';
import { escapeHtml } from '../page.ts';
import type { ReadCallLog } from './read-call-log.ts';
import { barChart, heatMap } from './report-charts.ts';
import { reportStyle } from './report-style.ts';
import { money, number, seconds } from './report-table.ts';

/** What a simulation found, with all that its readers need to know to judge it. */
export type Finding = {
  readonly report: Report;
  readonly business: Business;
  readonly log: ReadCallLog;
  /** What a new inquiry is worth on average, in dollars; null: nobody said. */
  readonly leadValue: number | null;
  /** What was taken for granted. */
  readonly assumptions: readonly string[];
  /** The first text that would have left, as an example. */
  readonly exampleText: string | null;
};

const mostRows = 12;

/** The finding as one HTML file that needs nothing else: no request leaves it, and no script is in it. */
export function renderReport(finding: Finding): string {
  const { business } = finding;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Missed calls of ${escapeHtml(business.name)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${[header, figures, story, text, week, groups, worth, reasons, notes].map((part) => part(finding)).join('\n')}
<footer>Made with Ringback from a log of ${number(finding.log.calls.length)} calls. A simulation: nothing was sent.</footer>
</main>
</body>
</html>
`;
}

function lostOf({ leads, reached }: Report): number {
  return leads - reached;
}

function header({ business, report, log, leadValue }: Finding): string {
  const period =
    report.firstMissedAt && report.lastMissedAt
      ? `${longDay(report.firstMissedAt, business)} to ${longDay(report.lastMissedAt, business)}`
      : 'no missed call';
  const lost = lostOf(report);
  const headline =
    report.missed === 0
      ? 'Not one call was missed.'
      : lost === 0
        ? `${calls(report.missed)} missed, and everybody got through in the end.`
        : `${people(lost)} called and <strong>never got through</strong>${leadValue ? `: ${money(lost * leadValue)} at stake` : ''}.`;
  return `<header>
<p class="eyebrow">${escapeHtml(business.name)} · ${period} · from a call log of ${escapeHtml(log.format)}</p>
<h1>${headline}</h1>
</header>`;
}

function figures({ report }: Finding): string {
  const all = report.answered + report.missed;
  const share = all === 0 ? 0 : Math.round((report.missed / all) * 100);
  const shown: readonly (readonly [string, string, string])[] = [
    [number(report.missed), `missed calls, ${share} % of ${number(all)}`, ''],
    [number(report.missedWhileClosed), 'of them while closed', ''],
    [number(lostOf(report)), 'people who never got through', 'alarm'],
    [
      number(report.texted),
      `would have had a text${report.firstText ? ` within ${seconds(report.firstText.median)}` : ''}`,
      'good',
    ],
  ];
  const boxes = shown.map(
    ([value, label, tone]) =>
      `<div class="figure ${tone}"><b>${value}</b><span>${escapeHtml(label)}</span></div>`,
  );
  return `<div class="figures">${boxes.join('')}</div>`;
}

function story({ report }: Finding): string {
  const all = report.answered + report.missed;
  return `<section><h2>From call to text</h2>
<p class="lead">Callers count once, however often they tried. A call that hung up at once, or came from your own numbers, is left alone.</p>
<div class="scroll">${barChart('From call to text', [
    { name: 'Incoming calls', value: all },
    { name: 'Missed calls', value: report.missed, tone: 'alarm' },
    { name: 'People behind them', value: report.leads, tone: 'alarm' },
    { name: 'Never got through', value: lostOf(report), tone: 'alarm' },
    {
      name: 'Texted back',
      value: report.texted,
      tone: 'good',
      note: report.held > 0 ? `${number(report.held)} at 8 AM or later` : '',
    },
  ])}</div></section>`;
}

function text({ report, exampleText }: Finding): string {
  if (exampleText === null || !report.firstText) return '';
  const { median, p90 } = report.firstText;
  return `<section><h2>What they would have read</h2>
<p class="lead">Half of the texts leave within ${seconds(median)} of the missed call, nine in ten within ${seconds(p90)}.</p>
<div class="phone"><q>${escapeHtml(exampleText)}</q><small>the first one of this log</small></div></section>`;
}

function week({ report, business }: Finding): string {
  if (report.missed === 0) return '';
  return `<section><h2>When calls are missed</h2>
<p class="lead">Missed calls by hour of the week, in ${escapeHtml(business.timeZone.replaceAll('_', ' '))} time. Outlined: hours in which you are open.</p>
<div class="scroll">${heatMap(report.byHourOfWeek, openHours(business, report))}</div></section>`;
}

/** Whether the business is open at half past each hour of an ordinary week of the log. */
function openHours(business: Business, report: Report): (hourOfWeek: number) => boolean {
  const start = Date.parse(report.firstMissedAt ?? '2026-01-05T00:00:00Z');
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: business.timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const open = new Set<number>();
  for (let hour = 0; hour < 168; hour += 1) {
    const moment = (Math.floor(start / 3_600_000) + hour) * 3_600_000 + 1_800_000;
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '');
    if (isOpenAt(business, toInstant(moment))) open.add(day * 24 + Number(parts.hour));
  }
  return (hourOfWeek) => open.has(hourOfWeek);
}

function groups({ report, business }: Finding): string {
  const labels = new Map<string, string>(business.lines.map(({ number: line, label }) => [line, label]));
  const isNamed = new Set(labels.values()).size > 1;
  const byLine = Object.entries(report.byLine).map(
    ([line, funnel]) => [isNamed ? (labels.get(line) ?? showPhone(line)) : showPhone(line), funnel] as const,
  );
  const bySource = Object.entries(report.bySource);
  return [['By source', bySource] as const, ['By line', byLine] as const]
    .filter(([, rows]) => rows.length > 1)
    .map(([title, rows]) => {
      const most = rows.toSorted(([, one], [, other]) => other.missed - one.missed).slice(0, mostRows);
      const bars = most.map(([name, { missed, texted }]) => ({
        name: name === 'unknown' ? 'not told' : name,
        value: missed,
        note: `${number(texted)} texted`,
        tone: 'alarm' as const,
      }));
      const rest = rows.length - most.length;
      return `<section><h2>${title}</h2><p class="lead">Missed calls, and how many people would have been texted${rest > 0 ? `; ${number(rest)} more with fewer` : ''}.</p><div class="scroll">${barChart(title, bars)}</div></section>`;
    })
    .join('\n');
}

function worth({ report, leadValue }: Finding): string {
  const lost = lostOf(report);
  if (!leadValue || lost === 0) return '';
  const shares = [
    ['One in ten', 0.1],
    ['One in four', 0.25],
    ['One in two', 0.5],
  ] as const;
  const rows = shares.map(
    ([name, share]) =>
      `<tr><td>${name} of them won back</td><td class="m">${number(Math.round(lost * share))} people</td><td class="m">${money(lost * share * leadValue)}</td></tr>`,
  );
  return `<section><h2>What that is worth</h2>
<p class="lead">${people(lost)} never got through. At ${money(leadValue)} for an average inquiry, ${money(lost * leadValue)} was at stake. How many of them a text wins back nobody knows beforehand; this is the arithmetic.</p>
<table>${rows.join('')}</table></section>`;
}

function reasons({ report }: Finding): string {
  if (report.withheld.length === 0) return '';
  const rows = report.withheld.map(
    ({ count, detail }) => `<tr><td class="n">${number(count)}</td><td>${escapeHtml(detail)}</td></tr>`,
  );
  return `<section><h2>Calls that got no text of their own, and why</h2>
<p class="lead">Every decision has its reason. One case of each kind:</p>
<table><tr><th class="n">calls</th><th>for example</th></tr>${rows.join('')}</table></section>`;
}

function notes({ log, assumptions, report }: Finding): string {
  const others = [...log.others].map(([why, count]) => `${number(count)} × ${why}`);
  const items = [
    ...assumptions.map((assumption) => `Taken for granted: ${assumption}`),
    'Every text is taken to be delivered, and replies are not guessed.',
    '“Never got through”: within 30 days no later call of theirs was answered, and no call of yours to them is in this log. Whether you reached them by other means, the log does not tell.',
    ...(report.tasks > 0 ? [`Your staff would have had ${number(report.tasks)} call-back tasks.`] : []),
    ...(others.length > 0 ? [`Not counted: ${others.join(', ')}.`] : []),
    ...(log.unreadable.length > 0
      ? [
          `${log.unreadable.length === 1 ? '1 row' : `${number(log.unreadable.length)} rows`} of the log could not be read: ${log.unreadable
            .slice(0, 5)
            .map(({ line, why }) => `line ${line} (${why})`)
            .join(', ')}${log.unreadable.length > 5 ? ' and more' : ''}.`,
        ]
      : []),
  ];
  return `<section><h2>How this was counted</h2><ul class="small">${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul></section>`;
}

function calls(count: number): string {
  return count === 1 ? '1 call was' : `${number(count)} calls were`;
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${number(count)} people`;
}

/** `+15125550100` as Americans write it. */
function showPhone(phone: string): string {
  return phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}

function longDay(instant: string, { timeZone }: Business): string {
  return new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'long' }).format(Date.parse(instant));
}
