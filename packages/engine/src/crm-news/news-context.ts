import type { CrmAdapter, CrmReader, CrmSettings } from '@ringback/crm';
import type { CrmAccount } from '../crm-connections.ts';
import type { Db } from '../database/connection.ts';
import type { KnownBusiness } from '../directory.ts';
import type { EventDraft } from '../handle-event.ts';
import type { ClaimedEffect } from '../lease.ts';
import type { OfSystem } from './links.ts';

/** One piece of news in the hands of one process. */
export type NewsContext = OfSystem & {
  readonly db: Db;
  readonly claimed: ClaimedEffect;
  readonly known: KnownBusiness;
  /** null: it must not be asked at the moment. */
  readonly account: CrmAccount | null;
  /** What the business file sets for this CRM. */
  readonly settings: CrmSettings;
  readonly signal: AbortSignal;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
};

/** The CRM cannot be asked how things stand. */
export class NotAskedError extends Error {
  constructor(system: string) {
    super(`${system} is not connected, or fails at the moment and is left alone`);
    this.name = 'NotAskedError';
  }
}

/** @throws NotAskedError */
export function accountOf({ account, system }: NewsContext): {
  readonly adapter: CrmAdapter;
  readonly reader: CrmReader;
} {
  if (account?.reader == null) throw new NotAskedError(system);
  return { adapter: account.adapter, reader: account.reader };
}

/** An id for what one piece of news leads to; another for each attempt, as what is found may differ by then. */
export function eventIds({ claimed }: NewsContext): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${claimed.key}-${claimed.attempts}-${count}`;
  };
}
