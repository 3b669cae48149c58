import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  documentShape,
  type Exchange,
  exchangeDifferences,
  type SpecDocument,
} from '@ringback/sandbox/testing/spec-document';
import { beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../sandbox/serve.ts';
import {
  approveAll,
  company,
  describeAndSubmit,
  openRegistering,
  plumber,
  readFiling,
  tollFree,
} from './testing/open-registering.ts';

/*
 * Holds every request that a registration makes, and every answer of the look-alike, against Twilio's own OpenAPI
 * documents (github.com/twilio/twilio-oai), in the folder that SPECS_DIR names. Addresses and events are in none of them.
 */
const folder = process.env.SPECS_DIR ? join(process.env.SPECS_DIR, 'twilio') : null;
const files = [
  'trusthub-v1.json',
  'messaging-v1.services-a2p-tollfree.json',
  'api-v2010.messages-calls.json',
];

describe.skipIf(folder === null)(
  "a registration keeps to Twilio's OpenAPI documents (skipped without SPECS_DIR)",
  () => {
    let documents: readonly SpecDocument[];
    let exchanges: Exchange[];
    beforeAll(() => {
      documents = files.map((file) =>
        documentShape.parse(JSON.parse(readFileSync(join(folder ?? '', file), 'utf8'))),
      );
    });

    /** Hands everything on to the look-alike, and keeps what was said. */
    function listenTo(url: string) {
      exchanges = [];
      return serve(async (request: IncomingMessage, response: ServerResponse) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk));
        const sent = Buffer.concat(chunks).toString();
        const { authorization = '', 'content-type': type = 'application/x-www-form-urlencoded' } =
          request.headers;
        const { method = 'GET' } = request;
        const answer = await fetch(url + request.url, {
          method,
          headers: { authorization, 'content-type': type },
          ...(method === 'GET' ? {} : { body: sent }),
        });
        const body = await answer.text();
        const { pathname, searchParams } = new URL(request.url ?? '', url);
        exchanges.push({
          method,
          path: pathname,
          query: searchParams,
          form: new URLSearchParams(sent),
          status: answer.status,
          body: JSON.parse(body),
        });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
      });
    }

    function differencesOf(exchange: Exchange): readonly string[] {
      if (/\/(Addresses|Sinks|Subscriptions)\b/.test(exchange.path)) return [];
      for (const document of documents) {
        const found = exchangeDifferences(document, exchange);
        if (found !== null) return found;
      }
      return [`${exchange.method} ${exchange.path}: in none of the documents`];
    }

    const made = () =>
      exchanges.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));

    test('of a company, to its numbers', async () => {
      const registering = await openRegistering({ through: listenTo });
      await describeAndSubmit(registering);
      await approveAll(registering);
      expect(made()).toEqual(expect.arrayContaining(['BrandRegistrations', 'Usa2p', 'PhoneNumbers']));
      expect(exchanges.flatMap(differencesOf)).toEqual([]);
      await registering.close();
    });

    test('of a campaign that came back and is handed in again', async () => {
      const registering = await openRegistering({ through: listenTo });
      const { twilio, world } = registering;
      await describeAndSubmit(registering);
      for (const [kind, status] of [
        ['CustomerProfiles', 'twilio-approved'],
        ['TrustProducts', 'twilio-approved'],
        ['BrandRegistrations', 'APPROVED'],
        ['Usa2p', 'FAILED'],
      ] as const) {
        const errors = status === 'FAILED' ? [{ error_code: 30909, description: 'CTA' }] : [];
        twilio.review(kind, { status, errors });
        await world.pass(3600);
      }
      const before = exchanges.length;
      await describeAndSubmit(registering, {
        ...company,
        screenshotUrls: ['https://acme-plumbing.com/1.png'],
      });
      expect(
        exchanges.slice(before).some(({ method, path }) => method === 'POST' && /Usa2p\/QE/.test(path)),
      ).toBe(true);
      expect(exchanges.flatMap(differencesOf)).toEqual([]);
      await registering.close();
    });

    test('of a business whose account is its own', async () => {
      const registering = await openRegistering({ through: listenTo });
      await describeAndSubmit(registering, { ...company, profile: 'primary' });
      await approveAll(registering);
      expect((await readFiling(registering)).state).toBe('approved');
      expect(exchanges.flatMap(differencesOf)).toEqual([]);
      await registering.close();
    });

    test('of a sole proprietor, with the code sent anew', async () => {
      const registering = await openRegistering({ through: listenTo });
      const { twilio, world } = registering;
      await describeAndSubmit(registering, plumber);
      twilio.review('CustomerProfiles', { status: 'twilio-approved' });
      await world.pass(3600);
      twilio.review('TrustProducts', { status: 'twilio-approved' });
      await world.pass(3600);
      await describeAndSubmit(registering, plumber);
      expect(made()).toContain('SmsOtp');
      await approveAll(registering);
      expect((await readFiling(registering)).state).toBe('approved');
      expect(exchanges.flatMap(differencesOf)).toEqual([]);
      await registering.close();
    });

    test('of a toll-free number, verified at the second attempt', async () => {
      const registering = await openRegistering({ line: tollFree, through: listenTo });
      await describeAndSubmit(registering);
      const errors = [{ code: 30511, reason: 'No script' }];
      registering.twilio.review('Verifications', { status: 'TWILIO_REJECTED', errors });
      await registering.world.pass(3600);
      await describeAndSubmit(registering);
      expect(exchanges.flatMap(differencesOf)).toEqual([]);
      await registering.close();
    });
  },
);
