import type { CrmSettings } from '@ringback/crm';
import type { HubspotApi } from './api.ts';

/** One portal, and what the business has set for it. */
export type HubspotAccount = {
  readonly api: HubspotApi;
  /** Where numbers that staff typed without a country code belong, ISO 3166, two letters. */
  readonly country: string;
  readonly settings: CrmSettings;
};
