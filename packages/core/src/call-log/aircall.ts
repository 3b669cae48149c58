import type { CallLogFormat } from './call-log.ts';
import { isYes, quoteCell, readSeconds, unreadable } from './cells.ts';
import { readCall, readOutgoing } from './read-call.ts';

/**
 * The call history of Aircall. Fields and reasons:
 * https://support.aircall.io/hc/en-gb/articles/13395542101661-Analytics-Call-attributes, read 2026-11-21
 */
export const aircall: CallLogFormat = {
  name: 'Aircall',
  headers: ['line', ['datetime utc', 'datetime tz offset incl'], 'direction', 'from', 'to', 'answered'],
  read(row, setting) {
    const utc = row['datetime utc'];
    const time = utc ? `${utc} UTC` : row['datetime tz offset incl'];
    if (!/^inbound/i.test((row.direction ?? '').trim())) {
      return readOutgoing({ to: withPlus(row.to), time, answered: isYes(row.answered) }, setting);
    }
    const cells = {
      id: row['call id'] ?? row['call id internal'],
      from: withPlus(row.from),
      line: withPlus(row.to) ?? row['aircall number'],
      time,
      source: row.line,
    };
    if (isYes(row.answered)) return readCall({ ...cells, outcome: 'answered' }, setting);
    const ringSeconds = readSeconds(row['waiting time']) ?? readSeconds(row['duration total']);
    if ((row.voicemail ?? '').trim() !== '' && !/^no$/i.test(row.voicemail ?? '')) {
      return readCall({ ...cells, outcome: 'voicemail', ringSeconds }, setting);
    }
    switch ((row['missed call reason'] ?? row['unanswered call reason'] ?? '').trim().toLowerCase()) {
      case 'short_abandoned':
      case 'abandoned_in_ivr':
      case 'abandoned_in_classic':
        return readCall({ ...cells, outcome: 'abandoned', ringSeconds }, setting);
      case 'out_of_opening_hours':
      case 'no_available_agent':
      case 'agents_did_not_answer':
      case '':
        return readCall({ ...cells, outcome: 'missed', cause: 'no-answer', ringSeconds }, setting);
      default:
        return unreadable(`${quoteCell(row['missed call reason'])} is no known reason of a missed call`);
    }
  },
};

/** Aircall writes numbers in full but without their plus. */
function withPlus(text: string | undefined): string | undefined {
  const digits = text?.trim() ?? '';
  return /^\d{8,15}$/.test(digits) ? `+${digits}` : text;
}
