import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { scopes } from './oauth.ts';
import { readHubspotWebhook } from './webhook.ts';

// What an administrator copies from the guide must be what this package expects.

const guide = await readFile(new URL('../../../docs/how-to/connect-hubspot.md', import.meta.url), 'utf8');
const files = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));

test('the guide asks for exactly the scopes of the install link', () => {
  const app = files.find(({ type }) => type === 'app');
  expect(app.config.auth.requiredScopes).toEqual([...scopes]);
  for (const scope of scopes) expect(guide).toContain(`\`${scope}\``);
});

test('every subscription of the guide is one that is followed', () => {
  const { crmObjects, hubEvents } = files.find(({ type }) => type === 'webhooks').config.subscriptions;
  const typeIds: { readonly [objectType: string]: string } = { contact: '0-1', deal: '0-3', task: '0-27' };
  for (const { subscriptionType, objectType, propertyName } of [...crmObjects, ...hubEvents]) {
    const objectTypeId = typeIds[objectType];
    const merged = { primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 1 };
    const event = { portalId: 1, eventId: 1, occurredAt: 1, objectId: 1, ...merged };
    const body = JSON.stringify([{ ...event, subscriptionType, objectTypeId, propertyName }]);
    expect([subscriptionType, objectType, readHubspotWebhook(Buffer.from(body))]).toMatchObject([
      subscriptionType,
      objectType,
      [{ accountId: '1' }],
    ]);
  }
});
