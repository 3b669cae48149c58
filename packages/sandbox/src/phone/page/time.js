// @ts-check
import { make } from './element.js';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' });

/** How far the server's clock is ahead of ours. */
let aheadMs = 0;

/** @param {string} serverTime */
export function setServerTime(serverTime) {
  aheadMs = Date.parse(serverTime) - Date.now();
}

/** The server's time, in milliseconds. */
export function now() {
  return Date.now() + aheadMs;
}

/** @param {string} instant */
export function clockTime(instant) {
  return clock.format(new Date(instant));
}

/** @param {string} instant */
function describe(instant) {
  const seconds = Math.round((Date.parse(instant) - now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return seconds > 0 ? 'in a moment' : 'just now';
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}

/**
 * A time that reads relative, with the exact one as its title; `refreshTimes` keeps it true.
 * @param {string} instant
 */
export function timeElement(instant) {
  return make('time', {
    text: describe(instant),
    title: exact.format(new Date(instant)),
    attributes: { datetime: instant },
  });
}

/** Brings every relative time on the page up to date. */
export function refreshTimes() {
  for (const time of document.querySelectorAll('time')) {
    const text = describe(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}

/**
 * `0:07`
 * @param {number} seconds
 */
export function formatSeconds(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * Whole seconds between two instants.
 * @param {string} earlier
 * @param {string} later
 */
export function secondsBetween(earlier, later) {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / 1000);
}
