import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf } from '../testing/official-client.ts';
import { caller, openTwilioWorld, shop, type TwilioWorld } from '../testing/open-twilio-world.ts';

let world: TwilioWorld;
let client: ReturnType<typeof clientOf>;
beforeEach(async () => {
  world = await openTwilioWorld();
  client = clientOf(world);
});
afterEach(() => world.close());

const send = (more: Partial<Parameters<typeof client.messages.create>[0]> = {}) =>
  client.messages.create({ from: shop, to: caller, body: 'Sorry we missed you', ...more });

describe("Twilio's own opt-out", () => {
  const text = async (body: string) => {
    world.twilio.sendText({ from: caller, to: shop, body });
    await world.twilio.idle();
  };
  const answers = () => world.twilio.messagesTo(caller).map(({ body }) => body);

  test('confirms STOP once, refuses what follows, and still tells the product', async () => {
    await text(' Stop ');
    await text('STOP');
    expect(answers()).toEqual([expect.stringContaining('successfully been unsubscribed')]);
    expect(world.product.requestsTo('/messages').map(({ form }) => form.OptOutType)).toEqual([
      undefined,
      undefined,
    ]);
    await expect(send()).rejects.toMatchObject({ code: 21610, status: 400 });
    await expect(send({ to: '+15125550188' })).resolves.toMatchObject({ status: 'queued' });
  });

  test("keeps the product's own answer to STOP from the handset", async () => {
    world.product.on('/messages', '<Response><Message>Sorry to see you go</Message></Response>');
    await text('STOP');
    expect(answers()).toEqual([expect.stringContaining('successfully been unsubscribed')]);
  });

  test('fails a text of a Messaging Service later, in its callback', async () => {
    await text('STOP');
    const created = await send({
      messagingServiceSid: 'MG00000000000000000000000000000001',
      statusCallback: `${world.product.url}/status`,
    });
    expect(created.status).toBe('accepted');
    await world.clock.advance(2_000);
    expect(
      world.product.requestsTo('/status').map(({ form }) => [form.MessageStatus, form.ErrorCode]),
    ).toEqual([['failed', '21610']]);
  });

  test.each(['START', 'unstop', 'Yes'])('is lifted by %s', async (word) => {
    await text('UNSUBSCRIBE');
    await text(word);
    expect(answers().at(-1)).toContain('re-subscribed');
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
  });

  test('answers HELP, and takes YES or a sentence for ordinary words', async () => {
    await text('YES');
    await text('please stop by tomorrow');
    expect(answers()).toEqual([]);
    await text('help');
    expect(answers()).toEqual(['Reply STOP to unsubscribe. Msg&Data Rates May Apply.']);
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
  });

  test('names the keyword to the product with Advanced Opt-Out', async () => {
    await world.close();
    world = await openTwilioWorld({ advancedOptOut: true });
    await text('quit');
    await text('hello');
    expect(world.product.requestsTo('/messages').map(({ form }) => form.OptOutType)).toEqual([
      'STOP',
      undefined,
    ]);
  });
});
