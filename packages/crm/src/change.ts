import type { Call, CrmContact } from './adapter.ts';

/**
 * What a CRM tells of one of its accounts, in our words; ids are the vendor's. It says what to look at, not how things
 * stand: it may be late, come twice, or come before what happened earlier. `key`, in `[A-Za-z0-9_-]`, is the same for
 * the same news told twice.
 */
export type CrmChange = { readonly key: string } & (
  | {
      readonly type: 'contact-changed';
      readonly contactId: string;
      /** The new phone number as it was typed; null: this is about something else. */
      readonly phone: string | null;
      /** Whether they want no texts from now on; null: this is about something else. */
      readonly optedOut: boolean | null;
    }
  | { readonly type: 'contact-deleted'; readonly contactId: string }
  /** What hung on `fromIds` hangs on `intoId` from now on. */
  | { readonly type: 'contact-merged'; readonly intoId: string; readonly fromIds: readonly string[] }
  /** The person asked for it, so that nothing of them may stay with us either. */
  | { readonly type: 'contact-erased'; readonly contactId: string }
  | { readonly type: 'deal-changed'; readonly dealId: string }
  | { readonly type: 'task-changed'; readonly taskId: string }
);

export type CrmContactNow = CrmContact & {
  /** What says that they want no texts, such as the name of a property; null: nothing does. */
  readonly optOutSource: string | null;
};

export type CrmDealNow = {
  readonly isWon: boolean;
  /** In the account's currency; null: not told. */
  readonly amount: number | null;
  readonly contactIds: readonly string[];
};

/**
 * How things stand in one account, for who follows its changes. Every method gives null only when the vendor said that
 * there is no such record.
 * @throws CrmError
 */
export interface CrmReader {
  readContact(id: string, options: Call): Promise<CrmContactNow | null>;
  readDeal(id: string, options: Call): Promise<CrmDealNow | null>;
  readTask(id: string, options: Call): Promise<{ readonly isDone: boolean } | null>;
}
