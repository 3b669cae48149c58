import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf } from '../testing/official-client.ts';
import {
  accountSid,
  authToken,
  caller,
  openTwilioWorld,
  shop,
  type TwilioWorld,
} from '../testing/open-twilio-world.ts';

let world: TwilioWorld;
let client: ReturnType<typeof clientOf>;
beforeEach(async () => {
  world = await openTwilioWorld({
    carrierNumbers: [{ number: '+15125550177', lineType: 'landline', carrierName: 'Bell' }],
  });
  client = clientOf(world);
});
afterEach(() => world.close());

describe('the rest of the API', () => {
  test('refuses a wrong token and names what it cannot find', async () => {
    await expect(clientOf(world, 'wrong').messages.list()).rejects.toMatchObject({
      status: 401,
      code: 20003,
    });
    await expect(client.messages('SM00000000000000000000000000000009').fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });

  test('lists the numbers and changes where they point', async () => {
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: shop });
    expect(number).toMatchObject({ phoneNumber: shop, voiceUrl: `${world.product.url}/voice` });
    await client.incomingPhoneNumbers(number?.sid ?? '').update({
      voiceUrl: `${world.product.url}/elsewhere`,
      smsUrl: `${world.product.url}/texts`,
      statusCallback: `${world.product.url}/ended`,
    });
    await world.placeCall();
    world.twilio.sendText({ from: caller, to: shop, body: 'hello' });
    await world.twilio.idle();
    expect(world.product.requests.map(({ path }) => path).sort()).toEqual(['/elsewhere', '/ended', '/texts']);
  });

  test('sells a number of an area code, whose calls and texts come in at once', async () => {
    const forSale = await client.availablePhoneNumbers('US').local.list({ areaCode: 737 });
    expect(forSale).toHaveLength(10);
    const number = forSale[0]?.phoneNumber ?? '';
    expect(number).toMatch(/^\+1737555/);
    const bought = await client.incomingPhoneNumbers.create({
      phoneNumber: number,
      friendlyName: 'Acme',
      smsUrl: `${world.product.url}/texts`,
    });
    expect(bought).toMatchObject({ phoneNumber: number, friendlyName: 'Acme' });
    expect(await client.incomingPhoneNumbers.list({ phoneNumber: number })).toHaveLength(1);
    expect(await client.availablePhoneNumbers('US').local.list({ areaCode: 737 })).toHaveLength(9);
    world.twilio.sendText({ from: caller, to: number, body: 'hello' });
    await world.twilio.idle();
    expect(world.product.requests.map(({ path }) => path)).toEqual(['/texts']);
  });

  test('does not sell what it has sold already, what it does not have, or what is no number', async () => {
    await client.incomingPhoneNumbers.create({ phoneNumber: '+17375550150' });
    const unavailable = { status: 400, code: 21422 };
    for (const phoneNumber of ['+17375550150', '+17375550199']) {
      await expect(client.incomingPhoneNumbers.create({ phoneNumber })).rejects.toMatchObject(unavailable);
    }
    await expect(client.incomingPhoneNumbers.create({ phoneNumber: '737' })).rejects.toMatchObject({
      code: 21421,
    });
  });

  test('tells of the account itself, and what time it is there', async () => {
    expect(await client.api.v2010.accounts(accountSid).fetch()).toMatchObject({
      status: 'active',
      type: 'Full',
    });
    const { headers } = await fetch(world.rest.url);
    expect(headers.get('date')).toBe('Fri, 20 Nov 2026 15:00:00 GMT');
  });

  test('lists calls by line and by when they began', async () => {
    const { sid } = await world.placeCall();
    await world.clock.advance(60_000);
    await world.placeCall();
    expect(await client.calls(sid).fetch()).toMatchObject({
      status: 'completed',
      direction: 'inbound',
      to: shop,
    });
    const recent = await client.calls.list({ to: shop, startTimeAfter: new Date('2026-11-20T15:00:30Z') });
    expect(recent).toHaveLength(1);
    expect(recent[0]?.sid).not.toBe(sid);
    expect(await client.calls.list({ status: 'busy' })).toEqual([]);
  });

  test('looks numbers up, with the line type only when asked', async () => {
    const landline = await client.lookups.v2
      .phoneNumbers('+15125550177')
      .fetch({ fields: 'line_type_intelligence' });
    expect(landline).toMatchObject({
      valid: true,
      lineTypeIntelligence: { type: 'landline', carrierName: 'Bell' },
    });
    const mobile = await client.lookups.v2.phoneNumbers(caller).fetch();
    expect(mobile).toMatchObject({ valid: true, lineTypeIntelligence: null, countryCode: 'US' });
    expect(await client.lookups.v2.phoneNumbers('+1512').fetch()).toMatchObject({ valid: false });
  });

  test('plays a recording to who may hear it', async () => {
    world.product.on('/voice', '<Response><Record action="/r"/></Response>');
    (await world.placeCall()).leaveVoicemail(3);
    await world.clock.advance(3_000);
    const [recording] = await client.recordings.list();
    expect(recording).toMatchObject({ duration: '3', source: 'RecordVerb' });
    const url = `${world.rest.url}${new URL(recording?.mediaUrl ?? '').pathname}.wav`;
    expect((await fetch(url)).status).toBe(401);
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    const sound = Buffer.from(await (await fetch(url, { headers: { authorization } })).arrayBuffer());
    expect([sound.subarray(0, 4).toString(), sound.length]).toEqual(['RIFF', 24_044]);
  });
});
