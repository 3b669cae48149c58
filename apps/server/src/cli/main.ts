import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { BusinessFileError, FolderLockedError, StoreError } from '@ringback/engine';
import { ConfigError, defaultDataDir, readConfig } from '../config.ts';
import { CommandError } from './command-error.ts';
import { doctorUsage, runDoctor } from './doctor.ts';
import { forwardingUsage, runForwarding } from './forwarding.ts';
import { holdsUsage, runHolds } from './holds.ts';
import { numbersUsage, runNumbers } from './numbers.ts';
import { parkedUsage, runParked } from './parked.ts';
import { personalDataUsage, runErase, runExport } from './personal-data.ts';
import { registrationUsage, runRegistration } from './registration.ts';
import { runSecrets, secretsUsage } from './secrets.ts';
import { type Console, runSimulate, simulateUsage } from './simulate.ts';
import { runBackup, runRestore, runStore, storeUsage } from './store.ts';
import { runVoiceFallback, voiceFallbackUsage } from './voice-fallback.ts';

const usage = `ringback: missed calls, answered by text

${simulateUsage}

${doctorUsage}

${numbersUsage}

${forwardingUsage}

${voiceFallbackUsage}

${holdsUsage}

${parkedUsage}

${registrationUsage}

${personalDataUsage}

${secretsUsage}

${storeUsage}
`;

/** Runs one command and answers with its exit code: 0 done, 1 not done, 2 called in a wrong way. */
async function run(args: readonly string[], console: Console): Promise<number> {
  const [command, ...rest] = args;
  const config = () => readConfig(process.env, { dataDir: defaultDataDir });
  try {
    switch (command) {
      case 'simulate':
        await runSimulate(rest, console);
        return 0;
      case 'export':
        await runExport(rest, console, config());
        return 0;
      case 'erase':
        await runErase(rest, console, config());
        return 0;
      case 'doctor':
        return await runDoctor(rest, console, config);
      case 'numbers':
        return await runNumbers(rest, console, config());
      case 'forwarding':
        return await runForwarding(rest, console, { server: config(), wait });
      case 'voice-fallback':
        await runVoiceFallback(rest, console, config());
        return 0;
      case 'secrets':
        return await runSecrets(rest, console, config());
      case 'store':
        await runStore(rest, console, config());
        return 0;
      case 'backup':
        await runBackup(rest, console, config());
        return 0;
      case 'restore':
        await runRestore(rest, console, config());
        return 0;
      case 'registration':
        await runRegistration(rest, console, config());
        return 0;
      case 'holds':
        await runHolds(rest, console, { config: config(), confirm: asker() });
        return 0;
      case 'parked':
        await runParked(rest, console, { config: config(), confirm: asker() });
        return 0;
      case undefined:
      case 'help':
      case '--help':
      case '-h':
        console.print(usage);
        return command === undefined ? 2 : 0;
      default:
        throw new CommandError(`there is no command "${command}"\n\n${usage}`, { exitCode: 2 });
    }
  } catch (error) {
    if (error instanceof CommandError) {
      console.complain(error.message);
      return error.exitCode;
    }
    if (error instanceof BusinessFileError) {
      for (const { path, message } of error.problems) console.complain(`${path}: ${message}`);
      return 1;
    }
    if (error instanceof ConfigError) {
      for (const line of error.problems) console.complain(line);
      return 1;
    }
    if (error instanceof StoreError || error instanceof FolderLockedError) {
      console.complain(error.message);
      return 1;
    }
    throw error;
  }
}

/** null where nobody sits before the terminal. */
function asker(): typeof confirm | null {
  return process.stdin.isTTY && process.stdout.isTTY ? confirm : null;
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

// Whoever reads the output has enough, as `| head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  progress: process.stderr.isTTY ? (line) => process.stderr.write(`\r\x1b[K${line}`) : null,
});
