import type { CallLogFormat } from './call-log.ts';
import { quoteCell, readSeconds, unreadable } from './cells.ts';
import { readCall, readOutgoing } from './read-call.ts';

/**
 * The call log of CallRail. What its statuses mean:
 * https://support.callrail.com/hc/en-us/articles/5712088951437-Call-answer-status, read 2026-11-21: a call is missed
 * after 15 seconds without an answer and abandoned when the caller is gone before that.
 */
export const callrail: CallLogFormat = {
  name: 'CallRail',
  headers: ['call status', 'tracking number', 'start time', ['phone number', 'caller phone number']],
  read(row, setting) {
    const status = (row['call status'] ?? '')
      .trim()
      .toLowerCase()
      .replace(/ call$/, '')
      .replace(/^inbound /, '');
    const cells = {
      id: row['call id'] ?? row.id,
      from: row['phone number'] ?? row['caller phone number'],
      line: row['tracking number'],
      time: row['start time'],
      source: row.source,
    };
    const seconds = readSeconds(row['duration seconds'] ?? row.duration);
    if (/^outbound/i.test(row.direction ?? '') || status.startsWith('outbound')) {
      return readOutgoing({ to: cells.from, time: cells.time, answered: (seconds ?? 0) > 30 }, setting);
    }
    switch (status) {
      case 'answered':
        return readCall({ ...cells, outcome: 'answered' }, setting);
      case 'missed':
        return readCall({ ...cells, outcome: 'missed', cause: 'no-answer', ringSeconds: seconds }, setting);
      case 'abandoned':
        return readCall({ ...cells, outcome: 'abandoned', ringSeconds: seconds }, setting);
      case 'voicemail':
        return readCall({ ...cells, outcome: 'voicemail', voicemailSeconds: seconds }, setting);
      default:
        return unreadable(`${quoteCell(row['call status'])} is no known call status`);
    }
  },
};
