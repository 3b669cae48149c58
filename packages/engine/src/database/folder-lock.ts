import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withGuard } from './guard-file.ts';

/** The longest path that every system takes for a socket (macOS: 103 bytes and a NUL). */
const longestSocketPath = 103;

export class FolderLockedError extends Error {
  readonly code = 'store-locked';

  constructor(folder: string) {
    super(`another process has the store in ${folder} open; stop it first, or use PostgreSQL`);
    this.name = 'FolderLockedError';
  }
}

/**
 * Holds a folder for this process. The lock is a listening socket: the system ends it with the process, however
 * that ends, so a lock left behind by a crash is told from one that is held.
 * @throws FolderLockedError when another process holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const address = lockAddress(resolve(folder));
  // To look, to remove what a crash left and to listen are three steps: of two starts at once, one takes all first.
  const server =
    process.platform === 'win32'
      ? await listenAt(address)
      : await withGuard(`${address}.guard`, () => takeAddress(address));
  if (server === null) {
    throw new FolderLockedError(folder);
  }
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

function lockAddress(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\ringback-${hash}`;
  const inside = join(folder, '..', `.ringback-${hash.slice(0, 8)}.lock`);
  return Buffer.byteLength(inside) <= longestSocketPath ? inside : join(tmpdir(), `ringback-${hash}.lock`);
}

async function takeAddress(address: string): Promise<Server | null> {
  if (await isHeld(address)) return null;
  await rm(address, { force: true });
  return listenAt(address);
}

/** Only a refusal says that nobody is there: a busy holder whose queue is full answers with other errors. */
function isHeld(address: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', (error) => {
      answer(!('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT')));
    });
  });
}

/** null when somebody else listens there. */
function listenAt(address: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') done(null);
      else fail(error);
    });
    server.listen(address, () => done(server));
  });
}
