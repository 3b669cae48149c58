import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import { freePort } from '../src/testing/free-port.ts';
import type { Contender } from './contenders.ts';
import { account, businessName, lineNumber, type Target } from './missed-call.ts';
import { type Process, startProcess } from './processes.ts';
import { openStandInTwilio, type StandInTwilio } from './stand-in-twilio.ts';

/** The processes of one contender, with a store of their own and the stand-in for Twilio. */
export type BenchWorld = {
  readonly target: Target;
  readonly twilio: StandInTwilio;
  readonly processes: readonly Process[];
  /** null on the embedded store. */
  readonly databaseUrl: string | null;
  /** What the tables hold, with their indexes; 0 on the embedded store. */
  storedBytes(): Promise<number>;
  close(): Promise<void>;
};

const server = new URL(process.env.DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/postgres');

/** The last business of the file texts after two seconds, as is the default; all others at once. */
export function patientShop(contender: Contender): number {
  return contender.businesses;
}

export async function openBenchWorld(contender: Contender): Promise<BenchWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
  const database = `ringback_bench_${randomBytes(4).toString('hex')}`;
  const databaseUrl = contender.store === 'embedded' ? null : urlOf(database);
  if (databaseUrl) await query(server.href, `create database ${database}`);
  const ports = await Promise.all(Array.from({ length: contender.processes }, freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const target = { publicUrl: urls[0] ?? '', urls };
  const twilio = await openStandInTwilio(() => target);
  const processes: Process[] = [];

  async function close(): Promise<void> {
    await Promise.all(processes.map((each) => each.stop()));
    await twilio.close();
    if (databaseUrl) await query(server.href, `drop database ${database} with (force)`);
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const file = join(folder, 'businesses.yaml');
    await writeFile(file, businessFile(contender));
    for (const port of ports) {
      const settings = {
        PORT: String(port),
        PUBLIC_URL: target.publicUrl,
        TWILIO_API_BASE_URL: twilio.url,
        TWILIO_ACCOUNT_SID: account.accountSid,
        TWILIO_AUTH_TOKEN: account.authToken,
        RINGBACK_CONFIG: file,
        RINGBACK_ADMIN_TOKEN: randomBytes(24).toString('base64url'),
        RINGBACK_SECRET_KEY: randomBytes(32).toString('base64'),
        LOG_LEVEL: 'warn',
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { RINGBACK_DATA_DIR: join(folder, 'data') }),
      };
      processes.push(await startProcess(contender.script, settings));
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    target,
    twilio,
    processes,
    databaseUrl,
    async storedBytes() {
      if (!databaseUrl) return 0;
      const [row] = await query<{ bytes: string }>(
        databaseUrl,
        `select sum(pg_total_relation_size(oid)) as bytes from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      );
      return Number(row?.bytes);
    },
    close,
  };
}

function businessFile(contender: Contender): string {
  const shop = (index: number, delaySeconds: number) => ({
    id: businessName(index),
    name: `Shop ${index}`,
    trade: 'home-services',
    timeZone: 'America/Denver',
    lines: [{ number: lineNumber(index), forwardTo: ['+13035550111'] }],
    rules: { firstText: { delaySeconds } },
  });
  const hasty = Array.from({ length: contender.businesses }, (_, index) => shop(index, 0));
  return stringify({ businesses: [...hasty, shop(patientShop(contender), 2)] });
}

function urlOf(database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function query<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
