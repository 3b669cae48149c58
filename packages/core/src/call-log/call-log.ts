import type { CallOutcome } from '../call.ts';
import type { CallerIdAttestation, MissedCause } from '../event.ts';
import type { Instant } from '../instant.ts';
import type { E164 } from '../phone.ts';

/** One incoming call as another phone system has kept it. What is left out is not known. */
export type LoggedCall = {
  /** Unique in its log; left out: its place in the log. */
  readonly id?: string;
  /** null: withheld. */
  readonly from: E164 | null;
  /** The number that was called; left out: the business's first line. */
  readonly line?: E164;
  readonly startedAt: Instant;
  readonly outcome: CallOutcome;
  /** Why nobody spoke with the caller; left out: what the outcome says by itself. */
  readonly cause?: MissedCause;
  readonly ringSeconds?: number;
  /** How long the message on the voicemail is. */
  readonly voicemailSeconds?: number;
  readonly attestation?: CallerIdAttestation;
  /** Where the caller found the number, as the log names it. */
  readonly source?: string;
};

/** One row of a table; the keys are its headers as `headerKey` makes them. */
export type CallLogRow = { readonly [header: string]: string | undefined };

/** What a row of a call log comes to. */
export type RowRead =
  | { readonly type: 'call'; readonly call: LoggedCall }
  /** A row that is no incoming phone call. */
  | { readonly type: 'other'; readonly why: string }
  /** Somebody of the business called, and spoke with whoever they called. */
  | { readonly type: 'called-back'; readonly to: E164; readonly at: Instant }
  /** A row that should be a call and cannot be read. */
  | { readonly type: 'unreadable'; readonly why: string };

/** How to read what a log does not say by itself. */
export type CallLogSetting = {
  /** In which times of day without a zone are read. */
  readonly timeZone: string;
  /** ISO 3166; how phone numbers without a country code are read. */
  readonly country: string;
};

/** The call log of one vendor, known by its headers. */
export type CallLogFormat = {
  readonly name: string;
  /** Every one of them has to be there; a list in the list means any one of these. */
  readonly headers: readonly (string | readonly string[])[];
  /** What one row comes to. */
  readonly read: (row: CallLogRow, setting: CallLogSetting) => RowRead;
};

/** `Start Time ` and `start_time` are the same header: `start time`. */
export function headerKey(header: string): string {
  return header
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
