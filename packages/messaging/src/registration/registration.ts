import type { Applicant, E164 } from '@ringback/core';
import type { EvidencePack } from './evidence-pack.ts';

/** What a registration is made of at the provider, one thing each; `numbers` joins the lines to the campaign. */
export type StepName =
  | 'address'
  | 'address-proof'
  | 'company'
  | 'representative'
  | 'customer-profile'
  | 'messaging-profile'
  | 'trust-product'
  | 'brand'
  | 'messaging-service'
  | 'campaign'
  | 'numbers'
  | 'toll-free-verification';

/** What is registered: the local numbers of a business together, or one toll-free number. */
export type Subject = 'local' | E164;

/** All that a step may look at. */
export type Dossier = {
  readonly businessId: string;
  readonly subject: Subject;
  readonly numbers: readonly E164[];
  readonly applicant: Applicant;
  readonly pack: EvidencePack;
  /** The provider's ids of the things that are there by now. */
  readonly ids: { readonly [step in StepName]?: string };
};

/** Why something was refused: the provider's code where it gave one, and its words. */
export type Problem = { readonly code: string | null; readonly words: string };

export type StepStatus =
  | { readonly state: 'approved' }
  /** `owner`: nothing goes on until the owner has done what `detail` says. */
  | { readonly state: 'waiting'; readonly waitsFor: 'reviewer' | 'owner'; readonly detail: string }
  /** `mendable`: it may be handed in again with changes. */
  | { readonly state: 'rejected'; readonly problems: readonly Problem[]; readonly mendable: boolean };

/** What is charged for a step, in whole US cents, as far as prices are published; the provider's own list decides. */
export type Price = {
  readonly step: StepName;
  readonly onceCents: number;
  readonly monthlyCents: number;
  /** Charged once more each time it is handed in again. */
  readonly againOnResubmission: boolean;
};

export type Call = { readonly signal: AbortSignal };

/**
 * Registers the sender of texts with the carriers. Every method may be called again: what is there is found, not made
 * twice, as long as `find` is asked before `create`.
 */
export interface Registration {
  /** The steps in the order in which each needs the ones before it. */
  stepsOf(dossier: Pick<Dossier, 'subject' | 'applicant'>): readonly StepName[];
  pricesOf(dossier: Pick<Dossier, 'subject' | 'applicant'>): readonly Price[];
  /**
   * The provider's id of what an earlier attempt has made; null when there is none.
   * @throws MessagingError
   */
  find(step: StepName, dossier: Dossier, call: Call): Promise<string | null>;
  /** @throws MessagingError: retry `unknown` when it may have been made, `never` when it was refused */
  create(step: StepName, dossier: Dossier, call: Call): Promise<string>;
  /**
   * Does what the thing still lacks before it can be reviewed, and tells where it stands.
   * @throws MessagingError
   */
  advance(step: StepName, id: string, dossier: Dossier, call: Call): Promise<StepStatus>;
  /**
   * Hands a rejected thing in again, as the dossier describes it now.
   * @throws MessagingError
   */
  amend(step: StepName, id: string, dossier: Dossier, call: Call): Promise<void>;
  /**
   * Has the provider tell us when a reviewer has decided, so that we need not wait to ask. Safe to call again.
   * @throws MessagingError
   */
  subscribe(call: Call): Promise<void>;
  /**
   * Has the text that a sole proprietor must answer sent once more.
   * @throws MessagingError
   */
  remindOwner(brandId: string, call: Call): Promise<void>;
}
