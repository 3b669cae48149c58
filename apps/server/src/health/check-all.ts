import { loadBusinesses, type Store } from '@ringback/engine';
import { type Config, ConfigError } from '../config.ts';
import { explainStore } from '../start-problems.ts';
import { checkSettings } from './check-settings.ts';
import { checkStore } from './check-store.ts';
import { checkAddressAnswers, checkDisk } from './check-surroundings.ts';
import { checkTwilio } from './check-twilio.ts';
import { type Finding, problem } from './finding.ts';

export type HealthOptions = {
  readonly config: Config;
  readonly store: Store;
  /** Whether Twilio is asked, too. */
  readonly online: boolean;
};

/** Everything that is stuck or may become so, problems first. */
export async function checkAll(options: HealthOptions): Promise<readonly Finding[]> {
  const { config } = options;
  return inOrder(
    await Promise.all([
      checkSettings(config),
      checkStored(options),
      checkAddressAnswers(config),
      checkDisk(config),
    ]),
  );
}

export function inOrder(findings: readonly (readonly Finding[])[]): readonly Finding[] {
  return findings
    .flat()
    .toSorted((one, other) => Number(one.severity === 'warning') - Number(other.severity === 'warning'));
}

async function checkStored({ config, store, online }: HealthOptions): Promise<readonly Finding[]> {
  try {
    const inStore = await checkStore(store, config);
    const isReadable = !inStore.some(({ code }) => code === 'store-of-another-version');
    if (!online || !isReadable) return inStore;
    const enabled = (await loadBusinesses(store.db)).filter(({ enabled }) => enabled);
    return [
      ...inStore,
      ...(await checkTwilio(
        config,
        enabled.map(({ business }) => business),
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
