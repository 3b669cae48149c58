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
export { CrmError } from './errors.ts';
export type { AccessToken, Grant, OAuthVendor, Tokens } from './oauth.ts';
