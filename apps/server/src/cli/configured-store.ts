import { embeddedStoreIn, isUpToDate, openExistingStore, openPostgres, type Store } from '@ringback/engine';
import type { Config } from '../config.ts';
import { explainStore } from '../start-problems.ts';
import { CommandError } from './command-error.ts';

/**
 * Does `act` on the store that the environment names, and closes it.
 * @throws CommandError when it is of an earlier version; ConfigError, StoreError, FolderLockedError
 */
export async function withStore<T>(config: Config, act: (store: Store) => Promise<T>): Promise<T> {
  const variable = config.databaseUrl === null ? 'RINGBACK_DATA_DIR' : 'DATABASE_URL';
  const store =
    config.databaseUrl === null
      ? await openExistingStore(embeddedStoreIn(config.dataDir))
      : // What breaks fails the query that needs it, which is told.
        openPostgres({ url: config.databaseUrl, poolSize: 2, onError: () => {} });
  try {
    const isCurrent = await isUpToDate(store.db).catch((error: unknown) => {
      throw explainStore(error, variable);
    });
    if (!isCurrent) {
      throw new CommandError(
        `${variable} names a store of another version of Ringback: start the server of this version on it once`,
      );
    }
    return await act(store);
  } finally {
    await store.close();
  }
}
