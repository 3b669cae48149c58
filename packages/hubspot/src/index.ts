export { createHubspotAdapter, type HubspotAdapter, type HubspotAdapterSettings } from './adapter.ts';
export { apiVersion } from './api.ts';
export { createHubspotOAuth, type HubspotOAuthSettings, scopes } from './oauth.ts';
export { createHubspotReader } from './reader.ts';
export { isSignedByHubspot, type SignedRequest } from './signature.ts';
export { type HubspotNews, HubspotWebhookError, readHubspotWebhook } from './webhook.ts';
