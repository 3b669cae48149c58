import type { CallLogFormat, CallLogRow } from './call-log.ts';
import { quoteCell, readSeconds, unreadable } from './cells.ts';
import { readCall, readOutgoing } from './read-call.ts';

/**
 * The call export of Quo, which was OpenPhone. Its fields are those of its API:
 * https://www.quo.com/docs/mdx/api-reference/calls/list-calls, read 2026-11-21
 */
export const quo: CallLogFormat = {
  name: 'Quo (OpenPhone)',
  headers: ['direction', 'from', 'to', 'status', ['created at', 'date']],
  read(row, setting) {
    const time = row['created at'] ?? row.date;
    if (!/^in/i.test((row.direction ?? '').trim())) {
      const answered = /^(completed|answered)$/i.test((row.status ?? '').trim()) && hasAnswer(row);
      return readOutgoing({ to: row.to, time, answered }, setting);
    }
    const cells = {
      id: row.id ?? row['call id'],
      from: row.from,
      line: row.to,
      time,
    };
    const ringSeconds = ringing(row);
    const hasVoicemail = (row.voicemail ?? row['voicemail url'] ?? '').trim() !== '';
    switch ((row.status ?? '').trim().toLowerCase().replaceAll(/[ _]/g, '-')) {
      case 'completed':
      case 'answered':
      case 'in-progress':
      case 'forwarded':
        if (hasVoicemail) return readCall({ ...cells, outcome: 'voicemail', ringSeconds }, setting);
        return hasAnswer(row)
          ? readCall({ ...cells, outcome: 'answered' }, setting)
          : readCall({ ...cells, outcome: 'missed', cause: 'no-answer', ringSeconds }, setting);
      case 'missed':
      case 'no-answer':
      case 'unanswered':
        return readCall(
          { ...cells, outcome: hasVoicemail ? 'voicemail' : 'missed', cause: 'no-answer', ringSeconds },
          setting,
        );
      case 'voicemail':
        return readCall({ ...cells, outcome: 'voicemail', ringSeconds }, setting);
      case 'abandoned':
      case 'canceled':
        return readCall({ ...cells, outcome: 'abandoned', ringSeconds }, setting);
      case 'busy':
        return readCall({ ...cells, outcome: 'missed', cause: 'busy' }, setting);
      case 'failed':
        return readCall({ ...cells, outcome: 'missed', cause: 'failed' }, setting);
      default:
        return unreadable(`${quoteCell(row.status)} is no known status of a call`);
    }
  },
};

/** Without the column, a completed call counts as answered. */
function hasAnswer(row: CallLogRow): boolean {
  return row['answered at'] === undefined || row['answered at'].trim() !== '';
}

/** The whole length of a call that nobody answered is its ringing. */
function ringing(row: CallLogRow): number | null {
  return (row['answered at'] ?? '').trim() === '' ? readSeconds(row.duration) : null;
}
