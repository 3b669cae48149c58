import {
  countFailedNotices,
  countWork,
  findUnreadable,
  isUpToDate,
  listFilingStandings,
  loadBusinesses,
  type Store,
} from '@ringback/engine';
import { checkNotices } from './check-notices.ts';
import { checkRegistration } from './check-registration.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkWork } from './check-work.ts';
import { compareClocks } from './compare-clocks.ts';
import { type Checked, passed, problem, warning } from './finding.ts';

/** A store that is open, and everything in it that is stuck. @throws what the store throws when it does not answer */
export async function checkStore(
  store: Store,
  {
    publicUrl,
    secretKeys,
    nowMs = Date.now,
  }: {
    readonly publicUrl: string;
    readonly secretKeys: readonly [Buffer, ...Buffer[]];
    readonly nowMs?: () => number;
  },
): Promise<readonly Checked[]> {
  const { db } = store;
  const durability =
    store.kind === 'embedded'
      ? [
          warning({
            code: 'store-without-fsync',
            what: 'The embedded store does not wait for the disk: a power cut can lose the last seconds, or the store.',
            whatToDo: 'Back it up, or move to PostgreSQL: docs/how-to/move-to-postgresql.md',
          }),
        ]
      : [];
  if (!(await isUpToDate(db))) {
    const outdated = problem({
      code: 'store-of-another-version',
      what: 'The store has the schema of another version of Ringback.',
      whatToDo: 'Start a server of this version on it once, or run the doctor of the version that wrote it.',
    });
    return [outdated, ...durability];
  }
  const businesses = await loadBusinesses(db);
  const beganMs = nowMs();
  const counts = await countWork(db);
  const clocks = compareClocks(Date.parse(counts.now), {
    beganMs,
    endedMs: nowMs(),
    whose: "the database's",
  });
  return [
    passed('store', 'The store answers, and has the schema of this version.'),
    ...durability,
    ...clocks,
    ...checkSecrets(await findUnreadable(db, secretKeys)),
    ...checkWork(counts, { businesses, publicUrl }),
    ...checkNotices(await countFailedNotices(db)),
    ...checkRegistration(await listFilingStandings(db), businesses),
  ];
}
