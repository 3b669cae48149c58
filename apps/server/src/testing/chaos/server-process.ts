import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Lookalikes } from '../../sandbox/serve-lookalikes.ts';
import { businessFile } from '../acme-plumbing.ts';
import { processEnvironment } from '../process-environment.ts';

/** A server as an operator runs it: a process of its own. */
export type ServerProcess = {
  readonly pid: number;
  readonly port: number;
  isAlive(): boolean;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator stops it; resolves when it is gone. */
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Its last lines, to tell what went wrong. */
  output(): string;
};

export type ProcessOptions = {
  /** Loaded before the program. */
  readonly imports?: readonly string[];
  /** The program, where it is not this release's. */
  readonly main?: string;
};

const ownMain = fileURLToPath(new URL('../../main.ts', import.meta.url));
const keptOutput = 20_000;

/** What the servers of one world share; the store, the role and the way to Twilio are each one's own. */
export function createSharedSettings(
  publicUrl: string,
  { twilioSettings, hubspotSettings }: Pick<Lookalikes, 'twilioSettings' | 'hubspotSettings'>,
) {
  return {
    RINGBACK_CONFIG: businessFile,
    RINGBACK_ADMIN_TOKEN: randomBytes(24).toString('base64url'),
    RINGBACK_SECRET_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: publicUrl,
    TWILIO_ACCOUNT_SID: twilioSettings.accountSid,
    TWILIO_AUTH_TOKEN: twilioSettings.authTokens[0],
    HUBSPOT_CLIENT_ID: hubspotSettings.clientId,
    HUBSPOT_CLIENT_SECRET: hubspotSettings.clientSecret,
    HUBSPOT_API_BASE_URL: hubspotSettings.apiBaseUrl,
    HUBSPOT_AUTHORIZE_URL: hubspotSettings.authorizeUrl,
    LOG_LEVEL: 'warn',
  };
}

/** @throws Error with the server's own words when it ends before it is ready */
export async function startServerProcess(
  port: number,
  settings: { readonly [variable: string]: string },
  { imports = [], main = ownMain }: ProcessOptions = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...imports.flatMap((each) => ['--import', each]), main], {
    env: { ...processEnvironment(), ...settings, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const gone = once(child, 'exit').then(() => process.off('exit', killWithUs));
  let output = '';
  const ready = new Promise<boolean>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-keptOutput);
        if (output.includes('Ringback is ready')) done(true);
      });
    }
    void gone.then(() => done(false));
  });
  if (!(await ready)) throw new Error(`the server ended before it was ready:\n${output}`);
  return {
    pid: pidOf(child),
    port,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
    signal: (signal) => void child.kill(signal),
    output: () => output,
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the server was not started');
  return child.pid;
}
