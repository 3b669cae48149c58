import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine, shopPhone } from './testing/acme-plumbing.ts';
import { openWorld, type World } from './testing/open-world.ts';

// Calls that come in while nobody can be told of them: the server is down, or the store takes nothing.

const caller = '+15125550142';
let world: World;

beforeEach(async () => {
  world = await openWorld();
  await world.pass(200, { stepSeconds: 20 });
});

afterEach(() => world.close());

async function calls() {
  const { data } = await world.api.listCalls({ query: { business: businessId } });
  return Promise.all(
    data.map(async (call) => ({ call, ...(await world.api.explainCall({ params: { id: call.id } })) })),
  );
}

test.each([
  ['a line that rings people', ringingLine],
  ['a line to which a carrier forwards', forwardedLine],
])('a call on %s while the server is down is texted once it is back, and once only', async (_, line) => {
  world.twilio.faults.webhooks.lost = true;
  world.twilio.placeCall({ from: caller, to: line });
  await world.pass(60, { stepSeconds: 5 });
  world.twilio.faults.webhooks.lost = false;
  await world.pass(600, { stepSeconds: 20 });
  expect(world.twilio.messagesTo(caller)).toHaveLength(1);
  const found = await calls();
  expect(found).toMatchObject([{ call: { from: caller, outcome: 'missed' }, decision: 'text' }]);
  expect(found[0]?.reasons.map(({ rule }) => rule)).toContain('found-later');
});

test('a voicemail that was left while the server was down is found once it is back', async () => {
  const call = world.twilio.placeCall({ from: caller, to: forwardedLine });
  await world.pass(2);
  world.twilio.faults.webhooks.lost = true;
  call.leaveVoicemail(9);
  await world.pass(60, { stepSeconds: 5 });
  world.twilio.faults.webhooks.lost = false;
  await world.pass(600, { stepSeconds: 20 });
  expect(await calls()).toMatchObject([{ call: { from: caller, outcome: 'voicemail' }, decision: 'text' }]);
  const { data } = await world.api.listEvents({
    query: { business: businessId, type: 'voicemail.received' },
  });
  expect(data).toMatchObject([{ data: { seconds: 9, recordingUrl: world.twilio.recordings()[0]?.url } }]);
});

test('a call that is found after more than a quarter of an hour is a task for a person', async () => {
  world.twilio.faults.webhooks.lost = true;
  world.twilio.faults.next({ on: 'list-calls', kind: 'status-500', times: 6 });
  world.twilio.placeCall({ from: caller, to: ringingLine });
  await world.pass(1_000, { stepSeconds: 20 });
  world.twilio.faults.clear();
  await world.pass(400, { stepSeconds: 20 });
  expect(world.twilio.messagesTo(caller)).toEqual([]);
  expect(await calls()).toMatchObject([{ decision: 'withhold', reasons: [{ rule: 'too-late' }, {}] }]);
  const { data } = await world.api.listConversations({ query: { business: businessId } });
  expect(data).toMatchObject([{ state: 'needs-person' }]);
});

test('calls that rang while the store took nothing are told apart: one that somebody took gets no text', async () => {
  const { db } = world.engine.store;
  await sql`create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'no room'; end $$`.execute(db);
  await sql`create trigger full_store before insert on calls for each row execute function refuse()`.execute(
    db,
  );
  const taken = world.twilio.placeCall({ from: '+15125550143', to: ringingLine });
  await world.pass(3);
  taken.answer(shopPhone);
  await world.pass(4);
  taken.pressDigit(shopPhone, '1');
  await world.pass(10);
  taken.hangUp();
  world.twilio.placeCall({ from: caller, to: ringingLine });
  await world.pass(60, { stepSeconds: 1 });
  await sql`drop trigger full_store on calls`.execute(db);
  await world.pass(400, { stepSeconds: 20 });
  expect(world.twilio.messagesTo('+15125550143')).toEqual([]);
  expect(world.twilio.messagesTo(caller)).toHaveLength(1);
  expect(await calls()).toMatchObject([
    { call: { from: caller }, decision: 'text' },
    { call: { from: '+15125550143' }, decision: 'withhold', reasons: [{ rule: 'unclear' }, {}] },
  ]);
});
