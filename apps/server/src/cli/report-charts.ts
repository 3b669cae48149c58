import type { Funnel } from '@ringback/core';
import { escapeHtml } from '../page.ts';
import { number } from './report-table.ts';

export type Bar = {
  readonly name: string;
  readonly value: number;
  readonly note?: string;
  readonly tone?: 'strong' | 'alarm' | 'good';
};

const barHeight = 30;
const barGap = 14;
const nameWidth = 190;
const chartWidth = 720;

/** Bars one below the other, each with its name and its number. */
export function barChart(label: string, bars: readonly Bar[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const room = chartWidth - nameWidth - 150;
  const height = bars.length * (barHeight + barGap) - barGap;
  const rows = bars.map(({ name, value, note, tone }, index) => {
    const top = index * (barHeight + barGap);
    const width = Math.max(value > 0 ? 3 : 0, (value / most) * room);
    const middle = top + barHeight / 2;
    return `<text class="name" x="${nameWidth - 14}" y="${middle}" text-anchor="end">${escapeHtml(shorten(name))}</text>
<rect class="track" x="${nameWidth}" y="${top}" width="${room}" height="${barHeight}" rx="5"/>
<rect class="bar ${tone ?? 'strong'}" x="${nameWidth}" y="${top}" width="${width.toFixed(1)}" height="${barHeight}" rx="5"/>
<text class="value" x="${nameWidth + room + 12}" y="${middle}">${number(value)}<tspan class="note">${note ? `  ${escapeHtml(note)}` : ''}</tspan></text>`;
  });
  const told = bars.map(({ name, value }) => `${name} ${number(value)}`).join(', ');
  return `<svg viewBox="0 0 ${chartWidth} ${height}" role="img" aria-label="${escapeHtml(`${label}: ${told}`)}">
${rows.join('\n')}
</svg>`;
}

function shorten(name: string): string {
  return name.length > 26 ? `${name.slice(0, 25)}…` : name;
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const cell = 26;
const left = 44;
const top = 24;

/** Missed calls by hour of the week; the outlined hours are those in which the business is open. */
export function heatMap(byHourOfWeek: readonly Funnel[], isOpen: (hourOfWeek: number) => boolean): string {
  const most = Math.max(1, ...byHourOfWeek.map(({ missed }) => missed));
  const cells = byHourOfWeek.map(({ missed }, hour) => {
    const x = left + (hour % 24) * cell;
    const y = top + Math.floor(hour / 24) * cell;
    const strength = missed === 0 ? 0 : 0.2 + 0.8 * (missed / most);
    const title = `${days[Math.floor(hour / 24)]} ${clock(hour % 24)}: ${number(missed)} missed`;
    const box = `x="${x + 1.5}" y="${y + 1.5}" width="${cell - 3}" height="${cell - 3}" rx="4"`;
    const heat =
      missed === 0
        ? ''
        : `<rect class="heat" ${box} fill-opacity="${strength.toFixed(2)}"/><text class="count${strength > 0.55 ? ' dark' : ''}" x="${x + cell / 2}" y="${y + cell / 2}">${missed > 999 ? '…' : missed}</text>`;
    const outline = isOpen(hour) ? `<rect class="open" ${box}/>` : '';
    return `<g><title>${title}</title><rect class="hour" ${box}/>${heat}${outline}</g>`;
  });
  const hours = [0, 3, 6, 9, 12, 15, 18, 21].map(
    (hour) => `<text class="axis" x="${left + hour * cell + cell / 2}" y="12">${clock(hour)}</text>`,
  );
  const names = days.map(
    (name, index) =>
      `<text class="axis day" x="${left - 8}" y="${top + index * cell + cell / 2}">${name}</text>`,
  );
  return `<svg class="heatmap" viewBox="0 0 ${left + 24 * cell + 4} ${top + 7 * cell + 4}" role="img" aria-label="Missed calls by day of the week and hour">
${[...hours, ...names, ...cells].join('\n')}
</svg>`;
}

export function clock(hour: number): string {
  return `${hour % 12 === 0 ? 12 : hour % 12} ${hour < 12 ? 'AM' : 'PM'}`;
}
