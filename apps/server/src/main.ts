import { BusinessFileError } from '@ringback/engine';
import { ConfigError, defaultDataDir, readConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { type RunningServer, startServer } from './start-server.ts';

/**
 * `npm start` promises to be gone within ten seconds. Requests get two of them, then what is in flight at a provider
 * six, and what is left is for the store.
 */
const stopWithinMs = 9_500;

async function main(): Promise<void> {
  const config = readConfig(process.env, { dataDir: defaultDataDir });
  const log = createLog(config.logLevel);
  const starting = startServer({ config, log });
  // From here on a signal finds something to stop, also while the server is still starting.
  stopOnSignals(starting, log);
  const server = await starting;
  process.on('SIGHUP', () => void reload(server));
  say(`Ringback is ready: http://${config.host}:${server.port}`);
  if (server.isSandbox) {
    say('It runs in the sandbox: no text leaves this machine. Open the address and call the plumber.');
  }
  if (server.adminTokenPath) say(`The admin token is in ${server.adminTokenPath}`);
}

function stopOnSignals(starting: Promise<RunningServer>, log: Log): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({}, 'could not finish in time');
      process.exit(1);
    }, stopWithinMs).unref();
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'did not stop cleanly');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function reload(server: RunningServer): Promise<void> {
  try {
    await server.reload();
    say('The business file was read again.');
  } catch (error) {
    complain(error);
    say('The business file was not taken over; the rules from before stay in force.');
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What is wrong, one line each, for a person who has just typed a command. */
function complain(error: unknown): void {
  if (error instanceof ConfigError) for (const line of error.problems) process.stderr.write(`${line}\n`);
  else if (error instanceof BusinessFileError) {
    for (const { path, message } of error.problems) {
      process.stderr.write(path === '' ? `${message}\n` : `${path}: ${message}\n`);
    }
  } else {
    const reason = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}${reason}\n`);
  }
}

main().catch((error: unknown) => {
  complain(error);
  process.exit(1);
});
