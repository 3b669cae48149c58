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
import { checkAll, type Health, sortOut, unreachableStore } from '../health/check-all.ts';
import { checkSettings } from '../health/check-settings.ts';
import { checkAddressAnswers, checkDisk } from '../health/check-surroundings.ts';
import { countOf, type Finding, type Passed, problem } from '../health/finding.ts';
import { readSecretKeys } from '../instance-keys.ts';
import { localUrl } from '../local-url.ts';
import { CommandError } from './command-error.ts';
import type { Console } from './simulate.ts';

export const doctorUsage = `ringback doctor [--online] [--json]
  Looks at everything, and tells what is stuck, why, and what to do about it. Servers may run
  meanwhile; the one that has the embedded store open is asked. Exits with 1 when a person is
  needed.

  --online               ask Twilio, too: credentials, numbers, where they point, and whether
                         the carriers know them
  --json                 for programs`;

/** A server may be of another version, and know of other findings. */
type ShownFinding = Omit<Finding, 'code'> & { readonly code: string };
type ShownPassed = Omit<Passed, 'check' | 'severity'> & { readonly check: string };
type Shown = { readonly findings: readonly ShownFinding[]; readonly passed: readonly ShownPassed[] };
type Examined = {
  readonly health: Shown;
  readonly askedServer: string | null;
  /** Whether there is a Twilio account to be asked. */
  readonly hasTwilio: boolean;
};

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
  const { health, askedServer, hasTwilio } = await examine(readSettings, online);
  const { findings } = health;
  const needsPerson = findings.some(({ severity }) => severity === 'problem');
  if (json) {
    const passed = health.passed.map(({ check, business, what }) => ({ check, business, what }));
    const status = needsPerson ? 'needs-person' : 'ok';
    console.print(JSON.stringify({ status, findings, passed }, null, 2));
  } else {
    if (askedServer) console.print(`As the server at ${askedServer} sees it:\n`);
    show(health, console, { hasUnasked: !online && hasTwilio });
  }
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

async function examine(readSettings: () => Config, online: boolean): Promise<Examined> {
  let config: Config;
  try {
    config = readSettings();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      health: { findings: error.problems.map(wrongSetting), passed: [] },
      askedServer: null,
      hasTwilio: false,
    };
  }
  const hasTwilio = config.twilio !== null;
  let store: Store;
  try {
    store = await openStore(config);
  } catch (error) {
    if (error instanceof FolderLockedError) return askServer(config, online);
    const isMissing = error instanceof StoreError;
    const found = isMissing ? missingStore(error.message) : unreachableStore(error, config);
    return { health: await withoutStore(config, found), askedServer: null, hasTwilio };
  }
  try {
    const secretKeys = config.secretKeys ?? (await readSecretKeys(config.dataDir));
    const health = await checkAll({ config: { ...config, secretKeys }, store, online });
    return { health, askedServer: null, hasTwilio };
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
async function askServer(config: Config, online: boolean): Promise<Examined> {
  const hasTwilio = config.twilio !== null;
  const baseUrl = localUrl({ address: config.host, port: config.port });
  try {
    const token = config.adminToken ?? (await readFile(join(config.dataDir, 'admin-token'), 'utf8')).trim();
    const query = { online: online ? ('true' as const) : ('false' as const) };
    const health = await createClient({ baseUrl, token }).readHealth({ query });
    return { health, askedServer: baseUrl, hasTwilio };
  } catch (error) {
    const found = problem({
      code: 'store-in-use',
      what: `A server has the embedded store open, and does not answer at ${baseUrl}: ${error instanceof Error ? error.message : String(error)}`,
      whatToDo:
        'Ask it with GET /api/v1/health at the address where it listens, or run this with its PORT, HOST and RINGBACK_ADMIN_TOKEN.',
    });
    return { health: await withoutStore(config, found), askedServer: null, hasTwilio };
  }
}

async function withoutStore(config: Config, found: Finding): Promise<Health> {
  return sortOut([
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

function show(
  { findings, passed }: Shown,
  console: Console,
  { hasUnasked }: { readonly hasUnasked: boolean },
): void {
  for (const { code, severity, business, what, whatToDo } of findings) {
    const mark = severity === 'problem' ? 'PROBLEM' : 'warning';
    console.print(`${mark}  ${code}${business === null ? '' : `  ${business}`}`);
    console.print(`  ${what}`);
    console.print(`  -> ${whatToDo}\n`);
  }
  for (const { check, business, what } of passed) {
    console.print(`ok       ${check}${business === null ? '' : `  ${business}`}`);
    console.print(`  ${what}`);
  }
  if (passed.length > 0) console.print('');
  if (hasUnasked) console.print('Twilio was not asked; --online asks it.');
  const needing = findings.filter(({ severity }) => severity === 'problem').length;
  console.print(
    needing === 0 ? 'Nothing needs a person.' : `${countOf(needing, 'problem')} to be seen to by a person.`,
  );
}
