import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiError, createClient, type RegistrationAnswer } from '@ringback/api';
import type { Config } from '../config.ts';
import { localUrl } from '../local-url.ts';
import { CommandError } from './command-error.ts';
import type { Console } from './simulate.ts';

export const registrationUsage = `ringback registration show|check|submit --business ID [--confirm]
  Where the registration with the carriers stands, what reviewers would refuse, and handing
  it in. Asks the server that runs with the same environment.

  --business ID          the business, as in the business file
  --confirm              submit spends what show names; without it nothing happens`;

const acts = ['show', 'check', 'submit'] as const;
type Filing = RegistrationAnswer['filings'][number];

/** @throws CommandError when it is called in a wrong way, or the server refuses */
export async function runRegistration(
  args: readonly string[],
  console: Console,
  config: Pick<Config, 'host' | 'port' | 'adminToken' | 'dataDir'>,
): Promise<void> {
  const { act, business, confirm } = readArguments(args);
  const client = createClient({
    baseUrl: localUrl({ address: config.host, port: config.port }),
    token: config.adminToken ?? (await readToken(config.dataDir)),
  });
  const query = { business };
  try {
    const { filings } =
      act === 'submit'
        ? await client.submitRegistration({ query, body: { confirm } })
        : await client.readRegistration({ query });
    if (filings.length === 0) {
      console.print('Nobody has said who applies: docs/how-to/register-with-the-carriers.md tells how.');
    }
    for (const filing of filings) {
      if (act === 'check') showFindings(filing, console);
      else showStanding(filing, console);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw new CommandError(unreachable(error));
    const points = (error.problem?.errors ?? []).map(({ path, message }) => `\n  ${path}: ${message}`);
    throw new CommandError(`${error.detail}${points.join('')}`);
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { business: { type: 'string' }, confirm: { type: 'boolean', default: false } },
    });
    const act = acts.find((each) => each === positionals[0]);
    if (act === undefined || positionals.length > 1) throw new Error('say show, check or submit');
    if (values.business === undefined) throw new Error('name the business with --business');
    return { act, business: values.business, confirm: values.confirm };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${why}\n\n${registrationUsage}`, { exitCode: 2 });
  }
}

async function readToken(dataDir: string): Promise<string> {
  try {
    return (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
  } catch (error) {
    throw new CommandError(unreachable(error));
  }
}

function unreachable(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `the server could not be asked (${why}): start it, and run this with its PORT, HOST and RINGBACK_ADMIN_TOKEN`;
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
