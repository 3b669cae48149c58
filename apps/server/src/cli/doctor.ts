import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@ringback/api';
import {
  embeddedStoreIn,
  FolderLockedError,
  openExistingStore,
  openPostgres,
  type Store,
  StoreError,
} from '@ringback/engine';
import { type Config, ConfigError } from '../config.ts';
import { checkAll, inOrder, unreachableStore } from '../health/check-all.ts';
import { checkSettings } from '../health/check-settings.ts';
import { checkAddressAnswers, checkDisk } from '../health/check-surroundings.ts';
import { countOf, type Finding, problem } from '../health/finding.ts';
import { localUrl } from '../local-url.ts';
import { CommandError } from './command-error.ts';
import type { Console } from './simulate.ts';

export const doctorUsage = `ringback doctor [--online] [--json]
  Tells what is stuck and why, and what to do about it. Servers may run meanwhile; the one
  that has the embedded store open is asked. Exits with 1 when a person is needed.

  --online               ask Twilio, too: credentials, numbers, and where they point
  --json                 for programs`;

/** A server may be of another version, and know of other findings. */
type ShownFinding = Omit<Finding, 'code'> & { readonly code: string };
type Answer = { readonly findings: readonly ShownFinding[]; readonly askedServer: string | null };

/**
 * The exit code: 1 when a person has to do something.
 * @throws CommandError when it is called in a wrong way
 */
export async function runDoctor(
  args: readonly string[],
  console: Console,
  /** @throws ConfigError */
  readSettings: () => Config,
): Promise<0 | 1> {
  const { online, json } = readOptions(args);
  const { findings, askedServer } = await examine(readSettings, online);
  const needsPerson = findings.some(({ severity }) => severity === 'problem');
  if (json) {
    console.print(JSON.stringify({ status: needsPerson ? 'needs-person' : 'ok', findings }, null, 2));
  } else show(findings, askedServer, console);
  return needsPerson ? 1 : 0;
}

function readOptions(args: readonly string[]) {
  try {
    const options = {
      online: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${why}\n\n${doctorUsage}`, { exitCode: 2 });
  }
}

async function examine(readSettings: () => Config, online: boolean): Promise<Answer> {
  let config: Config;
  try {
    config = readSettings();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { findings: error.problems.map(wrongSetting), askedServer: null };
  }
  let store: Store;
  try {
    store = await openStore(config);
  } catch (error) {
    if (error instanceof FolderLockedError) return askServer(config, online);
    const isMissing = error instanceof StoreError;
    const found = isMissing ? missingStore(error.message) : unreachableStore(error, config);
    return { findings: await withoutStore(config, found), askedServer: null };
  }
  try {
    return { findings: await checkAll({ config, store, online }), askedServer: null };
  } finally {
    await store.close();
  }
}

function openStore({ databaseUrl, dataDir }: Config): Promise<Store> {
  if (databaseUrl === null) return openExistingStore(embeddedStoreIn(dataDir));
  // What breaks fails the query that needs it, which is told.
  return Promise.resolve(openPostgres({ url: databaseUrl, poolSize: 2, onError: () => {} }));
}

/** Only one process can have the embedded store open; the one that has it knows everything, too. */
async function askServer(config: Config, online: boolean): Promise<Answer> {
  const baseUrl = localUrl({ address: config.host, port: config.port });
  try {
    const token = config.adminToken ?? (await readFile(join(config.dataDir, 'admin-token'), 'utf8')).trim();
    const query = { online: online ? ('true' as const) : ('false' as const) };
    const { findings } = await createClient({ baseUrl, token }).readHealth({ query });
    return { findings, askedServer: baseUrl };
  } catch (error) {
    const found = problem({
      code: 'store-in-use',
      what: `A server has the embedded store open, and does not answer at ${baseUrl}: ${error instanceof Error ? error.message : String(error)}`,
      whatToDo:
        'Ask it with GET /api/v1/health at the address where it listens, or run this with its PORT, HOST and RINGBACK_ADMIN_TOKEN.',
    });
    return { findings: await withoutStore(config, found), askedServer: null };
  }
}

async function withoutStore(config: Config, found: Finding): Promise<readonly Finding[]> {
  return inOrder([
    [found],
    ...(await Promise.all([checkSettings(config), checkAddressAnswers(config), checkDisk(config)])),
  ]);
}

function missingStore(what: string): Finding {
  return problem({
    code: 'store-unreachable',
    what: `There is no store yet: ${what}.`,
    whatToDo: 'Start the server once, or correct RINGBACK_DATA_DIR.',
  });
}

function wrongSetting(line: string): Finding {
  return problem({
    code: 'settings-wrong',
    what: line,
    whatToDo: 'Correct the variable: docs/reference/settings.md says what it takes.',
  });
}

function show(findings: readonly ShownFinding[], askedServer: string | null, console: Console): void {
  if (askedServer) console.print(`As the server at ${askedServer} sees it:\n`);
  for (const { code, severity, business, what, whatToDo } of findings) {
    const mark = severity === 'problem' ? 'PROBLEM' : 'warning';
    console.print(`${mark}  ${code}${business === null ? '' : `  ${business}`}`);
    console.print(`  ${what}`);
    console.print(`  -> ${whatToDo}\n`);
  }
  const needing = findings.filter(({ severity }) => severity === 'problem').length;
  console.print(
    needing === 0 ? 'Nothing needs a person.' : `${countOf(needing, 'problem')} to be seen to by a person.`,
  );
}
