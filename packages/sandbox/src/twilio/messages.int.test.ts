import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf } from '../testing/official-client.ts';
import { accountSid, caller, openTwilioWorld, shop, type TwilioWorld } from '../testing/open-twilio-world.ts';

let world: TwilioWorld;
let client: ReturnType<typeof clientOf>;
beforeEach(async () => {
  world = await openTwilioWorld();
  client = clientOf(world);
});
afterEach(() => world.close());

const send = (more: Partial<Parameters<typeof client.messages.create>[0]> = {}) =>
  client.messages.create({ from: shop, to: caller, body: 'Sorry we missed you', ...more });

describe('a text that goes out', () => {
  test('is queued, sent, then delivered, and its callback is told of the last two', async () => {
    const created = await send({ statusCallback: `${world.product.url}/status?oid=7` });
    expect(created).toMatchObject({ status: 'queued', numSegments: '1', numMedia: '0', errorCode: null });
    expect(created.dateSent).toBeNull();
    await world.clock.advance(2_000);

    const reported = world.product.requestsTo('/status?oid=7');
    expect(reported.map(({ form }) => form.MessageStatus)).toEqual(['sent', 'delivered']);
    expect(reported[1]?.form).toMatchObject({
      MessageSid: created.sid,
      SmsStatus: 'delivered',
      AccountSid: accountSid,
      From: shop,
      To: caller,
      RawDlrDoneDate: '2611201500',
    });
    expect(await client.messages(created.sid).fetch()).toMatchObject({
      status: 'delivered',
      errorCode: null,
    });
    expect(world.twilio.messagesTo(caller)).toMatchObject([
      { body: 'Sorry we missed you', status: 'delivered' },
    ]);
  });

  test.each([
    ['undelivered', { status: 'undelivered', errorCode: 30003 }, ['sent', 'undelivered'], 30003],
    ['failed', { status: 'failed', errorCode: 30006 }, ['failed'], 30006],
    ['sent for ever, without receipts', { status: 'sent' }, ['sent'], null],
  ] as const)('ends as %s where that is set for the number', async (_end, outcome, steps, errorCode) => {
    world.twilio.setDeliveryOutcome(caller, outcome);
    const { sid } = await send({ statusCallback: `${world.product.url}/status` });
    await world.clock.advance(2_000);

    const reported = world.product.requestsTo('/status').map(({ form }) => form);
    expect(reported.map((form) => form.MessageStatus)).toEqual(steps);
    expect(reported.at(-1)?.ErrorCode).toBe(errorCode === null ? undefined : String(errorCode));
    expect(await client.messages(sid).fetch()).toMatchObject({ errorCode, status: steps.at(-1) });
  });

  test('waits as accepted for a Messaging Service to choose its sender', async () => {
    const created = await send({
      from: '',
      messagingServiceSid: 'MG00000000000000000000000000000001',
      statusCallback: `${world.product.url}/status`,
    });
    expect(created).toMatchObject({ status: 'accepted', numSegments: '0', from: null });
    await world.clock.advance(2_000);
    const reported = world.product.requestsTo('/status').map(({ form }) => [form.MessageStatus, form.From]);
    expect(reported).toEqual([
      ['queued', shop],
      ['sent', shop],
      ['delivered', shop],
    ]);
  });

  test.each([
    ['no recipient', { to: '' }, 21604],
    ['no text', { body: '' }, 21602],
    ['no sender', { from: '' }, 21603],
    ['a text of 1601 characters', { body: 'x'.repeat(1_601) }, 21617],
    ['a sender that is not ours', { from: '+15125559999' }, 21606],
    ['a recipient that is no number', { to: '5125550199' }, 21211],
    ['the sender that is never valid', { from: '+15005550001' }, 21212],
    ['the sender with a full queue', { from: '+15005550008' }, 21611],
    ['the recipient out of reach', { to: '+15005550002' }, 21612],
    ['the recipient abroad', { to: '+15005550003' }, 21408],
    ['the recipient who opted out', { to: '+15005550004' }, 21610],
    ['the recipient without texts', { to: '+15005550009' }, 21614],
  ])('is refused with %s', async (_what, wrong, code) => {
    await expect(send(wrong)).rejects.toMatchObject({
      status: 400,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
    expect(world.twilio.messages()).toEqual([]);
  });

  test('is accepted and never sent from the magic sender', async () => {
    const { sid } = await send({ from: '+15005550006' });
    await world.clock.advance(60_000);
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'queued', dateSent: null });
  });
});

describe('the list of texts', () => {
  test('is newest first, in pages, filtered by number and by the moment of sending', async () => {
    for (const body of ['one', 'two', 'three']) {
      await send({ body });
      await world.clock.advance(60_000);
    }
    await send({ body: 'still queued' });
    await send({ to: '+15125550188', body: 'somebody else' });

    const bodies = async (options: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(options)).map(({ body }) => body);
    expect(await bodies({ to: caller, pageSize: 2 })).toEqual(['still queued', 'three', 'two', 'one']);
    expect(await bodies({ from: '+15125559999' })).toEqual([]);
    expect(await bodies({ dateSentAfter: new Date('2026-11-20T15:01:00Z') })).toEqual(['three', 'two']);
    expect(await bodies({ dateSentBefore: new Date('2026-11-20T15:00:59Z') })).toEqual(['one']);
    expect(await bodies({ dateSent: new Date('2026-11-19T00:00:00Z') })).toEqual([]);
  });
});

describe('a text that comes in', () => {
  test('reaches the product, which answers in TwiML', async () => {
    world.product.on('/messages', '<Response><Message>On our way</Message></Response>');
    world.twilio.sendText({ from: caller, to: shop, body: 'Help, a leak!', mediaUrls: ['https://x.test/1'] });
    await world.clock.advance(2_000);

    expect(world.product.requestsTo('/messages')[0]?.form).toMatchObject({
      From: caller,
      To: shop,
      Body: 'Help, a leak!',
      NumMedia: '1',
      MediaUrl0: 'https://x.test/1',
      NumSegments: '1',
      SmsStatus: 'received',
      FromCity: '',
    });
    expect(world.twilio.messagesTo(caller)).toMatchObject([
      { body: 'On our way', direction: 'outbound-reply', status: 'delivered' },
    ]);
  });

  test('is answered with whatever the product says as plain text', async () => {
    world.product.on('/messages', { type: 'text/plain', body: 'OK' });
    world.twilio.sendText({ from: caller, to: shop, body: 'hello' });
    await world.twilio.idle();
    expect(world.twilio.messagesTo(caller)).toMatchObject([{ body: 'OK' }]);
  });

  test('goes to the fallback when the webhook fails', async () => {
    await world.close();
    world = await openTwilioWorld();
    const { url } = world.product;
    const fallbackWorld = await openTwilioWorld({
      numbers: [
        {
          number: shop,
          voiceUrl: url,
          statusCallback: '',
          smsUrl: `${url}/down`,
          smsFallbackUrl: `${url}/spare`,
        },
      ],
    });
    world.product.on('/down', { status: 503 });
    fallbackWorld.twilio.sendText({ from: caller, to: shop, body: 'hello' });
    await fallbackWorld.twilio.idle();
    await fallbackWorld.close();
    expect(world.product.requestsTo('/spare')[0]?.form).toMatchObject({
      Body: 'hello',
      ErrorCode: '11200',
      ErrorUrl: `${url}/down`,
    });
  });
});
