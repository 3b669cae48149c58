import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const pauseMs = 20;
const giveUpAfterMs = 5_000;
/** What is guarded takes milliseconds: a guard so old has lost its process, even where that cannot be asked. */
const oldMs = 3_000;

/**
 * Does `act` while no other process does the same under the same path.
 * @throws Error when the guard stays taken for seconds
 */
export async function withGuard<T>(path: string, act: () => Promise<T>): Promise<T> {
  const mark = `${hostname()} ${process.pid} ${randomUUID()}`;
  for (const giveUpAt = Date.now() + giveUpAfterMs; Date.now() < giveUpAt; await wait(pauseMs)) {
    if (await place(path, mark)) {
      try {
        return await act();
      } finally {
        if ((await readGuard(path)) === mark) await rm(path, { force: true });
      }
    }
    await removeLeftover(path);
  }
  throw new Error(`${path} stays in the way; if no other Ringback is starting there, remove it`);
}

/** The file appears with its content, so that nobody reads one that is still empty; false when there is one already. */
async function place(path: string, mark: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, mark, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes the guard of a process that is gone. Of all who see it only the one that places the removal's own file may
 * act, and only while the guard is still the same one: else a guard that somebody has just placed would be taken away.
 */
async function removeLeftover(path: string): Promise<void> {
  const mark = await readGuard(path);
  if (mark === null || !(await isLeftover(path, mark))) return;
  const removal = `${path}.${mark.split(' ').at(-1)}.removal`;
  if (!(await place(removal, mark))) return;
  try {
    if ((await readGuard(path)) === mark) await rm(path, { force: true });
  } finally {
    await rm(removal, { force: true });
  }
}

async function isLeftover(path: string, mark: string): Promise<boolean> {
  const [host, pid] = mark.split(' ');
  if (host === hostname() && !isRunning(Number(pid))) return true;
  const placed = await stat(path).catch(() => null);
  return placed !== null && Date.now() - placed.mtimeMs > oldMs;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

async function readGuard(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
