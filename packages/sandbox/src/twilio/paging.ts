import { TwilioApiError } from './api-error.ts';

const mostPerPage = 1_000;

/** One page of a list in the shape of the 2010 API; `path` is the list's own, `query` as it was asked. */
export function pageOf<T>(items: readonly T[], name: string, path: string, query: URLSearchParams) {
  const size = Math.min(mostPerPage, readCount(query, 'PageSize', 50) || 50);
  const page = readCount(query, 'Page', 0);
  const start = page * size;
  const shown = items.slice(start, start + size);
  const uriOf = (number: number) => {
    const asked = new URLSearchParams(query);
    asked.set('PageSize', String(size));
    asked.set('Page', String(number));
    return `${path}?${asked}`;
  };
  return {
    [name]: shown,
    end: start + Math.max(0, shown.length - 1),
    first_page_uri: uriOf(0),
    next_page_uri: start + size < items.length ? uriOf(page + 1) : null,
    page,
    page_size: size,
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
    start,
    uri: uriOf(page),
  };
}

function readCount(query: URLSearchParams, name: string, unset: number): number {
  const given = query.get(name);
  if (given === null) return unset;
  if (!/^\d+$/.test(given)) throw new TwilioApiError(400, 20001, `${name} must be a whole number`);
  return Number(given);
}

/**
 * Whether a moment passes the filters `name` (that day), `name>` and `name<` (both inclusive; a date or an
 * ISO 8601 timestamp). What has no moment yet passes only when none is asked for.
 */
export function passesDates(query: URLSearchParams, name: string, moment: string | null): boolean {
  const [on, from, until] = [query.get(name), query.get(`${name}>`), query.get(`${name}<`)];
  if (!on && !from && !until) return true;
  if (!moment) return false;
  const second = Math.floor(Date.parse(moment) / 1_000) * 1_000;
  if (on && moment.slice(0, 10) !== on.slice(0, 10)) return false;
  if (from && second < readMoment(from)) return false;
  if (until && second > readMoment(until) + (isDate(until) ? 86_399_999 : 0)) return false;
  return true;
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function readMoment(value: string): number {
  const moment = Date.parse(value);
  if (Number.isNaN(moment)) throw new TwilioApiError(400, 20001, `${value} is not a date`);
  return moment;
}
