import type { CrmSystem } from '@ringback/engine';
import { createHubspotAdapter, createHubspotOAuth, createHubspotReader } from '@ringback/hubspot';
import type { HubspotSettings } from '../config.ts';
import type { Timing } from '../start-server.ts';

/** The CRMs that this server has an app of. */
export function crmSystems(
  apps: { readonly hubspot: HubspotSettings | null },
  timing: Timing,
): { readonly [system: string]: CrmSystem } {
  return apps.hubspot ? { hubspot: hubspotSystem(apps.hubspot, timing) } : {};
}

function hubspotSystem(
  { clientId, clientSecret, apiBaseUrl, authorizeUrl }: HubspotSettings,
  timing: Timing,
): CrmSystem {
  return {
    oauth: createHubspotOAuth({ clientId, clientSecret, baseUrl: apiBaseUrl, authorizeUrl }),
    createAdapter: (place) => createHubspotAdapter({ baseUrl: apiBaseUrl, ...place, ...timing }),
    createReader: (place) => createHubspotReader({ baseUrl: apiBaseUrl, ...place, ...timing }),
    async prepare({ signal, ...place }) {
      await createHubspotAdapter({ baseUrl: apiBaseUrl, ...place, ...timing }).ensureProperties({ signal });
    },
  };
}
