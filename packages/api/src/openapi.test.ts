import { expect, test } from 'vitest';
import { z } from 'zod';
import { routes } from './contract.ts';
import { describeApi } from './openapi.ts';
import type { Route } from './route.ts';

const document = z
  .object({
    paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .parse(JSON.parse(JSON.stringify(describeApi({ serverUrl: '/api/v1' }))));

test.each(Object.entries<Route>(routes))('%s is in the document', (name, route) => {
  const operation = document.paths[route.path]?.[route.method];
  expect(operation).toMatchObject({
    operationId: name,
    summary: route.summary,
    responses: { [route.status]: { content: { 'application/json': {} } } },
  });
  expect(Object.keys(operation ?? {}).includes('requestBody')).toBe(route.body !== undefined);
});

test('every reference leads to a schema of the document', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to);
  expect(references.length).toBeGreaterThan(10);
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  for (const reference of references) expect(known).toContain(reference);
});
