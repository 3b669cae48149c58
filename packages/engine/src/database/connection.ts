import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

/** The store: PostgreSQL or the embedded one, the same from here on. */
export type Store = {
  readonly db: Db;
  readonly kind: 'postgres' | 'embedded';
  /**
   * Calls `onSignal` for every NOTIFY on `channel`, and with null when some may have been missed. Resolves to a
   * function that stops it.
   */
  listen(channel: string, onSignal: (payload: string | null) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

const int8AsText = { 20: (value: string) => value };

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
  const unlock = options.dataDir === undefined ? null : await lockFolder(options.dataDir);
  const lite = await PGlite.create({
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.dump === undefined ? {} : { loadDataDir: options.dump }),
    parsers: int8AsText,
  });
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: lite }) });
  return {
    db,
    kind: 'embedded',
    listen: (channel, onSignal) => lite.listen(channel, onSignal),
    async close() {
      await db.destroy();
      if (!lite.closed) await lite.close();
      await unlock?.();
    },
  };
}

/** PostgreSQL by its connection string; connects lazily. `onError` hears of idle connections that break. */
export function openPostgres(options: {
  readonly url: string;
  readonly poolSize?: number;
  readonly onError: (error: Error) => void;
}): Store {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    // A connection that goes silent must not stop what waits for it, nor hold its locks for ever.
    keepAlive: true,
    query_timeout: 20_000,
    statement_timeout: 20_000,
    idle_in_transaction_session_timeout: 20_000,
    maxLifetimeSeconds: 600,
  });
  pool.on('error', options.onError);
  // The pool hears of idle clients only; one in a transaction that breaks would end the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    kind: 'postgres',
    listen: (channel, onSignal) => listenPostgres(options, channel, onSignal),
    close: () => db.destroy(),
  };
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
