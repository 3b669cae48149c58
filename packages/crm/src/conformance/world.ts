import type { Instant } from '@ringback/core';
import type { CrmAdapter, CrmDeal, CrmRef } from '../adapter.ts';

/**
 * What goes wrong until `setFault(null)`, for every request of the adapter:
 *
 * - `rate-limited`: the vendor says that we ask too often, and does nothing
 * - `unavailable`: the vendor answers that it cannot serve anybody
 * - `silent`: the vendor accepts requests and never answers; whether it does what they ask is open
 * - `lost-answer`: the vendor carries writes out, and the connection breaks before the answer; reads are answered
 * - `refused`: the vendor's own rules forbid the contents of writes, as an administrator's required field does
 * - `expired-token`: the access token's time is over, for the vendor and for us; it can be renewed
 * - `dead-grant`: somebody has ended the connection, so neither the access token nor its renewal works
 */
export type Fault =
  | 'rate-limited'
  | 'unavailable'
  | 'silent'
  | 'lost-answer'
  | 'refused'
  | 'expired-token'
  | 'dead-grant';

/** A person as staff typed them into the CRM; `phone` in whatever format. */
export type Person = { readonly phone: string; readonly firstName: string; readonly ownerId?: string };

/** As somebody sees it in the CRM: what is markup to the vendor's page is gone from `text`, title included. */
export type TimelineItem = { readonly text: string; readonly at: Instant };

export type Task = {
  readonly text: string;
  readonly dueAt: Instant;
  readonly isDone: boolean;
  readonly isUrgent: boolean;
  readonly ownerId: string | null;
};

/**
 * One account of a vendor's look-alike, empty and set up, with an adapter connected to it for a business in the
 * US. The look-alike's search finds at once what was written; the adapter waits no real time between attempts.
 */
export interface CrmWorld {
  readonly adapter: CrmAdapter;
  putContact(person: Person): Promise<CrmRef>;
  /**
   * Staff say that a person gets no texts: by the field that the adapter writes itself, or by one of the account's own
   * that the adapter was told of.
   */
  optOut(contact: CrmRef, by: 'our-field' | 'their-field'): Promise<void>;
  deleteContact(contact: CrmRef): Promise<void>;
  contacts(): Promise<readonly CrmRef[]>;
  timeline(contact: CrmRef): Promise<readonly TimelineItem[]>;
  tasks(contact: CrmRef): Promise<readonly Task[]>;
  /** The contact's deals, the open ones and the others. */
  deals(contact: CrmRef): Promise<readonly (CrmDeal & { readonly ownerId: string | null })[]>;
  /** Staff win or lose a deal. */
  closeDeal(deal: CrmRef, state: 'won' | 'lost', amount: number): Promise<void>;
  setFault(fault: Fault | null): Promise<void>;
  close(): Promise<void>;
}
