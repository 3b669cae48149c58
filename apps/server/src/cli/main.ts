import { BusinessFileError } from '@ringback/engine';
import { CommandError } from './command-error.ts';
import { type Console, runSimulate, simulateUsage } from './simulate.ts';

const usage = `ringback: missed calls, answered by text

${simulateUsage}
`;

/** Runs one command and answers with its exit code: 0 done, 1 not done, 2 called in a wrong way. */
async function run(args: readonly string[], console: Console): Promise<number> {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'simulate':
        await runSimulate(rest, console);
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
    throw error;
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
