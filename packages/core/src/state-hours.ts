import { dayMs, weekdayOf } from './zone-clock.ts';

/** Whole hours of the local clock, from one up to but not including the other; null: not at all that day. */
type Hours = readonly [from: number, until: number] | null;

export type StateHours = {
  readonly state: string;
  readonly weekday: Hours;
  readonly saturday: Hours;
  readonly sunday: Hours;
  /** No text on the legal holidays of the United States. */
  readonly holidays?: 'closed';
  readonly source: string;
  /** When the source was last changed or, where it does not say, read. */
  readonly asOf: string;
};

/** Source: 47 CFR 64.1200(c)(1), 8 a.m. to 9 p.m. at the called party's location. */
export const federalHours: StateHours = {
  state: 'US',
  weekday: [8, 21],
  saturday: [8, 21],
  sunday: [8, 21],
  source: '47 CFR 64.1200(c)(1)',
  asOf: '2026-11-20',
};

const everyDay = (state: string, hours: Hours, source: string, asOf: string): StateHours => {
  return { state, weekday: hours, saturday: hours, sunday: hours, source, asOf };
};

const dropCowboy = 'dropcowboy.com/state-compliance';
const referrizer = 'support.referrizer.com, TCPA quiet hours and state-specific rules for text campaigns';

/**
 * The states whose hours for sales texts are stricter than the federal ones. All are written for marketing, none for
 * an answer to a call, so they bind only who asks for them by `state-strict`. The sources are second-hand and differ
 * in places: each row takes the stricter. They disagree on whether IL, CA, MI, MN, NM and PA have such hours at all,
 * so those are left with the federal ones.
 */
export const stateHours: readonly StateHours[] = [
  { ...everyDay('AL', [8, 20], dropCowboy, '2025-11-01'), sunday: null, holidays: 'closed' },
  everyDay('CT', [9, 20], dropCowboy, '2025-11-01'),
  everyDay('FL', [8, 20], dropCowboy, '2025-11-01'),
  everyDay('KY', [10, 21], dropCowboy, '2025-11-01'),
  { ...everyDay('LA', [8, 20], dropCowboy, '2025-11-01'), sunday: null, holidays: 'closed' },
  everyDay('MA', [8, 20], dropCowboy, '2025-11-01'),
  everyDay('MD', [8, 20], dropCowboy, '2025-11-01'),
  { ...everyDay('MS', [8, 20], dropCowboy, '2025-11-01'), sunday: null },
  everyDay('NJ', [8, 20], referrizer, '2026-11-21'),
  everyDay('NV', [9, 20], dropCowboy, '2025-11-01'),
  everyDay('OK', [8, 20], dropCowboy, '2025-11-01'),
  {
    state: 'RI',
    weekday: [9, 18],
    saturday: [10, 17],
    sunday: [10, 17],
    source: referrizer,
    asOf: '2026-11-21',
  },
  {
    ...everyDay('TX', [9, 21], `${referrizer} (SB 140, in force 2025-09-01)`, '2026-11-21'),
    sunday: [12, 21],
  },
  everyDay('WA', [8, 20], 'RCW 80.36.390, as changed by HB 1497', '2022-06-09'),
];

/** The hours of the day that all the given rows and the federal one allow; null when there are none. */
export function commonHours(rows: readonly StateHours[], day: number): Hours {
  const weekday = weekdayOf(day);
  const federal = hoursOn(federalHours, weekday);
  if (rows.length === 0 || !federal) return federal;
  let [from, until] = federal;
  for (const row of rows) {
    const hours = hoursOn(row, weekday);
    if (!hours) return null;
    from = Math.max(from, hours[0]);
    until = Math.min(until, hours[1]);
  }
  if (from >= until) return null;
  return rows.some(({ holidays }) => holidays === 'closed') && isLegalHoliday(day) ? null : [from, until];
}

function hoursOn(row: StateHours, weekday: number): Hours {
  if (weekday === 6) return row.sunday;
  return weekday === 5 ? row.saturday : row.weekday;
}

/**
 * Month and day, those of a fixed date. One that falls on a weekend is kept on the Friday before or the Monday after,
 * too. Source: 5 U.S.C. 6103
 */
const fixedHolidays = [
  { month: 1, date: 1 },
  { month: 6, date: 19 },
  { month: 7, date: 4 },
  { month: 11, date: 11 },
  { month: 12, date: 25 },
] as const;
/** Month, weekday (0 is Monday) and which of them in the month; 5 is the last. */
const movingHolidays = [
  { month: 1, weekday: 0, nth: 3 },
  { month: 2, weekday: 0, nth: 3 },
  { month: 5, weekday: 0, nth: 5 },
  { month: 9, weekday: 0, nth: 1 },
  { month: 10, weekday: 0, nth: 2 },
  { month: 11, weekday: 3, nth: 4 },
] as const;

/** Whether the day, counted from 1 January 1970, is a legal holiday of the United States or kept as one. */
export function isLegalHoliday(day: number): boolean {
  const weekday = weekdayOf(day);
  if (isFixed(day) || (weekday === 4 && isFixed(day + 1)) || (weekday === 0 && isFixed(day - 1))) return true;
  const { month, date } = calendarOf(day);
  const nth = Math.ceil(date / 7);
  const isLast = calendarOf(day + 7).month !== month;
  return movingHolidays.some(
    (holiday) =>
      holiday.month === month &&
      holiday.weekday === weekday &&
      (holiday.nth === 5 ? isLast : holiday.nth === nth),
  );
}

function isFixed(day: number): boolean {
  const { month, date } = calendarOf(day);
  return fixedHolidays.some((holiday) => holiday.month === month && holiday.date === date);
}

function calendarOf(day: number): { readonly month: number; readonly date: number } {
  const midnight = new Date(day * dayMs);
  return { month: midnight.getUTCMonth() + 1, date: midnight.getUTCDate() };
}
