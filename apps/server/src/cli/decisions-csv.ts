import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { SimulatedDecision } from '@ringback/core';
import { CommandError } from './command-error.ts';

export type DecisionsFile = {
  add(decided: SimulatedDecision): Promise<void>;
  close(): Promise<void>;
};

const columns = ['at', 'what happened', 'caller', 'line', 'rule', 'outcome', 'why', 'text'] as const;

/** Every decision as a row of a CSV file. @throws CommandError when it cannot be written */
export function writeDecisions(path: string): DecisionsFile {
  const file = createWriteStream(path);
  const failed = new Promise<never>((_, reject) => {
    file.once('error', (error: NodeJS.ErrnoException) => {
      reject(new CommandError(`${path} cannot be written (${error.code})`));
    });
  });
  failed.catch(() => {});
  file.write(toCsvRow(columns));
  return {
    async add({ at, event, reasons, effects }) {
      const [{ rule, outcome, detail }] = reasons;
      const text = effects.find((effect) => effect.type === 'send-text')?.body ?? '';
      const line = 'line' in event ? event.line : '';
      const row = [at, event.type, event.callerId, line, rule, outcome, detail, text];
      if (!file.write(toCsvRow(row))) await Promise.race([once(file, 'drain'), failed]);
    },
    async close() {
      file.end();
      await Promise.race([finished(file), failed]);
    },
  };
}

export function toCsvRow(cells: readonly string[]): string {
  return `${cells.map(toCsvCell).join(',')}\r\n`;
}

/**
 * A cell that a spreadsheet shows and never runs: what begins like a formula gets an apostrophe before it, unless it
 * is a phone number. Source: owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsvCell(text: string): string {
  const isFormula = /^[\s]*[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
