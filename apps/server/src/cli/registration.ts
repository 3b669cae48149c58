import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { RegistrationAnswer } from '@ringback/api';
import type { ApplicantInput } from '@ringback/core';
import { parse as parseYaml } from 'yaml';
import { askServer, type ServerAddress } from './ask-server.ts';
import { CommandError } from './command-error.ts';
import type { Console } from './simulate.ts';

export const registrationUsage = `ringback registration show|check|describe|submit --business ID [options]
  Where the registration with the carriers stands, what reviewers would refuse, saying who
  applies, and handing it in. Asks the server that runs with the same environment.

  --business ID          the business, as in the business file
  describe FILE.yaml     who applies, as docs/how-to/register-with-the-carriers.md shows
  --confirm-cost         submit spends what show names; without it nothing happens`;

const acts = ['show', 'check', 'describe', 'submit'] as const;
type Filing = RegistrationAnswer['filings'][number];

/** @throws CommandError when it is called in a wrong way, the file cannot be read, or the server refuses */
export async function runRegistration(
  args: readonly string[],
  console: Console,
  server: ServerAddress,
): Promise<void> {
  const request = readArguments(args);
  const query = { business: request.business };
  const applicant = request.act === 'describe' ? await readApplicant(request.file) : null;
  const { filings } = await askServer(server, (client) => {
    switch (request.act) {
      case 'describe':
        return client.describeRegistration({ query, body: applicant as ApplicantInput });
      case 'submit':
        return request.isConfirmed
          ? client.submitRegistration({ query, body: { confirm: true } })
          : client.readRegistration({ query }).then(throwWithCosts);
      default:
        return client.readRegistration({ query });
    }
  });
  if (filings.length === 0) {
    console.print('Nobody has said who applies: docs/how-to/register-with-the-carriers.md tells how.');
  }
  for (const filing of filings) {
    if (request.act === 'check') showFindings(filing, console);
    else showStanding(filing, console);
    if (request.act === 'describe') showFindings(filing, console);
  }
}

function throwWithCosts({ filings }: RegistrationAnswer): never {
  const prices = filings.flatMap((filing) => filing.prices);
  const once = prices.reduce((sum, { onceCents }) => sum + onceCents, 0);
  const monthly = prices.reduce((sum, { monthlyCents }) => sum + monthlyCents, 0);
  throw new CommandError(
    `nothing was submitted: it costs about ${dollars(once)} once and ${dollars(monthly)} a month, and Twilio's price list decides; say --confirm-cost to submit it`,
  );
}

/** Whatever it holds, the server says what is wrong with it. */
async function readApplicant(file: string): Promise<unknown> {
  try {
    return parseYaml(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} cannot be read: ${why}`);
  }
}

type Request =
  | { readonly act: 'show' | 'check'; readonly business: string }
  | { readonly act: 'describe'; readonly business: string; readonly file: string }
  | { readonly act: 'submit'; readonly business: string; readonly isConfirmed: boolean };

function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { business: { type: 'string' }, 'confirm-cost': { type: 'boolean', default: false } },
    });
    const [said, file, ...others] = positionals;
    const act = acts.find((each) => each === said);
    if (act === undefined) throw new Error('say show, check, describe or submit');
    const { business } = values;
    if (business === undefined) throw new Error('name the business with --business');
    if (others.length > 0 || (act === 'describe') !== (file !== undefined)) {
      throw new Error('name one file after describe, and nothing after the others');
    }
    if (act === 'describe') return { act, business, file: file ?? '' };
    if (act === 'submit') return { act, business, isConfirmed: values['confirm-cost'] };
    return { act, business };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${why}\n\n${registrationUsage}`, { exitCode: 2 });
  }
}

function showStanding({ subject, numbers, state, detail, steps, prices }: Filing, console: Console): void {
  console.print(`${subject === 'local' ? 'Local numbers' : 'Toll-free'} ${numbers.join(', ')}: ${state}`);
  console.print(`  ${detail}`);
  for (const step of steps) {
    console.print(`  ${step.step.padEnd(24)}${step.state.padEnd(10)}${step.providerId ?? ''}`.trimEnd());
  }
  for (const { step, onceCents, monthlyCents } of prices) {
    const monthly = monthlyCents === 0 ? '' : ` and about ${dollars(monthlyCents)} a month`;
    console.print(`  submitting costs about ${dollars(onceCents)}${monthly} for the ${step}`);
  }
}

function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

function showFindings({ subject, findings }: Filing, console: Console): void {
  if (findings.length === 0) console.print(`${subject}: nothing that reviewers are known to refuse.`);
  for (const { code, severity, path, what, whatToDo } of findings) {
    console.print(`${severity === 'refuses' ? 'REFUSED' : 'risk'}  ${code}  ${subject} ${path}`);
    console.print(`  ${what}`);
    console.print(`  -> ${whatToDo}`);
  }
}
