import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, openPostgres } from '@ringback/engine';
import { createTestDatabase } from '@ringback/engine/testing/databases';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { serve } from './sandbox/serve.ts';
import { freePort } from './testing/free-port.ts';
import { processEnvironment } from './testing/process-environment.ts';

// The program as an operator runs it.

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const sharedSecrets = {
  RINGBACK_ADMIN_TOKEN: 'a-token-of-twenty-four-characters',
  RINGBACK_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};
let folder: string;
let running: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-main-'));
  running = [];
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function run(environment: { readonly [name: string]: string }) {
  const child = spawn(process.execPath, [main], {
    env: { ...processEnvironment(), RINGBACK_DATA_DIR: folder, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const said = { out: '', error: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.error += chunk;
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, exited };
}

/** As an earlier start has left it: making a store takes seconds, and only one test is about that. */
async function leaveStore(dataDir: string = folder): Promise<void> {
  await cp(inject('embeddedFolder'), dataDir, { recursive: true });
}

async function runAgain(environment: { readonly [name: string]: string } = {}) {
  await leaveStore();
  return runReady(environment);
}

async function runReady(environment: { readonly [name: string]: string } = {}) {
  const port = await freePort();
  const program = run({ PORT: String(port), ...environment });
  await vi.waitUntil(
    () => {
      if (program.child.exitCode !== null)
        throw new Error(`it ended before it was ready: ${program.said.error}`);
      return program.said.out.includes('Ringback is ready');
    },
    { timeout: 40_000, interval: 50 },
  );
  return { ...program, url: `http://127.0.0.1:${port}` };
}

test('without a setting it is ready, keeps its secrets to its owner, and stops on SIGTERM with code 0', async () => {
  const { child, said, exited, url } = await runReady();
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const tokenPath = join(folder, 'admin-token');
  expect(said.out).toContain(tokenPath);
  expect((await stat(tokenPath)).mode & 0o077).toBe(0);
  const token = (await readFile(tokenPath, 'utf8')).trim();
  const me = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ businesses: [{ id: 'acme-plumbing' }] });
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
});

test('a second server on the same folder says why it cannot start, and the first goes on', async () => {
  const first = await runAgain();
  const second = run({ PORT: String(await freePort()) });
  expect(await second.exited).toBe(1);
  expect(second.said.error.trim()).toMatch(/^another process has the store in .* open/);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

test('a port that is taken is told in one line', async () => {
  const first = await runAgain();
  const other = join(folder, 'other');
  await leaveStore(other);
  const second = run({ PORT: new URL(first.url).port, RINGBACK_DATA_DIR: other });
  expect(await second.exited).toBe(1);
  expect(second.said.error).toBe(
    'PORT is taken (EADDRINUSE): stop the program that listens there, or set another port\n',
  );
});

test('a wrong setting stops the start with one line that names it', async () => {
  const { said, exited } = run({ PORT: 'http' });
  expect(await exited).toBe(1);
  expect(said.error).toBe('PORT must be a port number, such as 3000\n');
});

test.each<[string, { readonly [name: string]: string }, RegExp]>([
  ['a host that is not ours', { HOST: '192.0.2.1' }, /^HOST is no address of this machine \(EADDRNOTAVAIL\)/],
  ['a host that nobody knows', { HOST: 'nowhere.invalid' }, /^HOST is no address of this machine \(E/],
  [
    'a data folder that cannot be made',
    { RINGBACK_DATA_DIR: join(main, 'store') },
    /^RINGBACK_DATA_DIR cannot be written \(ENOTDIR\)/,
  ],
  [
    'a business file that is missing',
    { RINGBACK_CONFIG: '/nowhere/businesses.yaml' },
    /^RINGBACK_CONFIG \/nowhere\/businesses.yaml: cannot be read \(ENOENT\)$/,
  ],
  [
    'a database that nobody serves',
    { DATABASE_URL: 'postgres://localhost:1/ringback', ...sharedSecrets },
    /^DATABASE_URL names a server that cannot be reached \(ECONNREFUSED\)/,
  ],
])('%s stops the start with one line', async (_, environment, line) => {
  const { said, exited } = run({ PORT: String(await freePort()), ...environment });
  expect(await exited).toBe(1);
  expect(said.error.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
});

test('a store that a newer Ringback has changed stops the start with one line, and is left as it is', async () => {
  const database = await createTestDatabase();
  const store = openPostgres({ url: database.url, onError: () => {} });
  await migrate(store.db);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`.execute(store.db);
  const file = join(folder, 'businesses.yaml');
  const lines = 'lines: [{ number: "+15125550100" }]';
  await writeFile(file, `businesses:\n  - { id: acme, name: Acme, timeZone: America/Chicago, ${lines} }\n`);
  const { said, exited } = run({
    PORT: String(await freePort()),
    DATABASE_URL: database.url,
    RINGBACK_CONFIG: file,
    ...sharedSecrets,
  });
  expect(await exited).toBe(1);
  expect(said.error).toBe(
    'DATABASE_URL names a store of a newer Ringback: start that version, or use another store\n',
  );
  expect(await store.db.selectFrom('businesses').selectAll().execute()).toEqual([]);
  await store.close();
  await database.drop();
});

test('a file in which a secret was cut short stops the start, and lets nobody in', async () => {
  await leaveStore();
  await writeFile(join(folder, 'admin-token'), '');
  const { said, exited } = run({ PORT: String(await freePort()) });
  expect(await exited).toBe(1);
  expect(said.error).toMatch(/admin-token holds no whole secret; remove it/);
});

test('a client that never finishes its request does not hold up the stop', async () => {
  const { child, exited, url } = await runAgain();
  const slow = connect(Number(new URL(url).port), '127.0.0.1');
  slow.on('error', () => {});
  slow.write('POST /webhooks/twilio/voice HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nFrom=');
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200));
  const beganMs = performance.now();
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(6_000);
});

test('the sandbox keeps to its own machine, whatever the public address is', async () => {
  const strangers: string[] = [];
  const stranger = await serve((request, response) => {
    strangers.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.end();
  });
  await leaveStore();
  const port = await freePort();
  const { said } = run({ PORT: String(port), HOST: '127.0.0.2', PUBLIC_URL: stranger.url });
  await vi.waitFor(() => expect(said.out).toContain('Ringback is ready'), { timeout: 40_000, interval: 50 });
  const token = (await readFile(join(folder, 'admin-token'), 'utf8')).trim();
  const authorization = `Bearer ${token}`;
  const answer = await fetch(`http://127.0.0.2:${port}/api/v1/connections`, { headers: { authorization } });
  expect(await answer.json()).toMatchObject({ data: [{ system: 'hubspot', state: 'connected' }] });
  expect(strangers).toEqual([]);
  await stranger.close();
});

test.each(['::1', '0.0.0.0'])('the sandbox starts on %s', async (host) => {
  const { said, url } = await runAgain({ HOST: host });
  expect(said.error).toBe('');
  expect((await fetch(host === '::1' ? url.replace('127.0.0.1', '[::1]') : url)).status).toBe(200);
});

test('a business file that does not validate stops the start with every problem and its path', async () => {
  const file = join(folder, 'businesses.yaml');
  await writeFile(file, 'businesses:\n  - id: Acme\n    name: Acme\n    timeZone: Mars\n    lines: []\n');
  const { said, exited } = run({ RINGBACK_CONFIG: file });
  expect(await exited).toBe(1);
  for (const path of ['businesses.0.id: ', 'businesses.0.timeZone: ', 'businesses.0.lines: ']) {
    expect(said.error).toContain(path);
  }
});

test('a first text that is billed as more than one is warned of in one line', async () => {
  const file = join(folder, 'businesses.yaml');
  const lines = 'lines: [{ number: "+15125550100" }]';
  const name = 'Mountain View Heating, Plumbing, Drains and Air Conditioning';
  await writeFile(
    file,
    `businesses:\n  - { id: acme, name: "${name}", timeZone: America/Chicago, ${lines} }\n`,
  );
  const { said } = await runAgain({ RINGBACK_CONFIG: file });
  const warnings = said.out.split('\n').filter((line) => line.includes('billed as more than one'));
  expect(warnings).toEqual([expect.stringContaining('"business":"acme"')]);
});

test('on SIGHUP the business file is read again; one that is wrong leaves the old rules in force', async () => {
  const file = join(folder, 'businesses.yaml');
  const business = (name: string) =>
    `businesses:\n  - id: acme\n    name: ${name}\n    timeZone: America/Chicago\n    lines: [{ number: "+15125550100" }]\n`;
  await writeFile(file, business('Acme'));
  const { child, said, url } = await runAgain({ RINGBACK_CONFIG: file });
  const token = (await readFile(join(folder, 'admin-token'), 'utf8')).trim();
  const names = async () => {
    const me = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    const { businesses } = (await me.json()) as { businesses: { name: string }[] };
    return businesses.map(({ name }) => name);
  };
  await writeFile(file, business('Acme Plumbing'));
  child.kill('SIGHUP');
  await vi.waitFor(async () => expect(await names()).toEqual(['Acme Plumbing']), { timeout: 10_000 });
  await writeFile(file, 'businesses: []\n');
  child.kill('SIGHUP');
  await vi.waitFor(() => expect(said.out).toContain('rules from before stay in force'), { timeout: 10_000 });
  expect(await names()).toEqual(['Acme Plumbing']);
});
