import { writeVoiceFallback } from '@ringback/messaging';
import { demoBusinessFile, readBusinesses } from '../business-source.ts';
import type { Config } from '../config.ts';
import { CommandError } from './command-error.ts';
import { readArguments } from './read-arguments.ts';
import type { Console } from './simulate.ts';

export const voiceFallbackUsage = `ringback voice-fallback NUMBER
  Prints what keeps a line's phones ringing while this server is down: the TwiML of a
  TwiML Bin, for "Primary handler fails" in the settings of the number at Twilio.
  A server that goes away in the middle of a call makes the phones ring a second time.

  NUMBER                 a line of the business file, as +15125550100`;

/** @throws CommandError, BusinessFileError */
export async function runVoiceFallback(
  args: readonly string[],
  console: Console,
  { businessFile }: Pick<Config, 'businessFile'>,
): Promise<void> {
  const { only } = readArguments(args, {
    options: {},
    usage: voiceFallbackUsage,
    what: 'the number of a line',
  });
  const businesses = await readBusinesses(businessFile ?? demoBusinessFile);
  const lines = businesses.flatMap(({ business }) => business.lines.map((line) => ({ business, line })));
  const found = lines.find(({ line }) => line.number === only);
  if (!found) {
    const known = lines.map(({ line }) => line.number).join(', ');
    throw new CommandError(`${only} is no line of the business file; it has ${known}`);
  }
  console.print(writeVoiceFallback(found));
}
