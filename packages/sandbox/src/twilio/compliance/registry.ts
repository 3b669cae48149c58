import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { notFound } from '../api-error.ts';

/** The kinds of things by which a sender is registered, named as their collections in the paths. */
export type ComplianceKind =
  | 'Addresses'
  | 'CustomerProfiles'
  | 'TrustProducts'
  | 'EndUsers'
  | 'SupportingDocuments'
  | 'EntityAssignments'
  | 'Evaluations'
  | 'BrandRegistrations'
  | 'Services'
  | 'PhoneNumbers'
  | 'Usa2p'
  | 'Verifications'
  | 'Sinks'
  | 'Subscriptions';

const prefixes: { readonly [kind in ComplianceKind]: string } = {
  Addresses: 'AD',
  CustomerProfiles: 'BU',
  TrustProducts: 'BU',
  EndUsers: 'IT',
  SupportingDocuments: 'RD',
  EntityAssignments: 'BV',
  Evaluations: 'EL',
  BrandRegistrations: 'BN',
  Services: 'MG',
  PhoneNumbers: 'PN',
  Usa2p: 'QE',
  Verifications: 'HH',
  Sinks: 'DG',
  Subscriptions: 'DF',
};

/** One thing: what it was made with, and what reviewers have said of it. */
export type ComplianceThing = {
  readonly sid: string;
  readonly kind: ComplianceKind;
  /** What it belongs to; null where it stands for itself. */
  readonly parentSid: string | null;
  readonly createdAt: string;
  updatedAt: string;
  /** The form's parameters; those that came several times as a list. */
  fields: { readonly [name: string]: string | readonly string[] };
  status: string;
  errors: readonly { readonly [name: string]: unknown }[];
  /** A sole proprietor has answered the text with the code. */
  isVerified: boolean;
  codesSent: number;
};

export type Registry = {
  /** Oldest first. */
  all(kind: ComplianceKind, parentSid?: string): readonly ComplianceThing[];
  /** @throws TwilioApiError 404 */
  get(kind: ComplianceKind, sid: string): ComplianceThing;
  add(
    thing: Pick<ComplianceThing, 'kind' | 'parentSid' | 'fields' | 'status'> & { readonly sid?: string },
  ): ComplianceThing;
  touch(thing: ComplianceThing, change: Partial<ComplianceThing>): void;
};

export function createRegistry(clock: Clock): Registry {
  const things: ComplianceThing[] = [];
  return {
    all: (kind, parentSid) =>
      things.filter(
        (thing) => thing.kind === kind && (parentSid === undefined || thing.parentSid === parentSid),
      ),
    get(kind, sid) {
      const found = things.find((thing) => thing.kind === kind && thing.sid === sid);
      if (!found) throw notFound(`/${kind}/${sid}`);
      return found;
    },
    add(given) {
      const at = clock.now().toISOString();
      const thing: ComplianceThing = {
        sid: prefixes[given.kind] + randomUUID().replaceAll('-', ''),
        createdAt: at,
        updatedAt: at,
        errors: [],
        isVerified: false,
        codesSent: 0,
        ...given,
      };
      things.push(thing);
      return thing;
    },
    touch(thing, change) {
      Object.assign(thing, change, { updatedAt: clock.now().toISOString() });
    },
  };
}
