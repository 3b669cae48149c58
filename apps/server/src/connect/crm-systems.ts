import type { CrmSystem } from '@ringback/engine';
import { createHubspotAdapter, createHubspotOAuth } from '@ringback/hubspot';
import type { HubspotSettings } from '../config.ts';

/** The CRMs that this server has an app of. */
export function crmSystems(apps: { readonly hubspot: HubspotSettings | null }): {
  readonly [system: string]: CrmSystem;
} {
  return apps.hubspot ? { hubspot: hubspotSystem(apps.hubspot) } : {};
}

function hubspotSystem({ clientId, clientSecret, apiBaseUrl, authorizeUrl }: HubspotSettings): CrmSystem {
  return {
    oauth: createHubspotOAuth({ clientId, clientSecret, baseUrl: apiBaseUrl, authorizeUrl }),
    createAdapter: ({ accessToken, country }) =>
      createHubspotAdapter({ baseUrl: apiBaseUrl, accessToken, country }),
    async prepare({ accessToken, country, signal }) {
      await createHubspotAdapter({ baseUrl: apiBaseUrl, accessToken, country }).ensureProperties({ signal });
    },
  };
}
