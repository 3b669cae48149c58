export { createHubspotAdapter, type HubspotAdapter, type HubspotAdapterSettings } from './adapter.ts';
export { apiVersion } from './api.ts';
export { createHubspotOAuth, type HubspotOAuthSettings, scopes } from './oauth.ts';
