import { parseArgs } from 'node:util';
import {
  discardParked,
  FolderLockedError,
  findParkedEntries,
  listParkedEntries,
  type ParkedEntry,
  type Place,
  retryParked,
  type Store,
} from '@ringback/engine';
import type { Config } from '../config.ts';
import { CommandError } from './command-error.ts';
import { withStore } from './configured-store.ts';
import type { Console } from './simulate.ts';

export const parkedUsage = `ringback parked list|retry|discard [ID] --business ID [options]
  What a CRM has refused and waits for a person: shows it, has it tried again, or lets it go.
  Works on the store of the server whose environment it is run in.

  ID                     one entry, as list shows it
  --all                  all entries of the business, with --system of that CRM
  --business ID          the business, as in the business file
  --system NAME          only what this CRM refused, such as hubspot
  --yes                  discard without asking`;

export type ParkedOptions = {
  readonly config: Config;
  /** null where nobody is there to be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
};

const acts = ['list', 'retry', 'discard'] as const;
const pageSize = 100;

/** @throws CommandError, ConfigError, StoreError */
export async function runParked(
  args: readonly string[],
  console: Console,
  { config, confirm }: ParkedOptions,
): Promise<void> {
  const request = readArguments(args);
  try {
    await withStore(config, (store) => perform(store, request, { console, confirm }));
  } catch (error) {
    if (!(error instanceof FolderLockedError)) throw error;
    throw new CommandError(
      `the server has the embedded store open, and only one process can: stop it first, or ask its API: GET /api/v1/parked?business=${request.business}`,
    );
  }
}

async function perform(
  store: Store,
  request: Request,
  { console, confirm }: Pick<ParkedOptions, 'confirm'> & { readonly console: Console },
): Promise<void> {
  await checkBusiness(store, request.business);
  const entries = await select(store, request);
  if (request.act === 'list') return show(entries, console);
  if (entries.length === 0) {
    console.print('Nothing is parked.');
    return;
  }
  if (request.act === 'discard' && !request.yes) await askFirst(entries, console, confirm);
  const count = await settle(store, request, entries);
  const what = count === 1 ? '1 entry' : `${count} entries`;
  console.print(request.act === 'retry' ? `${what} will be tried again.` : `${what} discarded.`);
}

type Request = {
  readonly act: (typeof acts)[number];
  readonly business: string;
  readonly id: string | null;
  readonly system: string | null;
  readonly yes: boolean;
};

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const [act, id = null, ...rest] = positionals;
  const known = acts.find((each) => each === act);
  if (known === undefined || rest.length > 0)
    throw wrong('say list, retry or discard, and at most one entry');
  if (values.business === undefined) throw wrong('name the business with --business');
  if (known === 'list' && (id !== null || values.all))
    throw wrong('list shows them all; leave ID and --all out');
  if (known !== 'list' && (id === null) !== values.all) throw wrong('name one entry, or say --all');
  if (id !== null && values.system !== undefined)
    throw wrong('--system goes with --all; an entry has its own');
  return { act: known, business: values.business, id, system: values.system ?? null, yes: values.yes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        business: { type: 'string' },
        system: { type: 'string' },
        all: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(what: string): CommandError {
  return new CommandError(`${what}\n\n${parkedUsage}`, { exitCode: 2 });
}

async function checkBusiness({ db }: Store, business: string): Promise<void> {
  const rows = await db.selectFrom('businesses').select('business_id').orderBy('business_id').execute();
  const ids = rows.map((row) => row.business_id);
  if (ids.includes(business)) return;
  throw new CommandError(
    ids.length === 0
      ? 'the store has no business yet; start the server once'
      : `there is no business "${business}"; there ${ids.length === 1 ? 'is' : 'are'} ${ids.join(', ')}`,
  );
}

async function select(store: Store, { business, id, system }: Request): Promise<readonly ParkedEntry[]> {
  if (id !== null) {
    const found = await findParkedEntries(store.db, { businessIds: [business], id });
    if (found.length > 0) return found;
    throw new CommandError(`no entry "${id}" of ${business} is parked; list shows those that are`);
  }
  const entries: ParkedEntry[] = [];
  let after: Place | null = null;
  do {
    const page: Awaited<ReturnType<typeof listParkedEntries>> = await listParkedEntries(store.db, {
      businessIds: [business],
      system,
      limit: pageSize,
      after,
    });
    entries.push(...page.items);
    after = page.next;
  } while (after !== null);
  return entries;
}

function show(entries: readonly ParkedEntry[], console: Console): void {
  if (entries.length === 0) console.print('Nothing is parked.');
  for (const { id, system, entry, phone, parkedAt, problem } of entries) {
    console.print([id, system, entry.kind.padEnd(11), phone ?? 'number withheld', parkedAt].join('  '));
    console.print(`  ${problem}`);
  }
}

async function askFirst(
  entries: readonly ParkedEntry[],
  console: Console,
  confirm: ParkedOptions['confirm'],
): Promise<void> {
  show(entries, console);
  const what = entries.length === 1 ? 'this entry' : `these ${entries.length} entries`;
  if (confirm === null) {
    throw new CommandError(`nothing was discarded; say --yes to discard ${what} for good`);
  }
  if (!(await confirm(`Discard ${what} for good?`))) throw new CommandError('nothing was discarded');
}

/** Only what was shown: what has been parked since is not let go unseen. */
async function settle(
  { db }: Store,
  { act, business }: Request,
  entries: readonly ParkedEntry[],
): Promise<number> {
  const by = 'Command line';
  let count = 0;
  for (const { id } of entries) {
    const selection = { businessId: business, by, id };
    count += await (act === 'retry' ? retryParked(db, selection) : discardParked(db, selection));
  }
  return count;
}
