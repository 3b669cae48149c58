import { overlongOpenText, toInstant } from '@ringback/core';
import {
  createEngine,
  createSecrets,
  type Engine,
  embeddedStoreIn,
  type ImportedBusiness,
  importBusinesses,
  migrate,
  openEmbedded,
  openPostgres,
  type Store,
} from '@ringback/engine';
import {
  createTwilioCallFlow,
  createTwilioCallHistory,
  createTwilioCopies,
  createTwilioLineTypes,
  createTwilioMedia,
  createTwilioMessenger,
  createTwilioPhoneNumbers,
  createTwilioRegistration,
  preloadTwilioClient,
} from '@ringback/messaging';
import { sql } from 'kysely';
import { createAdminToken } from './api/tokens.ts';
import { createApp } from './app.ts';
import { demoBusinessFile, readBusinesses } from './business-source.ts';
import type { Config } from './config.ts';
import { crmSystems } from './connect/crm-systems.ts';
import { checkAll } from './health/check-all.ts';
import { type KeptSecret, keepSecret } from './instance-keys.ts';
import { type Listening, listen } from './listening.ts';
import { localUrl } from './local-url.ts';
import type { Log } from './log.ts';
import { createNoticeChannels } from './notices/channels.ts';
import { createNoticeLinks } from './notices/links.ts';
import { explainStore, prepareDataDir } from './start-problems.ts';
import { measureStore } from './telemetry/measure-store.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { observeWithAll } from './telemetry/observers.ts';
import type { Tracing } from './telemetry/tracing.ts';

/** A server that serves, until `stop`. */
export type RunningServer = {
  readonly engine: Engine;
  /** Where it listens. */
  readonly port: number;
  /** The admin token's file, when the server keeps it itself. */
  readonly adminTokenPath: string | null;
  readonly isSandbox: boolean;
  /** Reads the business file again; on problems the old rules stay. @throws BusinessFileError */
  reload(): Promise<void>;
  /** Takes no more work, finishes what was begun and closes everything. */
  stop(): Promise<void>;
};

/** What a test has to hold in its own hands. */
export type Timing = {
  /** Waits between two tries of one request to a provider. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How long an answer of Twilio's is waited for; 10,000 when left out. */
  readonly twilioTimeoutMs?: number;
  /** The time by which a signature is too old, in milliseconds. */
  readonly nowMs?: () => number;
};

export type ServerOptions = {
  readonly config: Config;
  readonly log: Log;
  /** A store that is open already, and stays open; otherwise the one of `config` is opened. */
  readonly store?: Store;
  readonly timing?: Timing;
};

const twilioTimeoutMs = 10_000;
/** A step of a registration takes several requests. */
const registrationTimeoutMs = 60_000;

/**
 * Constructs everything and serves.
 * @throws BusinessFileError; ConfigError when the port, the folder or the store cannot be had; Error otherwise
 */
export async function startServer({
  config,
  log,
  store: given,
  timing = {},
}: ServerOptions): Promise<RunningServer> {
  const opened = new AsyncDisposableStack();
  let listening: Listening | null = null;
  /** Nobody new first, then the last opened first; what cannot be closed keeps nothing else open. */
  const stopAll = async () => {
    await using _rest = opened;
    await listening?.close();
  };
  try {
    return await construct();
  } catch (error) {
    await stopAll();
    throw error;
  }

  async function construct(): Promise<RunningServer> {
    const businesses = await readFile();
    // Before the slow parts, so that a port that is taken is told at once.
    const port = await listen(config);
    listening = port;
    const store = given ?? (await openStore());
    if (!given) opened.defer(async () => void (await store.close()));
    await migrateStore(store);
    await importBusinesses(store.db, businesses);

    const adminToken = await secretOr(config.adminToken, 'admin-token');
    const secretKeys = config.secretKeys ?? [
      Buffer.from((await secretOr(null, 'secret-key')).value, 'base64'),
    ];
    // The sandbox talks to itself: whatever the public address is, it may be somebody else's machine.
    const ownUrl = localUrl(port.address);
    const sandbox =
      config.twilio === null
        ? await openTheSandbox(
            ownUrl,
            businesses.map(({ business }) => business),
          )
        : null;
    const publicUrl = sandbox ? ownUrl : config.publicUrl;
    if (sandbox) opened.defer(async () => void (await sandbox.close()));
    const twilio = config.twilio ?? sandbox?.twilio;
    if (!twilio) throw new Error('there is neither a Twilio account nor the sandbox');
    const hubspot = config.hubspot ?? sandbox?.hubspot ?? null;

    const metrics = createMetrics();
    measureStore(metrics.registry, store);
    const tracing = await openTracing();
    if (tracing) opened.defer(async () => void (await tracing.stop()));

    const account = {
      accountSid: twilio.accountSid,
      authToken: twilio.authTokens[0],
      ...(twilio.apiBaseUrl === null ? {} : { apiBaseUrl: twilio.apiBaseUrl }),
      publicUrl,
      timeoutMs: timing.twilioTimeoutMs ?? twilioTimeoutMs,
    };
    const messenger = createTwilioMessenger({
      ...account,
      ...(twilio.messagingServiceSid === null ? {} : { messagingServiceSid: twilio.messagingServiceSid }),
      ...(timing.wait && { wait: timing.wait }),
    });
    const phoneNumbers = createTwilioPhoneNumbers({
      ...account,
      hasMessagingService: twilio.messagingServiceSid !== null,
    });
    const systems = crmSystems({ hubspot }, timing);
    const noticeLinks = createNoticeLinks({ publicUrl, keys: secretKeys });
    const engine = await createEngine({
      store,
      media: createTwilioMedia(account),
      copies: createTwilioCopies(account),
      messenger: tracing?.followMessenger(messenger) ?? messenger,
      history: createTwilioCallHistory(account),
      lineTypes: metrics.countLookUps(createTwilioLineTypes(account)),
      systems: tracing?.followSystems(systems) ?? systems,
      observer: tracing ? observeWithAll([metrics.observer, tracing.observer]) : metrics.observer,
      secrets: createSecrets(secretKeys),
      channels: createNoticeChannels({
        mail: config.mail,
        publicUrl,
        links: noticeLinks,
        isSandbox: sandbox !== null,
      }),
      registering: {
        registration: createTwilioRegistration({ ...account, timeoutMs: registrationTimeoutMs }),
        publicUrl,
      },
      performs: config.role !== 'web',
      log: {
        warn: (event, details) => log.warn(details, event),
        error: (event, details) => log.error(details, event),
      },
    });
    opened.defer(async () => void (await engine.stop()));

    const streams = new AbortController();
    let isReady = false;
    const app = createApp({
      engine,
      callFlow: createTwilioCallFlow({ publicUrl }),
      publicUrl,
      connectUrl: config.hubspot ? config.publicUrl : publicUrl,
      twilioAuthTokens: twilio.authTokens,
      hubspotSecret: hubspot?.clientSecret ?? null,
      nowMs: timing.nowMs ?? Date.now,
      tokens: createAdminToken(adminToken.value),
      noticeLinks,
      metrics,
      tracing,
      log,
      phoneNumbers,
      checkHealth: ({ online }) => checkAll({ config: { ...config, publicUrl, secretKeys }, store, online }),
      isReady: async () => isReady && (await answers(store)),
      phone: sandbox?.openPhone(engine, { links: noticeLinks, signal: streams.signal }) ?? null,
      servesWeb: config.role !== 'worker',
    });
    port.answerWith(app);
    if (config.role !== 'web') await preloadTwilioClient();
    await engine.start();
    if (sandbox && config.hubspot === null)
      await sandbox.connectHubspot({ adminToken: adminToken.value, engine });

    isReady = true;
    return {
      engine,
      port: port.address.port,
      adminTokenPath: adminToken.path,
      isSandbox: sandbox !== null,
      reload: async () => importBusinesses(store.db, await readFile()),
      async stop() {
        isReady = false;
        streams.abort();
        await stopAll();
      },
    };
  }

  async function readFile(): Promise<readonly ImportedBusiness[]> {
    const { businessFile } = config;
    if (businessFile === null) return readBusinesses(demoBusinessFile);
    const businesses = await readBusinesses(businessFile, `RINGBACK_CONFIG ${businessFile}`);
    warnOfLongTexts(businesses, log);
    return businesses;
  }

  async function openStore(): Promise<Store> {
    if (config.databaseUrl === null) {
      await prepareDataDir(config.dataDir);
      return openEmbedded({ dataDir: embeddedStoreIn(config.dataDir) });
    }
    return openPostgres({
      url: config.databaseUrl,
      onError: (error) => log.error({ error }, 'a connection to PostgreSQL broke'),
    });
  }

  async function migrateStore(store: Store): Promise<void> {
    try {
      await store.withoutTimeouts(migrate);
    } catch (error) {
      throw explainStore(error, config.databaseUrl === null ? 'RINGBACK_DATA_DIR' : 'DATABASE_URL');
    }
  }

  async function secretOr(
    given: string | null,
    name: string,
  ): Promise<KeptSecret | { value: string; path: null }> {
    return given === null ? keepSecret(config.dataDir, name) : { value: given, path: null };
  }

  /** Loaded only where it is asked for: it takes time and memory. */
  async function openTracing(): Promise<Tracing | null> {
    const { tracesEndpoint, role } = config;
    if (tracesEndpoint === null) return null;
    const tracing = await import('./telemetry/tracing.ts');
    return tracing.openTracing({ endpoint: tracesEndpoint, role, log });
  }

  /** Loaded only where it is used: a server with a Twilio account never needs the look-alikes. */
  async function openTheSandbox(
    ownUrl: string,
    businesses: Parameters<typeof import('./sandbox/open-sandbox.ts').openSandbox>[0]['businesses'],
  ) {
    const { openSandbox } = await import('./sandbox/open-sandbox.ts');
    return openSandbox({ ownUrl, businesses, log });
  }
}

/** Allowed, but each of these texts is billed as several: whoever pays should know. */
function warnOfLongTexts(businesses: readonly ImportedBusiness[], log: Log): void {
  for (const { business, rules } of businesses) {
    const measure = overlongOpenText(business, rules, toInstant(new Date()));
    if (measure === null) continue;
    const { characters, segments, encoding, ucs2 } = measure;
    const odd = ucs2.map(({ character }) => character).join(' ');
    log.warn(
      { business: business.id, characters, segments, encoding, ...(odd === '' ? {} : { odd }) },
      'the first text in open hours is billed as more than one: shorten the name or the template',
    );
  }
}

async function answers(store: Store): Promise<boolean> {
  try {
    await sql`select 1`.execute(store.db);
    return true;
  } catch {
    return false;
  }
}
