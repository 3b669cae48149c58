import {
  FolderLockedError,
  liftHold,
  listSendingProblems,
  type Store,
  type StoredProblem,
} from '@ringback/engine';
import type { Config } from '../config.ts';
import { adviceOn, whatLiftingDoes } from '../text-advice.ts';
import { CommandError } from './command-error.ts';
import { withStore } from './configured-store.ts';
import { readArguments } from './read-arguments.ts';
import type { Console } from './simulate.ts';

export const holdsUsage = `ringback holds BUSINESS [--lift HOLD] [--yes]
  Which texts are held because earlier ones failed, and what to mend. --lift lets them leave again once that is done.

  BUSINESS               as in the business file
  --lift HOLD            ends the hold with that id, as the list shows it
  --yes                  lift without asking`;

export type HoldsOptions = {
  readonly config: Config;
  /** null where nobody is there to be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
};

type Request = { readonly business: string; readonly lift: string | undefined; readonly yes: boolean };

/** @throws CommandError, ConfigError, StoreError */
export async function runHolds(
  args: readonly string[],
  console: Console,
  { config, confirm }: HoldsOptions,
): Promise<void> {
  const request = readRequest(args);
  try {
    await withStore(config, (store) => perform(store, request, { console, confirm }));
  } catch (error) {
    if (!(error instanceof FolderLockedError)) throw error;
    throw new CommandError(
      `the server has the embedded store open, and only one process can: stop it first, or ask its API: GET /api/v1/texts?business=${request.business}`,
    );
  }
}

function readRequest(args: readonly string[]): Request {
  const { only, values } = readArguments(args, {
    options: { lift: { type: 'string' }, yes: { type: 'boolean', default: false } },
    usage: holdsUsage,
    what: 'one business',
  });
  return { business: only, lift: values.lift, yes: values.yes };
}

async function perform(
  { db }: Store,
  { business, lift, yes }: Request,
  { console, confirm }: Pick<HoldsOptions, 'confirm'> & { readonly console: Console },
): Promise<void> {
  const problems = await listSendingProblems(db, [business]);
  const holds = problems.filter(({ isHolding }) => isHolding);
  if (lift === undefined) return show(holds, console);
  const hold = holds.find(({ id }) => id === lift);
  if (!hold) {
    const ids = holds.map(({ id }) => id).join(', ');
    throw new CommandError(
      `nothing of ${business} is held under "${lift}"; ${ids === '' ? 'nothing is held at all' : `there is ${ids}`}`,
    );
  }
  if (!yes) await askFirst(hold, console, confirm);
  const lifted = await liftHold(db, { businessId: business, id: lift, by: 'Command line' });
  if (!lifted) throw new CommandError(`"${lift}" has just ended by itself`);
  console.print(whatLiftingDoes(lifted));
}

function show(holds: readonly StoredProblem[], console: Console): void {
  if (holds.length === 0) console.print('No texts are held.');
  for (const { id, kind, meaning, since, until } of holds) {
    console.print(
      [id, `since ${since}`, until === null ? 'until it is lifted' : `until ${until}`].join('  '),
    );
    console.print(`  ${meaning} ${adviceOn[kind]}`);
  }
}

async function askFirst(
  hold: StoredProblem,
  console: Console,
  confirm: HoldsOptions['confirm'],
): Promise<void> {
  show([hold], console);
  if (confirm === null) throw new CommandError('nothing was lifted; say --yes once it is mended');
  if (!(await confirm('Is this mended, and shall texts leave again?'))) {
    throw new CommandError('nothing was lifted');
  }
}
