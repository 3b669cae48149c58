import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { createStatementNames, prepareRepeated } from './prepare-repeated.ts';
import type { Schema } from './schema.ts';
import { holdStore } from './store-folder.ts';

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

export type PoolUse = { readonly open: number; readonly idle: number; readonly waiting: number };

/** The store: PostgreSQL or the embedded one, the same from here on. */
export type Store = {
  readonly db: Db;
  readonly kind: 'postgres' | 'embedded';
  /** How the connections are used; null where there is only one. */
  pool(): PoolUse | null;
  /**
   * Calls `onSignal` for every NOTIFY on `channel`, and with null when some may have been missed. Resolves to a
   * function that stops it.
   */
  listen(channel: string, onSignal: (payload: string | null) => void): Promise<() => Promise<void>>;
  /** Work that may take longer than a request of the server may, such as building an index. */
  withoutTimeouts<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const int8AsText = { 20: (value: string) => value };

/** Its memory is taken whole at start and never given back; a small shop's tables fit into an eighth of the usual. */
const smallMemory = ['-c', 'shared_buffers=16MB', '-c', 'max_connections=10'];

/**
 * The embedded store, for trying out and very small shops: one process, and no fsync, so that a power cut can lose
 * the last seconds. Without `dataDir` it lives in memory.
 * @throws Error when another process has the folder open
 */
export async function openEmbedded(options: {
  readonly dataDir?: string;
  readonly dump?: Blob;
}): Promise<Store> {
  // Two processes on one folder destroy it, and the embedded store does not notice by itself.
  const unlock = options.dataDir === undefined ? null : await holdStore(resolve(options.dataDir));
  if (options.dataDir !== undefined && options.dump === undefined) await createFolder(options.dataDir);
  const lite = await PGlite.create({
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.dump === undefined ? {} : { loadDataDir: options.dump }),
    parsers: int8AsText,
    startParams: [...PGlite.defaultStartParams, ...smallMemory],
  });
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: lite }) });
  return {
    db,
    kind: 'embedded',
    pool: () => null,
    listen: (channel, onSignal) => lite.listen(channel, onSignal),
    withoutTimeouts: (work) => work(db),
    async close() {
      await db.destroy();
      if (!lite.closed) await lite.close();
      await unlock?.();
    },
  };
}

const creator = fileURLToPath(new URL('./create-embedded.ts', import.meta.url));

async function createFolder(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  await promisify(execFile)(process.execPath, [creator, dataDir]);
}

/**
 * Everything that comes often is found by its key. A plan for each set of values costs more than it saves, and one made
 * while a table is empty would read the whole table later, until PostgreSQL has analysed it anew. What has to be read whole
 * seems so dear then that PostgreSQL would compile it each time, which takes longer than reading it.
 */
const keyedPlans = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off';

/** PostgreSQL by its connection string; connects lazily. `onError` hears of idle connections that break. */
export function openPostgres(options: {
  readonly url: string;
  readonly poolSize?: number;
  /** How long a statement, or a transaction that does nothing, may take; 0: for ever. Left out: 20 s. */
  readonly timeoutMs?: number;
  readonly onError: (error: Error) => void;
}): Store {
  const timeoutMs = options.timeoutMs ?? 20_000;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    // A connection that goes silent must not stop what waits for it, nor hold its locks for ever.
    keepAlive: true,
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    idle_in_transaction_session_timeout: timeoutMs,
    maxLifetimeSeconds: 600,
  });
  pool.on('error', options.onError);
  // The pool hears of idle clients only; one in a transaction that breaks would end the process.
  const names = createStatementNames();
  pool.on('connect', (client) => {
    client.on('error', options.onError);
    prepareRepeated(client, names);
    client.query(keyedPlans).catch(options.onError);
  });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    kind: 'postgres',
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    listen: (channel, onSignal) => listenPostgres(options, channel, onSignal),
    async withoutTimeouts(work) {
      const unhurried = openPostgres({ ...options, poolSize: 1, timeoutMs: 0 });
      try {
        return await work(unhurried.db);
      } finally {
        await unhurried.close();
      }
    },
    close: () => db.destroy(),
  };
}

/** Whether a statement failed because the store could not be reached, or ended its sessions, and not for what it said. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(08|53|57P|ECONN|ETIMEDOUT|EPIPE)/.test(code) || /timeout|terminated/i.test(error.message);
}

const relistenAfterMs = 1_000;

/** Keeps one connection for NOTIFY and makes it anew when it breaks; polling covers the gap. */
async function listenPostgres(
  options: { readonly url: string; readonly onError: (error: Error) => void },
  channel: string,
  onSignal: (payload: string | null) => void,
): Promise<() => Promise<void>> {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let stopped = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: options.url, keepAlive: true });
    next.on('notification', (message) => onSignal(message.payload ?? ''));
    next.on('error', options.onError);
    next.on('end', () => {
      if (client !== next || stopped) return;
      client = null;
      retryLater();
    });
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    if (stopped) await next.end();
    else client = next;
  }

  function retryLater(): void {
    retry = setTimeout(() => {
      connect().then(
        () => onSignal(null),
        (error: Error) => {
          options.onError(error);
          if (!stopped) retryLater();
        },
      );
    }, relistenAfterMs);
  }

  await connect();
  return async () => {
    stopped = true;
    if (retry) clearTimeout(retry);
    await client?.end();
  };
}
