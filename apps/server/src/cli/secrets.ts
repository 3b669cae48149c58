import { rotateKeys } from '@ringback/engine';
import type { Config } from '../config.ts';
import { keepSecret } from '../instance-keys.ts';
import { CommandError } from './command-error.ts';
import { withStore } from './configured-store.ts';
import { readArguments } from './read-arguments.ts';
import type { Console } from './simulate.ts';

export const secretsUsage = `ringback secrets rotate [--data-keys]
  Puts every secret in the store under the first key of RINGBACK_SECRET_KEY, and says
  when the previous one, after the comma, can be dropped. Servers may run meanwhile.

  --data-keys            give every business a new key of its own, too`;

/**
 * The exit code: 1 when something is left that the first key does not open.
 * @throws CommandError, ConfigError, StoreError
 */
export async function runSecrets(args: readonly string[], console: Console, config: Config): Promise<0 | 1> {
  const { only, values } = readArguments(args, {
    options: { 'data-keys': { type: 'boolean', default: false } },
    usage: secretsUsage,
    what: 'what to do: rotate',
  });
  if (only !== 'rotate')
    throw new CommandError(`secrets can only rotate\n\n${secretsUsage}`, { exitCode: 2 });
  const keys = config.secretKeys ?? [
    Buffer.from((await keepSecret(config.dataDir, 'secret-key')).value, 'base64'),
  ];
  return withStore(config, async (store) => {
    const rotation = await rotateKeys(store.db, { keys, dataKeys: values['data-keys'], by: 'Command line' });
    console.print(`${rotation.rewrapped} data keys were put under the first key`);
    if (values['data-keys']) console.print(`${rotation.newDataKeys} businesses got a new data key`);
    console.print(`${rotation.resealed} values were sealed anew`);
    if (rotation.removedDataKeys > 0) console.print(`${rotation.removedDataKeys} old data keys were removed`);
    for (const place of rotation.unreadable) {
      console.complain(
        `${place} opens with none of the keys: add the key it was made with, or connect it again`,
      );
    }
    if (rotation.underOtherKey > 0) {
      console.complain(`${rotation.underOtherKey} data keys are not under the first key: run this again`);
    }
    if (rotation.unreadable.length > 0 || rotation.underOtherKey > 0) {
      console.complain('Keep the previous key in RINGBACK_SECRET_KEY.');
      return 1;
    }
    console.print(
      keys.length > 1
        ? 'Nothing needs the previous key any more: take it out of RINGBACK_SECRET_KEY on every server, and start them again.'
        : 'Everything is under the one key that there is.',
    );
    return 0;
  });
}
