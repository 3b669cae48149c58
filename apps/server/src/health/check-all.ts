import { listFilingStandings, loadBusinesses, type Store } from '@ringback/engine';
import { type Config, ConfigError } from '../config.ts';
import { explainStore } from '../start-problems.ts';
import { checkSettings } from './check-settings.ts';
import { checkStore } from './check-store.ts';
import { checkAddressAnswers, checkDisk } from './check-surroundings.ts';
import { checkTwilio } from './check-twilio.ts';
import { type Checked, type Finding, type Passed, problem } from './finding.ts';

export type HealthOptions = {
  readonly config: Config & { readonly secretKeys: readonly [Buffer, ...Buffer[]] };
  readonly store: Store;
  /** Whether Twilio is asked, too. */
  readonly online: boolean;
};

/** What is stuck or may become so, problems first, and what is well. */
export type Health = { readonly findings: readonly Finding[]; readonly passed: readonly Passed[] };

export async function checkAll(options: HealthOptions): Promise<Health> {
  const { config } = options;
  return sortOut(
    await Promise.all([
      checkSettings(config),
      checkStored(options),
      checkAddressAnswers(config),
      checkDisk(config),
    ]),
  );
}

export function sortOut(checked: readonly (readonly Checked[])[]): Health {
  const all = checked.flat();
  const problems = all.filter((each): each is Finding => each.severity === 'problem');
  const warnings = all.filter((each): each is Finding => each.severity === 'warning');
  return {
    findings: [...problems, ...warnings],
    passed: all.filter((each): each is Passed => each.severity === 'ok'),
  };
}

async function checkStored({ config, store, online }: HealthOptions): Promise<readonly Checked[]> {
  try {
    const inStore = await checkStore(store, config);
    const isReadable = inStore.some((each) => each.severity === 'ok' && each.check === 'store');
    if (!online || !isReadable) return inStore;
    const filings = await listFilingStandings(store.db);
    const enabled = (await loadBusinesses(store.db)).filter(({ enabled }) => enabled);
    return [
      ...inStore,
      ...(await checkTwilio(
        config,
        enabled.map(({ business }) => business),
        new Set(filings.flatMap(({ numbers }) => numbers)),
      )),
    ];
  } catch (error) {
    return [unreachableStore(error, config)];
  }
}

export function unreachableStore(error: unknown, { databaseUrl }: Pick<Config, 'databaseUrl'>): Finding {
  const explained = explainStore(error, databaseUrl === null ? 'RINGBACK_DATA_DIR' : 'DATABASE_URL');
  const why = explained instanceof Error ? explained.message : String(explained);
  return problem({
    code: 'store-unreachable',
    what: `The store does not answer: ${why}${explained instanceof ConfigError ? '.' : ''}`,
    whatToDo: 'Calls ring on, but nothing is stored or sent until it does: see that the database runs.',
  });
}
