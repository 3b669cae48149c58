import { parseArgs } from 'node:util';
import type { Forwarding } from '@ringback/api';
import { askServer, type ServerAddress } from './ask-server.ts';
import { CommandError } from './command-error.ts';
import type { Console } from './simulate.ts';

export const forwardingUsage = `ringback forwarding show|test NUMBER
  How the calls that nobody takes on the shop's own number come to a line: what to dial on
  its phone for each carrier, and a test that a call confirms. Asks the server that runs
  with the same environment.

  NUMBER                 a line of the business file, as +15125550100
  test                   waits for you to call the shop; exits with 1 when no call comes through`;

const acts = ['show', 'test'] as const;
const askEveryMs = 3_000;

/**
 * The exit code: 1 when the test failed.
 * @throws CommandError when it is called in a wrong way, or the server refuses
 */
export async function runForwarding(
  args: readonly string[],
  console: Console,
  { server, wait }: { readonly server: ServerAddress; readonly wait: (ms: number) => Promise<void> },
): Promise<0 | 1> {
  const { act, number } = readArguments(args);
  const params = { number };
  return askServer(server, async (client) => {
    if (act === 'show') {
      show(await client.readForwarding({ params }), console);
      return 0;
    }
    const { endsAt } = await client.testForwarding({ params });
    console.print(
      `Call the shop's own number from another phone now, and let it ring until you hear the greeting (until ${endsAt}).`,
    );
    for (;;) {
      const { test } = await client.readForwarding({ params });
      if (test?.state === 'confirmed') {
        console.print(`Confirmed: the call ${test.callId ?? ''} came through at ${test.confirmedAt ?? ''}.`);
        return 0;
      }
      if (test?.state !== 'waiting') {
        console.print('No call came through: docs/tutorial/with-your-own-number.md says what may be wrong.');
        return 1;
      }
      await wait(askEveryMs);
    }
  });
}

function readArguments(args: readonly string[]) {
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [said, number, ...others] = positionals;
    const act = acts.find((each) => each === said);
    if (act === undefined) throw new Error('say show or test');
    if (number === undefined || others.length > 0) throw new Error('name the number of one line');
    return { act, number };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${why}\n\n${forwardingUsage}`, { exitCode: 2 });
  }
}

function show({ line, advice, carriers, test }: Forwarding, console: Console): void {
  console.print(`To have missed calls come to ${line}, dial on the shop's phone:`);
  for (const { carrier, setUp, cancel, note } of carriers) {
    console.print(`\n${carrier}`);
    for (const { when, dial } of setUp) console.print(`  ${dial.padEnd(26)}when ${when}`);
    if (cancel !== null) console.print(`  ${cancel.padEnd(26)}ends it again`);
    if (note !== null) console.print(`  ${note}`);
  }
  console.print(`\n${advice}`);
  if (test === null) console.print('It has not been tested yet.');
  else console.print(`The test of ${test.startedAt}: ${test.state}.`);
}
