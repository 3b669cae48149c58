import type { CallOutcome } from '../call.ts';
import type { MissedCause } from '../event.ts';
import { addSeconds } from '../instant.ts';
import type { CallLogSetting, RowRead } from './call-log.ts';
import { other, quoteCell, readCaller, readLine, readTime, unreadable } from './cells.ts';

/** What the cells of one row say, as they are written; the rest is the same for every vendor. */
export type CallCells = {
  readonly id: string | undefined;
  readonly from: string | undefined;
  readonly line: string | undefined;
  readonly time: string | undefined;
  readonly outcome: CallOutcome;
  readonly cause?: MissedCause | undefined;
  readonly ringSeconds?: number | null;
  readonly voicemailSeconds?: number | null;
  readonly source?: string | undefined;
  /** Where the log tells the moment at which the call ended: how long before that it began. */
  readonly startedSecondsBefore?: number;
};

/** The call that the cells make, or what is wrong with them. */
export function readCall(cells: CallCells, { timeZone, country }: CallLogSetting): RowRead {
  const time = readTime(cells.time ?? '', timeZone);
  if (!time) return unreadable(`${quoteCell(cells.time)} is no time`);
  const from = readCaller(cells.from, country);
  if (from === 'unreadable') return unreadable(`${quoteCell(cells.from)} is no phone number`);
  const line = readLine(cells.line, country);
  const id = cells.id?.trim();
  const source = cells.source?.trim();
  return {
    type: 'call',
    call: {
      ...(id ? { id } : {}),
      from,
      ...(line ? { line } : {}),
      startedAt: addSeconds(time, -(cells.startedSecondsBefore ?? 0)),
      outcome: cells.outcome,
      ...(cells.cause && cells.outcome !== 'answered' ? { cause: cells.cause } : {}),
      ...(cells.ringSeconds === null || cells.ringSeconds === undefined
        ? {}
        : { ringSeconds: cells.ringSeconds }),
      ...(cells.voicemailSeconds ? { voicemailSeconds: cells.voicemailSeconds } : {}),
      ...(source ? { source } : {}),
    },
  };
}

export type OutgoingCells = {
  readonly to: string | undefined;
  readonly time: string | undefined;
  readonly answered: boolean;
};

/** An outgoing call counts only where it reached somebody, and it is known whom and when. */
export function readOutgoing(cells: OutgoingCells, { timeZone, country }: CallLogSetting): RowRead {
  const at = readTime(cells.time ?? '', timeZone);
  const to = readCaller(cells.to, country);
  if (!cells.answered || !at || to === null || to === 'unreadable') return other('an outgoing call');
  return { type: 'called-back', to, at };
}
