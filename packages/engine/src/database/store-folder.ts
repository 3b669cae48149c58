import { readdir, rename, rm } from 'node:fs/promises';
import { lockFolder } from './folder-lock.ts';

/** Where a restore puts the new store until it is whole, and the old one until the new one has its place. */
export function besideStore(folder: string): { readonly loaded: string; readonly old: string } {
  return { loaded: `${folder}.restoring`, old: `${folder}.replaced` };
}

/** Whether there is an embedded store, be it one that a restore was about to replace. */
export async function hasStore(folder: string): Promise<boolean> {
  return (await hasEntries(folder)) || (await hasEntries(besideStore(folder).old));
}

/**
 * Holds the embedded store for this process, and first brings a restore to its end that broke off.
 * @throws FolderLockedError when another process holds it
 */
export async function holdStore(folder: string): Promise<() => Promise<void>> {
  const unlock = await lockFolder(folder);
  try {
    await endRestore(folder);
    return unlock;
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The old store leaves its place only when the new one is whole; so where there is none, the new one is to have it. */
async function endRestore(folder: string): Promise<void> {
  const { loaded, old } = besideStore(folder);
  if (!(await hasEntries(folder)) && (await hasEntries(old))) {
    await rm(folder, { recursive: true, force: true });
    await rename((await hasEntries(loaded)) ? loaded : old, folder);
  }
  for (const left of [loaded, old]) await rm(left, { recursive: true, force: true });
}

function hasEntries(folder: string): Promise<boolean> {
  return readdir(folder).then(
    (entries) => entries.length > 0,
    () => false,
  );
}
