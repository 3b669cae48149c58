import { join } from 'node:path';
import { openEmbedded, type Store } from '../database/connection.ts';
import { hasStore } from '../database/store-folder.ts';
import { StoreError } from './store-error.ts';

/** The embedded store's folder within the data folder. */
export function embeddedStoreIn(dataDir: string): string {
  return join(dataDir, 'store');
}

/**
 * The embedded store of a folder in which there is one: a folder that was misspelt must not become a new store.
 * @throws StoreError store-missing; FolderLockedError
 */
export async function openExistingStore(folder: string): Promise<Store> {
  await requireStore(folder);
  return openEmbedded({ dataDir: folder });
}

/** @throws StoreError store-missing */
export async function requireStore(folder: string): Promise<void> {
  if (await hasStore(folder)) return;
  throw new StoreError('store-missing', `there is no store in ${folder}: set RINGBACK_DATA_DIR`);
}
