import type { CallOutcome } from '../call.ts';
import type { MissedCause } from '../event.ts';
import type { CallLogFormat } from './call-log.ts';
import { quoteCell, readSeconds, unreadable } from './cells.ts';
import { readCall, readOutgoing } from './read-call.ts';

type Ending = { readonly outcome: CallOutcome; readonly cause?: MissedCause };

const endings: { readonly [outcome: string]: Ending } = {
  answered: { outcome: 'answered' },
  missed: { outcome: 'missed', cause: 'no-answer' },
  'no-answer': { outcome: 'missed', cause: 'no-answer' },
  busy: { outcome: 'missed', cause: 'busy' },
  declined: { outcome: 'missed', cause: 'declined' },
  failed: { outcome: 'missed', cause: 'failed' },
  abandoned: { outcome: 'abandoned' },
  voicemail: { outcome: 'voicemail' },
};

/** Our own words, for the logs of every other phone system: a spreadsheet with these headers will do. */
export const plain: CallLogFormat = {
  name: 'Plain',
  headers: ['from', 'started at', 'outcome'],
  read(row, setting) {
    if (/^out/i.test((row.direction ?? '').trim())) {
      const answered = /^answered$/i.test((row.outcome ?? '').trim());
      return readOutgoing({ to: row.to ?? row.from, time: row['started at'], answered }, setting);
    }
    const ending = endings[(row.outcome ?? '').trim().toLowerCase().replaceAll(' ', '-')];
    if (!ending) {
      return unreadable(
        `${quoteCell(row.outcome)} is no outcome; write one of ${Object.keys(endings).join(', ')}`,
      );
    }
    return readCall(
      {
        ...ending,
        id: row.id,
        from: row.from,
        line: row.line,
        time: row['started at'],
        ringSeconds: readSeconds(row['ring seconds']),
        voicemailSeconds: readSeconds(row['voicemail seconds']),
        source: row.source,
      },
      setting,
    );
  },
};
