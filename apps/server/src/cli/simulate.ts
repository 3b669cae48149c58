import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createReport, simulate } from '@ringback/core';
import { CommandError } from './command-error.ts';
import { writeDecisions } from './decisions-csv.ts';
import { type ReadCallLog, readCallLog } from './read-call-log.ts';
import { type Finding, renderReport } from './report-page.ts';
import { printReport } from './report-table.ts';
import { guessBusiness, readBusiness, readRules } from './simulated-business.ts';

export const simulateUsage = `ringback simulate FILE.csv [options]
  Replays the call log of a phone system: who would have been texted, when and why.
  Nothing is sent. Prints a table and writes a report that can be opened in a browser.

  FILE.csv               export of Twilio, RingCentral, CallRail, Aircall or Quo (OpenPhone),
                         or a table with the columns from, started_at, outcome
  --business FILE.yaml   business file; else weekdays from 8 to 5 are taken for granted
  --rules FILE.yaml      rules in place of those of the business file
  --lead-value 350       what a new inquiry is worth on average, in dollars
  --time-zone ZONE       of times in the log that name none, as America/Chicago
  --country CC           of numbers in the log that name none (default US)
  --name NAME            how the report calls the business
  --report FILE.html     where the report goes (default FILE.html beside where you are)
  --no-report            print the table only
  --decisions FILE.csv   write every decision, too`;

/** Where a command writes to; `progress` is null where nobody watches. */
export type Console = {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly progress: ((line: string) => void) | null;
};

/** @throws CommandError, BusinessFileError */
export async function runSimulate(args: readonly string[], console: Console): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.print(simulateUsage);
    return;
  }
  const { file, options } = readArguments(args);
  const show = (line: string): void => console.progress?.(line);
  const setting = { timeZone: options['time-zone'] ?? 'UTC', country: options.country ?? 'US' };
  const onProgress = (share: number): void => show(`Reading ${Math.round(share * 100)} %`);

  const known = options.business === undefined ? null : await readBusiness(options.business, []);
  const zone = options['time-zone'] ?? known?.business.timeZone;
  let log = await readCallLog(file, { ...setting, ...(zone ? { timeZone: zone } : {}), onProgress });
  const guessed = guessBusiness(log.calls, options['time-zone'] ?? null);
  if (!zone && guessed.business.timeZone !== setting.timeZone) {
    // Times without a zone are the business's, whose zone only its numbers tell.
    log = await readCallLog(file, { ...setting, timeZone: guessed.business.timeZone, onProgress });
  }
  if (log.calls.length === 0) throw new CommandError(noCalls(file, log));
  const found = options.business === undefined ? guessed : await readBusiness(options.business, log.calls);
  const rules = options.rules === undefined ? found.rules : await readRules(options.rules);
  const business = { ...found.business, name: options.name ?? found.business.name };

  const maker = createReport({ business });
  const decisions = options.decisions === undefined ? null : writeDecisions(options.decisions);
  let done = 0;
  let exampleText: string | null = null;
  let backs = 0;
  const addCalledBack = (until: string | null): void => {
    for (
      let next = log.calledBack[backs];
      next && (until === null || next.at <= until);
      next = log.calledBack[++backs]
    ) {
      maker.add({ milestone: 'called-back', callerId: next.to, at: next.at, value: null });
    }
  };
  for await (const decided of simulate({ business, rules, calls: log.calls })) {
    addCalledBack(decided.at);
    maker.add(decided);
    await decisions?.add(decided);
    exampleText ??= decided.effects.find((effect) => effect.type === 'send-text')?.body ?? null;
    if (decided.call && ++done % 500 === 0)
      show(`Replaying ${Math.round((done / log.calls.length) * 100)} %`);
  }
  addCalledBack(null);
  await decisions?.close();
  show('');

  const finding: Finding = {
    report: maker.report(),
    business,
    log,
    leadValue: options['lead-value'],
    assumptions: found.assumptions,
    exampleText,
  };
  for (const line of printReport(finding)) console.print(line);
  if (options.decisions !== undefined) console.print(`Every decision: ${options.decisions}`);
  if (options['no-report']) return;
  const path = options.report ?? `${basename(file).replace(/\.[a-z]+$/i, '')}-report.html`;
  await save(path, renderReport(finding));
  console.print(`Report: ${path}`);
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parse(args);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) {
    throw new CommandError(`name one call log\n\n${simulateUsage}`, { exitCode: 2 });
  }
  const leadValue = values['lead-value'] === undefined ? null : Number(values['lead-value']);
  if (leadValue !== null && !(leadValue >= 0 && leadValue < 1e9)) {
    throw new CommandError(`--lead-value: "${values['lead-value']}" is no amount of dollars`, {
      exitCode: 2,
    });
  }
  const zone = values['time-zone'];
  if (zone !== undefined && !isTimeZone(zone)) {
    throw new CommandError(`--time-zone: "${zone}" is no time zone; write one as America/Chicago`, {
      exitCode: 2,
    });
  }
  const { country } = values;
  if (country !== undefined && !isCountry(country)) {
    throw new CommandError(`--country: "${country}" is no country; write two letters as US`, { exitCode: 2 });
  }
  return { file, options: { ...values, 'lead-value': leadValue } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // Node takes a negative amount for an option; written in one word it is the value that it is meant to be.
      args: args.flatMap((arg, at) =>
        args[at - 1] === '--lead-value'
          ? []
          : arg === '--lead-value'
            ? [`${arg}=${args[at + 1] ?? ''}`]
            : [arg],
      ),
      allowPositionals: true,
      options: {
        business: { type: 'string' },
        rules: { type: 'string' },
        'lead-value': { type: 'string' },
        'time-zone': { type: 'string' },
        country: { type: 'string' },
        name: { type: 'string' },
        report: { type: 'string' },
        'no-report': { type: 'boolean', default: false },
        decisions: { type: 'string' },
      },
    });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${simulateUsage}`, {
      exitCode: 2,
    });
  }
}

/** A country of ISO 3166 has a name besides its letters; ZZ has one that says that it is none. */
function isCountry(country: string): boolean {
  return (
    /^(?!ZZ)[A-Z]{2}$/.test(country) &&
    new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country) !== undefined
  );
}

function isTimeZone(zone: string): boolean {
  return zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone);
}

function noCalls(file: string, { format, unreadable, others }: ReadCallLog): string {
  const lines = [`${file} is an export of ${format}, but holds no incoming call.`];
  for (const [why, count] of others) lines.push(`  ${count} × ${why}`);
  for (const { line, why } of unreadable.slice(0, 10)) lines.push(`  line ${line}: ${why}`);
  return lines.join('\n');
}

async function save(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be written (${error.code}); choose another place with --report`);
  });
}
