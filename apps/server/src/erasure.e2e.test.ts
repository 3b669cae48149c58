import { afterEach, beforeEach, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine } from './testing/acme-plumbing.ts';
import { openWorld, type World } from './testing/open-world.ts';

// A person who called, left a voicemail and sent a picture asks to be forgotten.

const caller = '+15125550142';
const leak = { contentType: 'image/jpeg', bytes: Buffer.from('a leak') };
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

test('a picture that came with a text is kept here, and deleted at Twilio', async () => {
  const { sid } = world.twilio.sendText({
    from: caller,
    to: ringingLine,
    body: 'Look',
    attachments: [leak],
  });
  await world.pass(5);
  const answer = await fetch(`${world.url}/api/v1/texts/text-${sid}/media/0?business=${businessId}`, {
    headers: { authorization: `Bearer ${world.adminToken}` },
  });
  expect(await answer.text()).toBe('a leak');
  expect(world.twilio.mediaOf(sid)).toEqual([]);
});

test('an erased caller is erased at Twilio, too, also where it is away at first', async () => {
  const call = world.twilio.placeCall({ from: caller, to: forwardedLine });
  await world.pass(2);
  call.leaveVoicemail(9);
  await world.pass(30, { stepSeconds: 2 });
  world.twilio.sendText({ from: caller, to: forwardedLine, body: 'The boiler leaks' });
  world.twilio.sendText({ from: '+15125550143', to: forwardedLine, body: 'Somebody else' });
  await world.pass(30, { stepSeconds: 2 });
  expect(world.twilio.recordings()).toHaveLength(1);

  world.twilio.faults.next({ on: 'delete', kind: 'status-500', times: 2 });
  const erased = await world.api.eraseContact({
    params: { phone: caller },
    query: { business: businessId },
    body: { confirm: caller },
  });
  expect(erased.atProvider).toMatchObject({ texts: world.twilio.messagesTo(caller).length + 1, calls: 1 });
  await world.pass(120, { stepSeconds: 20 });
  const left = world.twilio.messages().filter(({ from, to }) => from === caller || to === caller);
  expect([left, world.twilio.calls(), world.twilio.recordings()]).toEqual([[], [], []]);
  expect(world.twilio.messages().some(({ from }) => from === '+15125550143')).toBe(true);
});
