import { type E164, parsePhone } from '@ringback/core';
import {
  CallerBusyError,
  eraseCaller,
  exportCaller,
  type KnownBusiness,
  loadBusinesses,
  type Store,
} from '@ringback/engine';
import type { Config } from '../config.ts';
import { CommandError } from './command-error.ts';
import { withStore } from './configured-store.ts';
import { readArguments } from './read-arguments.ts';
import type { Console } from './simulate.ts';

export const personalDataUsage = `ringback export PHONE --business ID
  Prints everything that is stored about a number, as one JSON document.

ringback erase PHONE --business ID --confirm PHONE
  Erases a number for good, and prints what had to stay and why.`;

const by = 'Command line';

/** @throws CommandError, ConfigError, StoreError */
export async function runExport(args: readonly string[], console: Console, config: Config): Promise<void> {
  const { only, values } = readArguments(args, {
    options: { business: { type: 'string' } },
    usage: personalDataUsage,
    what: 'one number',
  });
  await withStore(config, async (store) => {
    const known = await findBusiness(store, values.business);
    const callerId = readPhone(only, known);
    const exported = await exportCaller(store.db, { businessId: known.business.id, callerId, by });
    if (!exported) throw nothingKnown(callerId, known);
    console.print(JSON.stringify(exported, null, 2));
  });
}

/** @throws CommandError, ConfigError, StoreError */
export async function runErase(args: readonly string[], console: Console, config: Config): Promise<void> {
  const { only, values } = readArguments(args, {
    options: { business: { type: 'string' }, confirm: { type: 'string' } },
    usage: personalDataUsage,
    what: 'one number',
  });
  if (values.confirm !== only) {
    throw new CommandError(`to erase ${only} for good, write it once more: --confirm ${only}`, {
      exitCode: 2,
    });
  }
  await withStore(config, async (store) => {
    const known = await findBusiness(store, values.business);
    const callerId = readPhone(only, known);
    const request = { businessId: known.business.id, callerId, by, known };
    const erasure = await eraseCaller(store.db, request).catch((error: unknown) => {
      throw error instanceof CallerBusyError ? new CommandError(error.message) : error;
    });
    if (!erasure) throw nothingKnown(callerId, known);
    console.print(JSON.stringify(erasure, null, 2));
  });
}

async function findBusiness(store: Store, id: string | undefined): Promise<KnownBusiness> {
  const all = await loadBusinesses(store.db);
  const known = all.find(({ business }) => business.id === id);
  if (known) return known;
  const names = all.map(({ business }) => business.id).join(', ');
  throw new CommandError(`say of which business: --business ID, one of: ${names}`, { exitCode: 2 });
}

function readPhone(raw: string, { business }: KnownBusiness): E164 {
  const phone = parsePhone(raw, business.country);
  if (phone) return phone.e164;
  throw new CommandError(`${raw} is no number that exists; write it as +15125550142`, { exitCode: 2 });
}

function nothingKnown(phone: string, { business }: KnownBusiness): CommandError {
  return new CommandError(`nothing is stored about ${phone} for ${business.id}`);
}
