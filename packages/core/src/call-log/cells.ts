import { isCallerIdPlaceholder } from '../caller-id.ts';
import { type Instant, toInstant } from '../instant.ts';
import { type E164, parsePhone } from '../phone.ts';
import { dayMs, minuteMs, momentOf } from '../zone-clock.ts';
import type { RowRead } from './call-log.ts';

/** Hours from UTC of the zone names that American exports write behind a time of day. */
const zoneNames: { readonly [name: string]: number } = {
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type Day = { readonly year: number; readonly month: number; readonly day: number };

/**
 * A moment as exports write it: ISO 8601, `2026-11-02 09:14:07 -0600`, `11/02/2026 9:14 AM`,
 * `Mon, 02 Nov 2026 15:14:07 +0000`, `Nov 2, 2026 9:14 am CST`. Without a zone it is read in `timeZone`; a day in
 * figures and slashes has the month first. null when it is none of these, or no such moment exists.
 */
export function readTime(text: string, timeZone: string): Instant | null {
  const day = findDay(text);
  const time = /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?!\d)\s*([ap])?\.?(?:m\b\.?)?/i.exec(text);
  if (!day || !time) return null;
  const [, hours = '', minutes = '', seconds = '0', half] = time;
  const hour = half === undefined ? Number(hours) : toHour(Number(hours), half);
  if (hour === null || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  if (new Date(midnight).getUTCDate() !== day.day || day.month > 12) return null;
  const minuteOfDay = hour * 60 + Number(minutes);
  const rest = text.slice(time.index + time[0].length);
  const offset = findOffset(rest);
  const moment =
    offset === null
      ? momentOf(timeZone, midnight / dayMs, minuteOfDay)
      : midnight + (minuteOfDay - offset) * minuteMs;
  return toInstant(moment + Number(seconds) * 1000);
}

function findDay(text: string): Day | null {
  const iso = /(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const american = /(?<!\d)(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})(?!\d)/.exec(text);
  if (american) {
    const [, month, day, year = ''] = american;
    return { year: Number(year.length === 2 ? `20${year}` : year), month: Number(month), day: Number(day) };
  }
  const worded =
    /(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]{3})[a-z]*\.?,?[ -](?<year>\d{4})/i.exec(text) ??
    /(?<month>[a-z]{3})[a-z]*\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})/i.exec(text);
  const month = months.indexOf((worded?.groups?.month ?? '').toLowerCase()) + 1;
  if (!worded || month === 0) return null;
  return { year: Number(worded.groups?.year), month, day: Number(worded.groups?.day) };
}

function toHour(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Minutes from UTC; null when none is written. */
function findOffset(rest: string): number | null {
  const digits = /([+-])(\d{2}):?(\d{2})/.exec(rest);
  if (digits) return Number(`${digits[1]}1`) * (Number(digits[2]) * 60 + Number(digits[3]));
  const name = /^\s*\(?([a-z]{1,4})\b/i.exec(rest)?.[1]?.toLowerCase() ?? '';
  const hours = zoneNames[name];
  return hours === undefined ? null : hours * 60;
}

/** Seconds: `65`, `65s`, `1:05`, `0:01:05`, `1m 5s`, `2 min`; null for anything else and for an empty cell. */
export function readSeconds(text: string | undefined): number | null {
  const trimmed = (text ?? '').trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed));
  if (/^\d+(:\d{1,2}){1,2}$/.test(trimmed)) {
    return trimmed.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  }
  const parts = /^(?:(\d+)\s*h\w*)?[\s,]*(?:(\d+)\s*m\w*)?[\s,]*(?:(\d+)\s*s\w*)?$/.exec(trimmed);
  if (!parts || trimmed === '') return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = parts;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** What phone systems write beside the words of `isCallerIdPlaceholder`: "Anonymous Caller", "Blocked Number". */
const withheldWords =
  /^(|-|n\/?a|none|null|withheld|no caller id|out of area|(anonymous|unavailable|restricted|blocked|unknown|private|withheld) (caller|number|caller id))$/i;

/** The caller's number: null where it was withheld, `'unreadable'` where something stands there that is no number. */
export function readCaller(text: string | undefined, country: string): E164 | null | 'unreadable' {
  const raw = (text ?? '').trim();
  if (withheldWords.test(raw) || isCallerIdPlaceholder(raw)) return null;
  return parsePhone(raw, country)?.e164 ?? 'unreadable';
}

/** A number in a cell that may hold a name beside it: `Sales (+1 512-555-0100)`. */
export function readLine(text: string | undefined, country: string): E164 | null {
  const raw = (text ?? '').trim();
  const bracketed = /\(([^()]*\d[^()]*\d[^()]*)\)\s*$/.exec(raw)?.[1];
  const phone = (bracketed && parsePhone(bracketed, country)) || (raw && parsePhone(raw, country)) || null;
  return phone?.e164 ?? null;
}

export function isYes(text: string | undefined): boolean {
  return /^(yes|true|y|1)$/i.test((text ?? '').trim());
}

export function other(why: string): RowRead {
  return { type: 'other', why };
}

export function unreadable(why: string): RowRead {
  return { type: 'unreadable', why };
}

/** What a cell holds, cut short for a message. */
export function quoteCell(text: string | undefined): string {
  const shown = (text ?? '').trim();
  return `"${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}"`;
}
