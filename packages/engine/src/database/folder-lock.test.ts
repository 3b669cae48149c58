import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
