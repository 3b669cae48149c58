import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-lock-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a folder is held by one process at a time, and free again when it lets go', async () => {
  const unlock = await lockFolder(join(folder, 'store'));
  await expect(lockFolder(join(folder, 'store'))).rejects.toThrow('another process has the store');
  await unlock();
  await (await lockFolder(join(folder, 'store')))();
});

test('two folders are held apart', async () => {
  const one = await lockFolder(join(folder, 'one'));
  const other = await lockFolder(join(folder, 'other'));
  await Promise.all([one(), other()]);
});

test('a process that is killed leaves the folder free', async () => {
  const module = new URL('./folder-lock.ts', import.meta.url).href;
  const script = `const { lockFolder } = await import(${JSON.stringify(module)});
    await lockFolder(${JSON.stringify(join(folder, 'store'))});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await once(child.stdout, 'data');
  await expect(lockFolder(join(folder, 'store'))).rejects.toThrow('another process has the store');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await lockFolder(join(folder, 'store')))();
});

/** What a crash leaves: a socket that nobody listens at. */
async function leaveSocket(store: string): Promise<string> {
  const unlock = await lockFolder(store);
  const name = (await readdir(join(store, '..'))).find((each) => each.endsWith('.lock')) ?? '';
  const socket = join(store, '..', name);
  await link(socket, `${socket}.kept`);
  await unlock();
  await rename(`${socket}.kept`, socket);
  return socket;
}

test('of two processes that start at the same instant on what a crash left, one gets the folder', async () => {
  const module = new URL('./folder-lock.ts', import.meta.url).href;
  const script = `import { createInterface } from 'node:readline';
    const { lockFolder } = await import(${JSON.stringify(module)});
    console.log('up');
    for await (const folder of createInterface(process.stdin))
      console.log(await lockFolder(folder).then(() => 'got', (error) => error.message));`;
  const starts = [1, 2].map(() => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return { child, next: async () => (await lines.next()).value as string };
  });
  try {
    await Promise.all(starts.map(({ next }) => next()));
    for (let round = 0; round < 30; round += 1) {
      const store = join(folder, String(round), 'store');
      await leaveSocket(store);
      for (const { child } of starts) child.stdin.write(`${store}\n`);
      const [loser, winner] = (await Promise.all(starts.map(({ next }) => next()))).toSorted();
      expect([loser, winner]).toEqual([expect.stringContaining('another process has the store'), 'got']);
    }
  } finally {
    for (const { child } of starts) child.kill('SIGKILL');
  }
});

test('of ten starts in one process one gets the folder, and nothing is left beside the lock', async () => {
  const store = join(folder, 'store');
  await leaveSocket(store);
  const starts = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(store)));
  expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await readdir(folder)).toSorted()).toEqual([expect.stringMatching(/\.lock$/), 'store']);
});

test('a guard whose process died in the middle of a start does not keep the next one out', async () => {
  const store = join(folder, 'store');
  const socket = await leaveSocket(store);
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeFile(`${socket}.guard`, `${hostname()} ${child.pid} dead`);
  await (await lockFolder(store))();
});
