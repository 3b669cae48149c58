import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@ringback/engine/testing/databases';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { processEnvironment } from '../testing/process-environment.ts';

// The commands as an operator types them, one after the other on one installation.

const programs = {
  server: fileURLToPath(new URL('../main.ts', import.meta.url)),
  cli: fileURLToPath(new URL('./main.ts', import.meta.url)),
};
const caller = '+15125550142';
const newKey = Buffer.alloc(32, 9).toString('base64');

let folder: string;
let database: TestDatabase;
let server: { readonly child: ChildProcess; readonly url: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-cli-'));
  await cp(inject('embeddedFolder'), folder, { recursive: true });
  database = await createTestDatabase({ isEmpty: true });
  server = await startServer();
  const authorization = `Bearer ${await secret('admin-token')}`;
  const optOut = `${server.url}/api/v1/contacts/${encodeURIComponent(caller)}/opt-out?business=acme-plumbing`;
  const answer = await fetch(optOut, { method: 'POST', headers: { authorization } });
  expect(answer.status).toBe(200);
});

afterAll(async () => {
  server.child.kill('SIGKILL');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function spawnProgram(
  program: string,
  args: readonly string[],
  environment: { readonly [name: string]: string },
) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...processEnvironment(), RINGBACK_DATA_DIR: folder, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.error += chunk;
  });
  return { child, said, closed: once(child, 'close').then(([code]) => code as number | null) };
}

async function startServer(environment: { readonly [name: string]: string } = {}) {
  const port = await freePort();
  const { child, said } = spawnProgram(programs.server, [], { PORT: String(port), ...environment });
  await vi.waitFor(() => expect(said.out).toContain('Ringback is ready'), { timeout: 40_000, interval: 50 });
  return { child, url: `http://127.0.0.1:${port}` };
}

async function ringback(
  args: readonly string[],
  environment: { readonly [name: string]: string } = {},
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  const { said, closed } = spawnProgram(programs.cli, args, environment);
  return { code: await closed, ...said };
}

async function secret(name: string): Promise<string> {
  return (await readFile(join(folder, name), 'utf8')).trim();
}

async function sharedSettings() {
  return {
    DATABASE_URL: database.url,
    RINGBACK_ADMIN_TOKEN: await secret('admin-token'),
    RINGBACK_SECRET_KEY: `${newKey},${await secret('secret-key')}`,
  };
}

test('while a server has the embedded store open, every command that needs it says so in one line', async () => {
  for (const args of [
    ['backup', join(folder, 'b.tar.gz')],
    ['store', 'move', '--to', database.url],
    ['secrets', 'rotate'],
    ['export', caller, '--business', 'acme-plumbing'],
  ]) {
    const { code, out, error } = await ringback(args);
    expect([code, out]).toEqual([1, '']);
    expect(error).toMatch(/^another process has the store in .* open; stop it first, or use PostgreSQL\n$/);
  }
});

test('a stopped store is backed up, and restored only where that is meant', async () => {
  server.child.kill('SIGTERM');
  await once(server.child, 'close');
  const file = join(folder, 'backup.tar.gz');
  const backup = await ringback(['backup', file]);
  expect(backup).toMatchObject({ code: 0, error: '' });
  expect(backup.out).toContain('opened once to see that it can be restored');
  expect(await ringback(['restore', file])).toMatchObject({
    code: 1,
    error: expect.stringContaining('--replace'),
  });
  expect(await ringback(['restore', file, '--replace'])).toMatchObject({ code: 0, error: '' });
  expect(await readdir(folder)).not.toContain('store.replaced');
});

test('the secret key is changed, and the command says when the old one can be dropped', async () => {
  const { RINGBACK_SECRET_KEY } = await sharedSettings();
  const rotated = await ringback(['secrets', 'rotate'], { RINGBACK_SECRET_KEY });
  expect(rotated).toMatchObject({ code: 0, error: '' });
  expect(rotated.out).toContain('1 data keys were put under the first key');
  expect(rotated.out).toContain('Nothing needs the previous key any more');
  const withOld = await ringback(['secrets', 'rotate'], { RINGBACK_SECRET_KEY: await secret('secret-key') });
  expect(withOld).toMatchObject({ code: 1, error: expect.stringContaining('Keep the previous key') });
});

test('the store moves to PostgreSQL, which has to be there and empty', async () => {
  const moved = await ringback(['store', 'move', '--to', database.url]);
  expect(moved).toMatchObject({ code: 0, error: '' });
  expect(moved.out).toContain('Both sides are the same.');
  expect(await ringback(['store', 'move', '--to', database.url])).toMatchObject({
    code: 1,
    error: expect.stringMatching(/^the database has rows in "\w+" already/),
  });
  expect(await ringback(['store', 'move', '--to', 'postgres://127.0.0.1:1/nowhere'])).toMatchObject({
    code: 1,
    error: expect.stringMatching(/^--to names a server that cannot be reached \(ECONNREFUSED\)/),
  });
});

test('beside a server on PostgreSQL a caller is exported and erased, and the opt-out is kept', async () => {
  const settings = await sharedSettings();
  server = await startServer(settings);
  const exported = await ringback(['export', caller, '--business', 'acme-plumbing'], settings);
  expect(exported).toMatchObject({ code: 0, error: '' });
  expect(JSON.parse(exported.out)).toMatchObject({ phone: caller, consent: 'suppressed' });
  const slip = ['erase', caller, '--business', 'acme-plumbing', '--confirm', '+15125550143'];
  expect(await ringback(slip, settings)).toMatchObject({
    code: 2,
    error: expect.stringContaining(`--confirm ${caller}`),
  });
  const erase = ['erase', caller, '--business', 'acme-plumbing', '--confirm', caller];
  const erased = await ringback(erase, settings);
  expect(erased).toMatchObject({ code: 0, error: '' });
  expect(JSON.parse(erased.out)).toMatchObject({ kept: [{ what: 'opt-out', until: null }] });
  const authorization = `Bearer ${settings.RINGBACK_ADMIN_TOKEN}`;
  const audit = await fetch(`${server.url}/api/v1/audit?business=acme-plumbing&limit=2`, {
    headers: { authorization },
  });
  expect(await audit.json()).toMatchObject({
    data: [
      { act: 'erase', by: 'Command line' },
      { act: 'export', by: 'Command line' },
    ],
  });
});
