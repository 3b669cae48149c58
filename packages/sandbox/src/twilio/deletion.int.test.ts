import { afterEach, beforeEach, expect, test } from 'vitest';
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
  world = await openTwilioWorld();
  client = clientOf(world);
});
afterEach(() => world.close());

const leak = { contentType: 'image/png', bytes: Buffer.from('a leak') };
const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

async function receivePicture() {
  const { sid } = world.twilio.sendText({ from: caller, to: shop, body: 'Look', attachments: [leak] });
  await world.twilio.idle();
  const [file] = world.twilio.mediaOf(sid);
  return { sid, url: `${world.rest.url}${new URL(file?.url ?? '').pathname}` };
}

test('a picture is told with its kind, and given to whoever has the password, at another address', async () => {
  const { sid, url } = await receivePicture();
  const told = world.twilio.webhooks().at(-1)?.parameters;
  expect(told).toMatchObject({ MessageSid: sid, NumMedia: '1', MediaContentType0: 'image/png' });
  expect(sid).toMatch(/^MM/);

  expect((await fetch(url)).status).toBe(401);
  const leads = await fetch(url, { headers: { authorization }, redirect: 'manual' });
  expect(leads.status).toBe(307);
  const open = await fetch(new URL(leads.headers.get('location') ?? '', url));
  expect(open.headers.get('content-type')).toBe('image/png');
  expect(await open.text()).toBe('a leak');
});

test('a picture that is deleted is gone, and its text is not', async () => {
  const { sid, url } = await receivePicture();
  const [listed] = await client.messages(sid).media.list();
  expect(listed).toMatchObject({ contentType: 'image/png', parentSid: sid });
  await client
    .messages(sid)
    .media(listed?.sid ?? '')
    .remove();
  expect(await client.messages(sid).media.list()).toEqual([]);
  expect((await fetch(url, { headers: { authorization } })).status).toBe(404);
  expect((await client.messages(sid).fetch()).body).toBe('Look');
});

test('a text can be emptied of its words, or deleted with what came with it', async () => {
  const { sid } = await receivePicture();
  await client.messages(sid).update({ body: '' });
  expect((await client.messages(sid).fetch()).body).toBe('');
  await client.messages(sid).remove();
  await expect(client.messages(sid).fetch()).rejects.toMatchObject({ status: 404 });
  expect(world.twilio.mediaOf(sid)).toEqual([]);
});

test('what is on its way is not deleted, and what has ended is', async () => {
  const { sid } = await client.messages.create({ from: shop, to: caller, body: 'hello' });
  const refusal = { status: 409, code: 20009 };
  await expect(client.messages(sid).remove()).rejects.toMatchObject(refusal);
  await world.clock.advance(2_000);
  await client.messages(sid).remove();

  world.product.on('/voice', '<Response><Record action="/recorded"/></Response>');
  const call = await world.placeCall();
  await expect(client.calls(call.sid).remove()).rejects.toMatchObject(refusal);
  call.leaveVoicemail(3);
  await world.clock.advance(10_000);
  const [recording] = await client.recordings.list({ callSid: call.sid });
  await client.recordings(recording?.sid ?? '').remove();
  await client.calls(call.sid).remove();
  expect(world.twilio.recordings()).toEqual([]);
  expect(world.twilio.calls()).toEqual([]);
});
