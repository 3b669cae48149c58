import type { CallLogFormat } from './call-log.ts';
import { quoteCell, readSeconds, unreadable } from './cells.ts';
import { readCall, readOutgoing } from './read-call.ts';

/**
 * The call log of the Twilio console. `completed` says only that Twilio took the call: whether a person answered is
 * not in the log, so a call that lasted no longer than a ring counts as given up, and a longer one as answered.
 * Statuses: https://www.twilio.com/docs/voice/api/call-resource
 */
export const twilio: CallLogFormat = {
  name: 'Twilio',
  headers: ['call sid', 'status', 'from', 'to', 'start time', 'duration'],
  read(row, setting) {
    const direction = (row.direction ?? 'inbound').trim().toLowerCase();
    if (!['inbound', 'incoming', 'trunking originating', ''].includes(direction.replace('-', ' '))) {
      const answered = /^completed$/i.test((row.status ?? '').trim());
      return readOutgoing({ to: row.to, time: row['start time'], answered }, setting);
    }
    const seconds = readSeconds(row.duration) ?? 0;
    const cells = {
      id: row['call sid'],
      from: row.from,
      line: row.to,
      time: row['start time'],
    };
    switch ((row.status ?? '').trim().toLowerCase().replaceAll(' ', '-')) {
      case 'completed':
        return seconds > longestRing
          ? readCall({ ...cells, outcome: 'answered' }, setting)
          : readCall({ ...cells, outcome: 'abandoned', ringSeconds: seconds }, setting);
      case 'canceled':
      case 'cancelled':
        return readCall({ ...cells, outcome: 'abandoned', ringSeconds: seconds }, setting);
      case 'no-answer':
        return readCall({ ...cells, outcome: 'missed', cause: 'no-answer' }, setting);
      case 'busy':
        return readCall({ ...cells, outcome: 'missed', cause: 'busy' }, setting);
      case 'failed':
        return readCall({ ...cells, outcome: 'missed', cause: 'failed' }, setting);
      default:
        return unreadable(`${quoteCell(row.status)} is no status of a finished call`);
    }
  },
};

/** Seconds after which whoever still was on the line had somebody to talk to. */
const longestRing = 30;
