import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  type CallLogFormat,
  type CallLogRow,
  type CallLogSetting,
  callLogFormats,
  type E164,
  headerKey,
  type Instant,
  type LoggedCall,
  recogniseCallLog,
} from '@ringback/core';
import { CsvError, parse } from 'csv-parse';
import { CommandError } from './command-error.ts';

export type UnreadRow = { readonly line: number; readonly why: string };

export type CalledBack = { readonly to: E164; readonly at: Instant };

export type ReadCallLog = {
  readonly format: CallLogFormat['name'];
  readonly calls: readonly LoggedCall[];
  /** Rows that should have been calls, with their line in the file. */
  readonly unreadable: readonly UnreadRow[];
  /** When the business called somebody and spoke with them, in order. */
  readonly calledBack: readonly CalledBack[];
  /** How many rows were no incoming calls, by what they were. */
  readonly others: ReadonlyMap<string, number>;
};

type Record = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

export type ReadOptions = CallLogSetting & { readonly onProgress: (share: number) => void };

/**
 * Reads the CSV export of a phone system: any of the known ones, with commas, semicolons or tabs, in UTF-8.
 * @throws CommandError when there is no such file, nothing in it, or it is of no kind that we know
 */
export async function readCallLog(
  path: string,
  { onProgress, ...setting }: ReadOptions,
): Promise<ReadCallLog> {
  const size = await sizeOf(path);
  if (size === 0) throw new CommandError(`${path} is empty`);
  const bytes = createReadStream(path);
  const records = bytes.pipe(
    parse({
      bom: true,
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
    }),
  );
  const calls: LoggedCall[] = [];
  const unreadable: UnreadRow[] = [];
  const others = new Map<string, number>();
  const calledBack: CalledBack[] = [];
  let head: { readonly format: CallLogFormat; readonly keys: readonly string[] } | null = null;
  try {
    for await (const { record, info } of records as AsyncIterable<Record>) {
      if (!head) {
        head = readHead(path, record);
        continue;
      }
      const row = toRow(head.keys, record);
      const read = head.format.read(row, setting);
      if (read.type === 'call') calls.push(read.call);
      else if (read.type === 'called-back') calledBack.push(read);
      else if (read.type === 'other') others.set(read.why, (others.get(read.why) ?? 0) + 1);
      else unreadable.push({ line: info.lines, why: read.why });
      if ((calls.length & 1023) === 0) onProgress(bytes.bytesRead / size);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new CommandError(`${path} is no CSV file: ${error.message}`);
    throw error;
  }
  if (!head) throw new CommandError(`${path} is empty`);
  calledBack.sort((one, other) => (one.at < other.at ? -1 : 1));
  return { format: head.format.name, calls, unreadable, calledBack, others };
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${error.code})`;
    throw new CommandError(`${path}: ${why}`);
  });
  if (!found.isFile()) throw new CommandError(`${path} is no file`);
  return found.size;
}

function readHead(path: string, headers: readonly string[]) {
  const format = recogniseCallLog(headers);
  if (format) return { format, keys: headers.map(headerKey) };
  const seen = headers.map((header) => printable(header).slice(0, 40)).slice(0, 30);
  throw new CommandError(
    [
      `${path} is of no kind that is known here.`,
      `Its headers are: ${seen.join(', ')}`,
      'Known are the exports of:',
      ...callLogFormats.map(({ name, headers: needed }) => `  ${name}: ${needed.map(anyOf).join(', ')}`),
      'For any other phone system, name the columns as in the last line.',
    ].join('\n'),
  );
}

function anyOf(header: string | readonly string[]): string {
  return [header].flat().join(' or ');
}

function toRow(keys: readonly string[], record: readonly string[]): CallLogRow {
  const row: { [key: string]: string | undefined } = Object.create(null);
  for (const [index, key] of keys.entries()) row[key] = record[index];
  return row;
}

/** Without the characters by which a file could take over the terminal that shows it. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}
