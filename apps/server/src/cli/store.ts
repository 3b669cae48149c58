import { backUp, embeddedStoreIn, moveStore, openExistingStore, restore, StoreError } from '@ringback/engine';
import { type Config, ConfigError } from '../config.ts';
import { explainStore } from '../start-problems.ts';
import { CommandError } from './command-error.ts';
import { readArguments } from './read-arguments.ts';
import type { Console } from './simulate.ts';

export const storeUsage = `ringback store move --to postgres://USER:PASSWORD@HOST:5432/DATABASE
  Copies the embedded store of RINGBACK_DATA_DIR into an empty PostgreSQL database and
  compares the two. The server has to be stopped; the embedded store stays as it is.

ringback backup FILE
  Writes the embedded store into one file. The server has to be stopped.

ringback restore FILE [--replace]
  Puts a backup in the place of the embedded store; --replace where there is one.`;

/** @throws CommandError, ConfigError, StoreError, FolderLockedError */
export async function runStore(args: readonly string[], console: Console, config: Config): Promise<void> {
  const { only, values } = readArguments(args, {
    options: { to: { type: 'string' } },
    usage: storeUsage,
    what: 'what to do: move',
  });
  const { to } = values;
  if (only !== 'move' || to === undefined || !/^postgres(ql)?:\/\//.test(to) || !URL.canParse(to)) {
    throw new CommandError(`say where to: store move --to postgres://…\n\n${storeUsage}`, { exitCode: 2 });
  }
  const folder = embeddedStoreIn(config.dataDir);
  const from = await openExistingStore(folder);
  try {
    const onProgress = (line: string) => console.progress?.(line);
    const { rows } = await moveStore({ from, to, onProgress }).catch((error: unknown) => {
      throw explainTarget(error);
    });
    onProgress('');
    for (const [table, count] of Object.entries(rows)) console.print(`${table}: ${count} rows`);
    console.print(`Both sides are the same. The store in ${folder} is as it was.`);
    console.print(
      'Now set DATABASE_URL, RINGBACK_ADMIN_TOKEN and RINGBACK_SECRET_KEY, and start the server.',
    );
    if (config.secretKeys === null) {
      console.print(`The last two are in the files admin-token and secret-key in ${config.dataDir}.`);
    }
  } finally {
    await from.close();
  }
}

/** The same sentences as for DATABASE_URL, of which the command does not speak. */
function explainTarget(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const explained = explainStore(error, 'DATABASE_URL');
  if (!(explained instanceof ConfigError)) return explained;
  return new CommandError(explained.message.replace('DATABASE_URL', '--to'));
}

/** @throws CommandError, StoreError, FolderLockedError */
export async function runBackup(args: readonly string[], console: Console, config: Config): Promise<void> {
  const { only } = readArguments(args, { options: {}, usage: storeUsage, what: 'one file' });
  refuseOnPostgres(config);
  const { bytes, rows } = await backUp(embeddedStoreIn(config.dataDir), only);
  console.print(
    `${only}: ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB, opened once to see that it can be restored`,
  );
  if (config.secretKeys === null) {
    console.print(
      `Keep ${config.dataDir}/secret-key apart from it: without that key the connections to CRMs cannot be read.`,
    );
  }
}

/** @throws CommandError, StoreError, FolderLockedError */
export async function runRestore(args: readonly string[], console: Console, config: Config): Promise<void> {
  const { only, values } = readArguments(args, {
    options: { replace: { type: 'boolean', default: false } },
    usage: storeUsage,
    what: 'one file',
  });
  refuseOnPostgres(config);
  const folder = embeddedStoreIn(config.dataDir);
  const { rows } = await restore(folder, only, { replace: values.replace });
  console.print(`${folder}: ${rows} rows from ${only}`);
}

function refuseOnPostgres(config: Config): void {
  if (config.databaseUrl === null) return;
  throw new CommandError('DATABASE_URL is set: back PostgreSQL up with pg_dump, see docs/how-to/back-up.md');
}
