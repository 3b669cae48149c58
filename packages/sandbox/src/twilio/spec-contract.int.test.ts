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
import { differences, documentShape, operationShape, type SpecDocument } from '../testing/spec-document.ts';

/*
 * Holds every answer of the look-alike against Twilio's own OpenAPI documents (github.com/twilio/twilio-oai,
 * which are too large to keep here). SPECS_DIR names the folder with `api-v2010.messages-calls.json` and
 * `lookups-v2.json`.
 */
const folder = process.env.SPECS_DIR ? join(process.env.SPECS_DIR, 'twilio') : null;

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
      [
        'GET',
        '/AvailablePhoneNumbers/US/Local.json?AreaCode=512',
        `${base}/AvailablePhoneNumbers/{CountryCode}/Local.json`,
      ],
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

    test('POST Messages and IncomingPhoneNumbers, one of them and a new one', async () => {
      const form = { From: shop, To: caller, Body: 'hi' };
      expect(await check('POST', '/Messages.json', `${base}/Messages.json`, form)).toEqual([]);
      const sid = await sidOfFirst('/IncomingPhoneNumbers.json', 'incoming_phone_numbers');
      const specPath = `${base}/IncomingPhoneNumbers/{Sid}.json`;
      expect(
        await check('POST', `/IncomingPhoneNumbers/${sid}.json`, specPath, { SmsUrl: 'https://x.test' }),
      ).toEqual([]);
      const bought = { PhoneNumber: '+15125550150', FriendlyName: 'Acme' };
      expect(
        await check('POST', '/IncomingPhoneNumbers.json', `${base}/IncomingPhoneNumbers.json`, bought),
      ).toEqual([]);
    });
  },
);
