import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, type Client, createClient } from '@ringback/api';
import type { Config } from '../config.ts';
import { localUrl } from '../local-url.ts';
import { CommandError } from './command-error.ts';

/** What it takes to find the server that runs with the same environment, and to be let in. */
export type ServerAddress = Pick<Config, 'host' | 'port' | 'adminToken' | 'dataDir'>;

/**
 * Asks the server that runs with the same environment.
 * @throws CommandError with the server's words when it refuses, or with what to do when it is not there
 */
export async function askServer<T>(
  { host, port, adminToken, dataDir }: ServerAddress,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    const token = adminToken ?? (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
    return await ask(createClient({ baseUrl: localUrl({ address: host, port }), token }));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof ApiError) throw new CommandError(refusal(error));
    throw new CommandError(
      `the server could not be asked (${reasonOf(error)}): start it, and run this with its PORT, HOST and RINGBACK_ADMIN_TOKEN`,
    );
  }
}

function refusal({ detail, problem }: ApiError): string {
  const points = (problem?.errors ?? []).filter(({ message }) => !detail.includes(message));
  return [detail, ...points.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
}

/** `fetch` says only that it failed; why, its cause says. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
