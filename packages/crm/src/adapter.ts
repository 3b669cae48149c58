import type { CrmEntry, E164, FollowUp, Instant } from '@ringback/core';

/** What an adapter's vendor can do. What it cannot is declared here, never improvised. */
export type Abilities = {
  /** Follow-up tasks with a due time. */
  readonly tasks: boolean;
  /** A unique key on contacts, so that two creations at once end in one contact. */
  readonly uniqueContacts: boolean;
  /** Deals, or what else of a contact is open until it is won or lost. */
  readonly deals: boolean;
};

export type Call = {
  readonly signal: AbortSignal;
  /** A text waits for it: it counts against what the account may be asked, but does not queue for it. */
  readonly urgent?: true;
};

/**
 * Safe to call twice with one key: the second call finds what the first one wrote. `isRetry` says that an earlier
 * attempt may have been carried out, so that an adapter without unique keys looks before it writes.
 */
export type Write = Call & {
  readonly key: string;
  readonly isRetry: boolean;
  /**
   * Asked right before a request that creates what has no unique key; false: it is not made, because another process
   * may be about to make it. The adapter then throws CrmError crm-unavailable.
   */
  readonly mayStart?: () => boolean;
};

/** A record of the vendor's: its kind in the vendor's words and its id. */
export type CrmRef = { readonly kind: string; readonly id: string };

export type CrmContact = {
  readonly ref: CrmRef;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** The number that was asked for comes first. */
  readonly phones: readonly E164[];
  readonly ownerId: string | null;
  /** Somebody has said there, in whatever way, that this person gets no texts. */
  readonly optedOut: boolean;
  /** When anything last happened around them there; null or left out: the vendor does not say. */
  readonly lastActiveAt?: Instant | null;
};

export type ContactDraft = {
  readonly phone: E164;
  /** How a person whose name nobody knows is called, such as "Caller +1 512-555-0142". */
  readonly neutralName: string;
  /** How they came, in words: "Call to Main office (+15125550100)". */
  readonly source: string;
};

/** What a CRM says of whether a number may be texted. */
export type CrmConsent = {
  readonly optedOut: boolean;
  /** What says so there, such as the name of a property; null: nothing does. */
  readonly source: string | null;
  readonly contact: CrmRef | null;
};

export type DealDraft = {
  readonly name: string;
  /** In whole units of `currency`; null: nobody has said. */
  readonly amount: number | null;
  readonly currency: string;
};

export type CrmDeal = {
  readonly ref: CrmRef;
  readonly state: 'open' | 'won' | 'lost';
  /** null: the CRM does not say. */
  readonly amount: number | null;
};

/** What `record` wrote, so that a follow-up can be completed later. */
export type CrmRefs = { readonly entry: CrmRef | null; readonly task: CrmRef | null };

export type ConnectionReport = {
  readonly ok: boolean;
  /** The account as the vendor names it, for people. */
  readonly account: string;
  /** What is wrong and what to do, when not `ok`. */
  readonly problem: string | null;
};

/**
 * One connected account of one CRM. Every method throws `CrmError` when the vendor did not do it; none turns a
 * failure into an empty answer, because that would create duplicates.
 */
export interface CrmAdapter {
  readonly vendor: string;
  readonly abilities: Abilities;
  /** Contacts with this number in whatever format it was typed; [] only when the vendor said "none". */
  findContactsByPhone(phone: E164, options: Call): Promise<readonly CrmContact[]>;
  /** Creates the contact, or finds the one that another process has just created. */
  saveContact(draft: ContactDraft, options: Write): Promise<CrmContact>;
  /**
   * One entry of the contact's timeline, with its task opened or completed. `task` is the record that an entry with
   * `task.complete` completes, null when we never wrote one.
   */
  record(entry: CrmEntry, contact: CrmContact, task: CrmRef | null, options: Write): Promise<CrmRefs>;
  /**
   * Opens a deal for the contact in the pipeline and stage of the settings, for the contact's owner; gives the one that
   * is open already, where there is one, whoever opened it.
   */
  saveDeal(draft: DealDraft, contact: CrmContact, options: Write): Promise<CrmRef>;
  /** How deals stand; those that are gone are left out. */
  readDeals(deals: readonly CrmRef[], options: Call): Promise<readonly CrmDeal[]>;
  /**
   * A task that asks who of several contacts has called, on the record of each where the vendor can; once for one key.
   */
  askWho(question: FollowUp, candidates: readonly CrmContact[], options: Write): Promise<CrmRef>;
  /**
   * Whether anybody has said in the CRM that this number gets no texts, as it stands there now. `known` is the contact
   * that we write to, which is read by its id, because a search may lag behind; without one, or where it is gone, all
   * who have the number are asked, and one opt-out among them is one.
   */
  readConsent(phone: E164, known: CrmRef | null, options: Call): Promise<CrmConsent>;
  checkConnection(options: Call): Promise<ConnectionReport>;
}
