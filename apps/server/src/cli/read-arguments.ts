import { type ParseArgsConfig, parseArgs } from 'node:util';
import { CommandError } from './command-error.ts';

/**
 * The arguments of a command that takes exactly one, besides its options.
 * @throws CommandError with `usage`, also when an option is unknown
 */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  { options, usage, what }: { readonly options: T; readonly usage: string; readonly what: string },
) {
  const { values, positionals } = parse(args, options, usage);
  const [only, ...others] = positionals;
  if (only === undefined || others.length > 0) {
    throw new CommandError(`name ${what}\n\n${usage}`, { exitCode: 2 });
  }
  return { only, values };
}

function parse<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, {
      exitCode: 2,
    });
  }
}
