export { type Description, describeConsentSource, describeEntry, describeTask } from './activity.ts';
export type {
  Abilities,
  Call,
  ConnectionReport,
  ContactDraft,
  CrmAdapter,
  CrmContact,
  CrmRef,
  CrmRefs,
  Write,
} from './adapter.ts';
export { untilAborted } from './deadline.ts';
export { CrmError } from './errors.ts';
export { type ContactMatch, matchContact } from './match-contact.ts';
export type { AccessToken, Grant, OAuthVendor, Tokens } from './oauth.ts';
export { createAccessToken, type TokenSource } from './token-source.ts';
