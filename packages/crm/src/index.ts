export { type Description, describeConsentSource, describeEntry, describeTask } from './activity.ts';
export type {
  Abilities,
  Call,
  ConnectionReport,
  ContactDraft,
  CrmAdapter,
  CrmConsent,
  CrmContact,
  CrmDeal,
  CrmRef,
  CrmRefs,
  DealDraft,
  Write,
} from './adapter.ts';
export type { Allowance, Rate, RequestKind } from './allowance.ts';
export type { CrmChange, CrmContactNow, CrmDealNow, CrmReader } from './change.ts';
export { untilAborted } from './deadline.ts';
export { CrmError } from './errors.ts';
export { type ContactMatch, matchContact, ownNumbers } from './match-contact.ts';
export type { AccessToken, Grant, OAuthVendor, Tokens } from './oauth.ts';
export { type CrmSettings, fieldAgainstTexts, fieldsNamed } from './settings.ts';
export { createAccessToken, type TokenSource } from './token-source.ts';
