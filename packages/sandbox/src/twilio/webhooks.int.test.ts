import twilioSdk from 'twilio';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authToken, caller, openTwilioWorld, shop, type TwilioWorld } from '../testing/open-twilio-world.ts';

let world: TwilioWorld;
beforeEach(async () => {
  world = await openTwilioWorld();
});
afterEach(() => world.close());

/** A world whose number asks for `overrides` in the fragment of its voice URL. */
async function withOverrides(overrides: string) {
  const { url } = world.product;
  const other = await openTwilioWorld({
    numbers: [
      { number: shop, voiceUrl: `${url}/voice${overrides}`, statusCallback: '', smsUrl: `${url}/messages` },
    ],
  });
  await other.product.close();
  return other;
}

test("signs so that Twilio's own client finds it valid, fragment and query included", async () => {
  const other = await withOverrides('?line=1#rc=2');
  await other.placeCall();
  other.twilio.sendText({ from: caller, to: shop, body: 'Hola ¿qué tal? 👍 a+b&c=d' });
  await other.twilio.idle();

  expect(world.product.requests.map(({ path }) => path)).toEqual(['/voice?line=1', '/messages']);
  for (const { path, headers, form } of world.product.requests) {
    const signature = String(headers['x-twilio-signature']);
    expect(twilioSdk.validateRequest(authToken, signature, world.product.url + path, form)).toBe(true);
    expect(twilioSdk.validateRequest('other', signature, world.product.url + path, form)).toBe(false);
    expect(headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f-]{36}$/);
  }
});

describe('a webhook that fails', () => {
  test.each([
    ['a server error without overrides', '', { status: 500 }, 1],
    ['a server error, with retries for it', '#rc=3&rp=5xx', { status: 500 }, 4],
    ['a refusal, with retries for server errors only', '#rc=3&rp=ct,5xx', { status: 403 }, 1],
    ['a reset, with retries for reading', '#rc=1&rp=rt', 'reset', 2],
    ['anything, with retries for all', '#rc=2&rp=all', { status: 404 }, 3],
  ] as const)('is asked as often as the address says: %s', async (_what, overrides, answer, times) => {
    const other = await withOverrides(overrides);
    world.product.on('/voice', answer);
    const call = await other.placeCall();

    expect(world.product.requestsTo('/voice')).toHaveLength(times);
    const tokens = world.product.requests.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(1);
    expect(call.caller()).toMatchObject({ status: 'completed', errorCode: 11200 });
  });

  test('is tried twice by default when nobody listens', async () => {
    const other = await withOverrides('');
    await world.product.close();
    await other.placeCall();
    expect(other.twilio.webhooks()).toMatchObject([
      { status: null, failure: 'ct' },
      { status: null, failure: 'ct' },
    ]);
  });

  test('is given up when it has not answered in 15 seconds', async () => {
    world.product.on('/voice', 'silence');
    const call = world.twilio.placeCall({ from: caller, to: shop });
    while (world.product.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await world.clock.advance(14_999, { settle: false });
    expect(call.caller().status).toBe('ringing');
    await world.clock.advance(1, { settle: false });
    await world.twilio.idle();
    expect(call.caller()).toMatchObject({ status: 'completed', errorCode: 11200 });
  });

  test('falls back to the other address of the number', async () => {
    const { url } = world.product;
    const other = await openTwilioWorld({
      numbers: [
        {
          number: shop,
          voiceUrl: `${url}/down`,
          voiceFallbackUrl: `${url}/spare`,
          statusCallback: '',
          smsUrl: url,
        },
      ],
    });
    world.product.on('/down', { status: 502 });
    world.product.on('/spare', '<Response><Reject reason="busy"/></Response>');
    const call = await other.placeCall();
    expect(world.product.requestsTo('/spare')[0]?.form).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${url}/down`,
    });
    expect(call.caller().status).toBe('busy');
    await other.close();
  });
});

describe('webhooks in disorder', () => {
  test('come twice under one token, and the second answer counts', async () => {
    world.twilio.faults.webhooks.duplicate = true;
    let count = 0;
    world.product.on('/voice', () => {
      count += 1;
      return count === 1 ? '<Response><Reject/></Response>' : '<Response><Reject reason="busy"/></Response>';
    });
    const call = await world.placeCall();
    const tokens = world.product
      .requestsTo('/voice')
      .map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
    expect(call.caller().status).toBe('busy');
    expect(world.product.requestsTo('/voice/status')).toHaveLength(2);
  });

  test('come in an order of their own, the same one for the same seed', async () => {
    const orderFor = async (seed: number) => {
      const other = await openTwilioWorld();
      other.twilio.faults.webhooks.shuffle = seed;
      for (let index = 0; index < 8; index += 1) {
        other.twilio.sendText({ from: caller, to: shop, body: String(index) });
      }
      await other.clock.advance(3_000);
      const bodies = other.product.requestsTo('/messages').map(({ form }) => form.Body);
      await other.close();
      return bodies.join('');
    };
    const order = await orderFor(7);
    expect([...order].sort().join('')).toBe('01234567');
    expect(order).not.toBe('01234567');
    expect(await orderFor(7)).toBe(order);
    expect(await orderFor(8)).not.toBe(order);
  });
});
