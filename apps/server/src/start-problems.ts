import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config.ts';

// What a start meets outside this program, said by the variable that an operator would change. Anything else stays
// the error that it was.

/** Why the server cannot listen. */
export function explainListening(error: unknown): unknown {
  const code = codeOf(error);
  switch (code) {
    case 'EADDRINUSE':
      return problem(
        error,
        `PORT is taken (${code}): stop the program that listens there, or set another port`,
      );
    case 'EACCES':
      return problem(error, `PORT may not be opened by this user (${code}): set one above 1023`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return problem(
        error,
        `HOST is no address of this machine (${code}): set 127.0.0.1, or 0.0.0.0 for all of them`,
      );
    default:
      return error;
  }
}

/** @throws ConfigError when the folder of the embedded store cannot be made or written */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    for (const folder of [dataDir, join(dataDir, 'store')]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (error) {
    const code = codeOf(error);
    throw problem(
      error,
      `RINGBACK_DATA_DIR cannot be written (${code}): give this user the folder, or set another`,
    );
  }
}

/** Why the store cannot be opened or brought up to date; `variable` says where it is. */
export function explainStore(error: unknown, variable: 'DATABASE_URL' | 'RINGBACK_DATA_DIR'): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // The migrator has no code for it: the store knows a migration that this program does not.
  if (cause instanceof Error && cause.message.startsWith('corrupted migrations')) {
    return problem(
      error,
      `${variable} names a store of a newer Ringback: start that version, or use another store`,
    );
  }
  if (variable !== 'DATABASE_URL' || !(cause instanceof Error)) return error;
  const code = codeOf(cause);
  switch (code) {
    case '3D000':
      return problem(
        error,
        `DATABASE_URL names a database that does not exist (${code}): make it with createdb`,
      );
    case '28P01':
    case '28000':
      return problem(
        error,
        `DATABASE_URL has a user or password that PostgreSQL refuses (${code}): correct it`,
      );
    case '42501':
      return problem(error, `DATABASE_URL names a user who may not make tables (${code}): grant it`);
    case '53300':
      return problem(
        error,
        `DATABASE_URL names a server that takes no more connections (${code}): raise its limit`,
      );
    case '55P03':
      return problem(
        error,
        `DATABASE_URL names a store whose tables somebody holds (${code}), such as a dump: start again after it`,
      );
    case '57P03':
      return problem(error, `DATABASE_URL names a server that is still starting (${code}): try again`);
    default: {
      if (code !== undefined && !/^E[A-Z_]+$/.test(code)) return error;
      const why = code ?? cause.message.split('\n', 1)[0];
      return problem(
        error,
        `DATABASE_URL names a server that cannot be reached (${why}): start it, or correct it`,
      );
    }
  }
}

function problem(cause: unknown, line: string): ConfigError {
  return new ConfigError([line], { cause });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
