import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  accountSid,
  authToken,
  caller,
  openTwilioWorld,
  shop,
  type TwilioWorld,
} from '../testing/open-twilio-world.ts';

/*
 * Holds every answer of the look-alike against Twilio's own OpenAPI documents (github.com/twilio/twilio-oai,
 * which are too large to keep here). SPECS_DIR names the folder with `api-v2010.messages-calls.json` and
 * `lookups-v2.json`.
 */
const folder = process.env.SPECS_DIR ? join(process.env.SPECS_DIR, 'twilio') : null;

type Schema = z.infer<typeof schemaShape>;
const schemaShape = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  $ref: z.string().optional(),
  get properties() {
    return z.record(z.string(), schemaShape).optional();
  },
  get items() {
    return schemaShape.optional();
  },
});
const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), schemaShape) }),
});
const operationShape = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.object({ 'application/json': z.object({ schema: schemaShape }) }).optional() }),
  ),
});
type SpecDocument = z.infer<typeof documentShape>;

const dateFormat = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;

// Not nullable by the document, whose own examples have null there, as they have for references.
const nullInExamples = new Set(['body.line_type_intelligence.error_code']);

/** What of `value` the schema does not allow, does not know, or misses, each with its path. */
function differences(document: SpecDocument, given: Schema, value: unknown, path: string): string[] {
  const schema = given.$ref ? document.components.schemas[given.$ref.split('/').at(-1) ?? ''] : given;
  if (!schema) return [`${path}: unknown schema ${given.$ref}`];
  if (value === null) {
    const isAllowed = schema.nullable || given.$ref || !schema.type || nullInExamples.has(path);
    return isAllowed ? [] : [`${path}: null`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${path}: ${String(value)} is not in the enum`];
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: not an array`];
    return value.flatMap((item, index) =>
      differences(document, schema.items ?? {}, item, `${path}[${index}]`),
    );
  }
  if (schema.type === 'object' || schema.properties) {
    if (typeof value !== 'object') return [`${path}: not an object`];
    if (!schema.properties) return [];
    const properties = schema.properties;
    const known = Object.entries(properties).flatMap(([name, property]) =>
      name in value
        ? differences(
            document,
            property,
            Object.entries(value).find(([key]) => key === name)?.[1],
            `${path}.${name}`,
          )
        : [`${path}.${name}: missing`],
    );
    const unknown = Object.keys(value).filter((name) => !(name in properties));
    return [...known, ...unknown.map((name) => `${path}.${name}: not in the document`)];
  }
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${path}: not an integer`];
  if (schema.type && typeof value !== schema.type) return [`${path}: ${typeof value}, not ${schema.type}`];
  const text = String(value);
  if (schema.pattern && !new RegExp(schema.pattern).test(text))
    return [`${path}: ${text} breaks its pattern`];
  if (schema.format === 'date-time-rfc-2822' && !dateFormat.test(text))
    return [`${path}: ${text} is no date`];
  return [];
}

describe.skipIf(folder === null)(
  "the answers keep to Twilio's OpenAPI documents (skipped without SPECS_DIR)",
  () => {
    let world: TwilioWorld;
    const documents = new Map<string, SpecDocument>();
    const read = (file: string): SpecDocument =>
      documentShape.parse(JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')));

    beforeAll(async () => {
      documents.set('api', read('api-v2010.messages-calls.json'));
      documents.set('lookups', read('lookups-v2.json'));
      world = await openTwilioWorld();
      world.product.on(
        '/voice',
        '<Response><Dial timeout="5" action="/d"><Number>+15125550111</Number></Dial></Response>',
      );
      world.product.on('/d', '<Response><Record action="/r"/></Response>');
      const call = await world.placeCall();
      call.leaveVoicemail(4);
      await world.clock.advance(20_000);
      await world.placeCall();
      world.twilio.setDeliveryOutcome('+15125550188', { status: 'undelivered', errorCode: 30003 });
      for (const to of [caller, '+15125550188'])
        await ask('POST', '/Messages.json', { From: shop, To: to, Body: 'hi' });
      world.twilio.sendText({ from: caller, to: shop, body: 'hello', mediaUrls: ['https://x.test/1'] });
      await world.clock.advance(2_000);
      await ask('POST', '/Messages.json', {
        MessagingServiceSid: `MG${'0'.repeat(32)}`,
        To: caller,
        Body: 'hi',
      });
    });
    afterAll(() => world.close());

    async function ask(method: string, path: string, form?: Record<string, string>) {
      const account = `/2010-04-01/Accounts/${accountSid}`;
      const response = await fetch(world.rest.url + (path.startsWith('/v2') ? path : account + path), {
        method,
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
        ...(form ? { body: new URLSearchParams(form) } : {}),
      });
      const body: unknown = await response.json();
      return { status: response.status, body };
    }
    const sidOfFirst = async (path: string, list: string) => {
      const { body } = await ask('GET', path);
      const items = z.record(z.string(), z.unknown()).parse(body)[list];
      return (
        z
          .array(z.object({ sid: z.string() }))
          .min(1)
          .parse(items)[0]?.sid ?? ''
      );
    };
    const check = async (
      method: 'GET' | 'POST',
      path: string,
      specPath: string,
      form?: Record<string, string>,
    ) => {
      const document = documents.get(path.startsWith('/v2') ? 'lookups' : 'api');
      if (!document) throw new Error('no document');
      const { status, body } = await ask(method, path, form);
      const operation = operationShape.parse(document.paths[specPath]?.[method.toLowerCase()]);
      const schema = operation.responses[String(status)]?.content?.['application/json'].schema;
      if (!schema) throw new Error(`${specPath} has no answer ${status}`);
      return differences(document, schema, body, 'body');
    };
    const base = '/2010-04-01/Accounts/{AccountSid}';

    test.each([
      ['GET', '/Messages.json', `${base}/Messages.json`],
      ['GET', '/Calls.json', `${base}/Calls.json`],
      ['GET', '/IncomingPhoneNumbers.json', `${base}/IncomingPhoneNumbers.json`],
      ['GET', '/Recordings.json', `${base}/Recordings.json`],
      ['GET', `/v2/PhoneNumbers/${caller}?Fields=line_type_intelligence`, '/v2/PhoneNumbers/{PhoneNumber}'],
      ['GET', '/v2/PhoneNumbers/+1512', '/v2/PhoneNumbers/{PhoneNumber}'],
    ] as const)('%s %s', async (method, path, specPath) => {
      expect(await check(method, path, specPath)).toEqual([]);
    });

    test.each([
      ['/Messages', 'messages', 'Messages'],
      ['/Calls', 'calls', 'Calls'],
      ['/IncomingPhoneNumbers', 'incoming_phone_numbers', 'IncomingPhoneNumbers'],
      ['/Recordings', 'recordings', 'Recordings'],
    ])('GET one of %s', async (path, list, name) => {
      const sid = await sidOfFirst(`${path}.json`, list);
      expect(await check('GET', `${path}/${sid}.json`, `${base}/${name}/{Sid}.json`)).toEqual([]);
    });

    test('POST Messages and IncomingPhoneNumbers', async () => {
      const form = { From: shop, To: caller, Body: 'hi' };
      expect(await check('POST', '/Messages.json', `${base}/Messages.json`, form)).toEqual([]);
      const sid = await sidOfFirst('/IncomingPhoneNumbers.json', 'incoming_phone_numbers');
      const specPath = `${base}/IncomingPhoneNumbers/{Sid}.json`;
      expect(
        await check('POST', `/IncomingPhoneNumbers/${sid}.json`, specPath, { SmsUrl: 'https://x.test' }),
      ).toEqual([]);
    });
  },
);
