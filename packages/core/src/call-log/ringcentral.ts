import type { CallLogFormat } from './call-log.ts';
import { other, quoteCell, readSeconds, unreadable } from './cells.ts';
import { readCall, readOutgoing } from './read-call.ts';

/** The call log of RingCentral, with `From` and `To` or, in its older form, one `Phone Number`. */
export const ringcentral: CallLogFormat = {
  name: 'RingCentral',
  headers: ['type', 'date', 'time', 'action result', 'duration', ['from', 'phone number']],
  read(row, setting) {
    const isIncoming = /^in/i.test((row.direction ?? row.action ?? '').trim());
    const action = (row.action ?? '').trim().toLowerCase();
    const type = (row.type ?? '').trim().toLowerCase();
    if (type !== '' && !['voice', 'phone call', 'inbound', 'incoming'].includes(type)) {
      return other(`a row of type ${quoteCell(row.type)}`);
    }
    const isOutgoing = /^out/i.test(row.direction ?? '') || action.startsWith('voip call out');
    if (isOutgoing || action.startsWith('ringout') || (!isIncoming && action.startsWith('outgoing'))) {
      const answered = /^(call connected|accepted)$/i.test((row['action result'] ?? '').trim());
      const time = `${row.date ?? ''} ${row.time ?? ''}`;
      return readOutgoing({ to: row.to ?? row['phone number'], time, answered }, setting);
    }
    const cells = {
      id: row['call id'] ?? row['session id'],
      from: row.from ?? row['phone number'],
      line: row.to,
      time: `${row.date ?? ''} ${row.time ?? ''}`,
    };
    const seconds = readSeconds(row.duration);
    switch ((row['action result'] ?? '').trim().toLowerCase()) {
      case 'accepted':
      case 'answered':
      case 'call connected':
      case 'answered not accepted':
        return readCall({ ...cells, outcome: 'answered' }, setting);
      case 'missed':
      case 'no answer':
      case 'not answered':
        return readCall({ ...cells, outcome: 'missed', cause: 'no-answer', ringSeconds: seconds }, setting);
      case 'hang up':
      case 'hangup':
      case 'abandoned':
        return readCall({ ...cells, outcome: 'abandoned', ringSeconds: seconds }, setting);
      case 'voicemail':
        return readCall({ ...cells, outcome: 'voicemail', voicemailSeconds: seconds }, setting);
      case 'busy':
      case 'line busy':
        return readCall({ ...cells, outcome: 'missed', cause: 'busy' }, setting);
      case 'rejected':
      case 'declined':
        return readCall({ ...cells, outcome: 'missed', cause: 'declined' }, setting);
      case 'blocked':
        return other('a call that was blocked');
      case 'call failed':
      case 'call failure':
      case 'internal error':
      case 'no calling credit':
        return readCall({ ...cells, outcome: 'missed', cause: 'failed' }, setting);
      default:
        return unreadable(`${quoteCell(row['action result'])} is no known result of a call`);
    }
  },
};
