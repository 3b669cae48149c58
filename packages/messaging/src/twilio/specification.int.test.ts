import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePhone, toInstant } from '@ringback/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { json, openServer } from '../testing/twilio-server.ts';
import { createTwilioCallHistory } from './call-history.ts';
import { createTwilioMessenger } from './messenger.ts';

const specsDirectory = process.env.SPECS_DIR;

const properties = z.record(z.string(), z.unknown());
const specificationSchema = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({ parameters: z.array(z.object({ name: z.string(), in: z.string() })) }).optional(),
      post: z
        .object({
          requestBody: z.object({
            content: z.record(z.string(), z.object({ schema: z.object({ properties }) })),
          }),
        })
        .optional(),
    }),
  ),
});

test.skipIf(!specsDirectory)(
  "asks only what Twilio's OpenAPI description knows (skipped where SPECS_DIR does not name its folder)",
  async () => {
    const file = join(specsDirectory ?? '', 'twilio', 'api-v2010.messages-calls.json');
    const { paths } = specificationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const server = await openServer([
      json(201, { sid: `SM${'3'.repeat(32)}` }),
      json(200, { messages: [], calls: [], page: 0, page_size: 20 }),
    ]);
    const accountSid = `AC${'0'.repeat(32)}`;
    const account = { accountSid, authToken: 'secret', apiBaseUrl: server.baseUrl, timeoutMs: 5000 };
    const messenger = createTwilioMessenger({
      ...account,
      messagingServiceSid: `MG${'0'.repeat(32)}`,
      publicUrl: 'https://ringback.example.com',
    });
    const history = createTwilioCallHistory(account);
    const from = parsePhone('+15125550100', 'US')?.e164;
    const to = parsePhone('+15125550142', 'US')?.e164;
    if (!from || !to) throw new Error('the example numbers are numbers');
    const { signal } = new AbortController();
    await messenger.send(
      { textId: 't', businessId: 'b', from, to, body: 'Hi', validitySeconds: 600 },
      { signal },
    );
    await messenger.listSent({ from, to, since: toInstant('2026-11-21T15:00:00Z') }, { signal });
    const since = toInstant('2026-11-21T15:00:00Z');
    await history.listIncoming({ since, until: since }, { signal });
    const call = { callId: 'CA1', line: to, from, startedAt: since, endedAt: since, wasPickedUp: false };
    await history.readRinging(call, { signal });
    await server.close();

    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET']);
    for (const { method, path, query, form } of server.seen) {
      const described = paths[path.replace(accountSid, '{AccountSid}')];
      const known =
        method === 'POST'
          ? Object.values(described?.post?.requestBody.content ?? {}).flatMap(({ schema }) =>
              Object.keys(schema.properties),
            )
          : (described?.get?.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
      const asked = Object.keys(method === 'POST' ? form : query);
      expect(asked.length).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining(asked));
    }
  },
);
