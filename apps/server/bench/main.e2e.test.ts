import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { processEnvironment } from '../src/testing/process-environment.ts';

const { serverUrl } = inject('postgres');
let bench: ChildProcess;

afterEach(() => {
  bench.kill('SIGKILL');
});

function start(): ChildProcess {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  bench = spawn(process.execPath, [main], {
    env: { ...processEnvironment(), DATABASE_URL: serverUrl, BENCH_ONLY: 'floor', BENCH_SECONDS: '300' },
    stdio: 'ignore',
  });
  return bench;
}

/** The server that it has started, and the database that it has made for it. */
async function serverOf({ pid }: ChildProcess): Promise<{ readonly pid: number; readonly database: string }> {
  return vi.waitFor(
    async () => {
      const [child = ''] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ');
      const environment = await readFile(`/proc/${child}/environ`, 'utf8');
      const database = /DATABASE_URL=[^\0]*\/(ringback_bench_\w+)/.exec(environment)?.[1];
      if (database === undefined) throw new Error('it has started no server yet');
      return { pid: Number(child), database };
    },
    { timeout: 20_000, interval: 50 },
  );
}

async function isThere(database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return (await client.query('select 1 from pg_database where datname = $1', [database])).rowCount === 1;
  } finally {
    await client.end();
  }
}

/** The floor writes a row for each webhook. */
async function untilUnderLoad(database: string): Promise<void> {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  // The bench drops the database with force.
  client.on('error', () => {});
  try {
    await vi.waitFor(
      async () => expect((await client.query('select 1 from floor_events limit 10')).rowCount).toBe(10),
      { timeout: 20_000, interval: 50 },
    );
  } finally {
    await client.end();
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// Which processes somebody has started is told by the system in this way on Linux alone.
const onLinux = test.runIf(process.platform === 'linux');

onLinux.each(['SIGINT', 'SIGTERM'] as const)(
  'a bench that is ended by %s leaves nothing behind',
  async (signal) => {
    const { pid, database } = await serverOf(start());
    await untilUnderLoad(database);
    bench.kill(signal);
    expect(await once(bench, 'exit')).toEqual([signal === 'SIGINT' ? 130 : 143, null]);
    expect(isRunning(pid)).toBe(false);
    expect(await isThere(database)).toBe(false);
  },
);

onLinux('a bench that fails leaves nothing behind, and says so', async () => {
  const { pid, database } = await serverOf(start());
  process.kill(pid, 'SIGKILL');
  expect(await once(bench, 'exit')).toEqual([1, null]);
  expect(await isThere(database)).toBe(false);
});
