import { routes } from '@ringback/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

const business = 'acme-plumbing';
const callers = ['+15125550142', '+15125550143', '+15125550144', '+15125550145', '+15125550146'] as const;

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  for (const [index, from] of callers.entries()) await world.missCall({ id: `CA${index}`, from });
});
afterAll(() => world.close());

async function list(query: Parameters<typeof world.client.listTextsNotOut>[0] = {}) {
  const answer = await world.client.listTextsNotOut({ query: { business, ...query.query } });
  expect(routes.listTextsNotOut.answer.parse(answer)).toEqual(answer);
  return answer.data;
}

test('a text that waits for its time is listed before it is written', async () => {
  const waiting = await list({ query: { state: 'waiting' } });
  expect(waiting).toHaveLength(5);
  expect(waiting[0]).toMatchObject({
    business,
    line: '+15125550100',
    class: 'first-text',
    body: null,
    state: 'waiting',
    createdAt: '2026-11-19T16:00:18.000Z',
    dueAt: '2026-11-19T16:00:20.000Z',
    why: expect.stringContaining('Its time has not come yet'),
  });
  expect(new Set(waiting.map(({ phone }) => phone))).toEqual(new Set(callers));
});

test('one that has left is listed no more', async () => {
  await world.pass(20);
  expect(world.sent).toHaveLength(5);
  expect(await list()).toEqual([]);
});

test('each that did not go out says why and what to do, in words for the owner', async () => {
  const { db } = world.engine.store;
  const texts = await db.selectFrom('texts').selectAll().where('direction', '=', 'out').execute();
  const fates = [
    ['failed', '30034', 'not registered', 'Register the number'],
    ['failed', 'given-up', 'sent twice', 'Call them back'],
    ['withdrawn', 'opted-out', 'no more texts', 'START'],
    ['expired', 'too-late', 'still useful', 'Call them back'],
    ['unknown', null, 'being looked for', 'Nothing'],
  ] as const;
  for (const [index, [state, code]] of fates.entries()) {
    const { text_id, ...text } = texts[index] ?? expect.fail('there are five texts');
    await db
      .insertInto('texts')
      .values({ ...text, text_id: `${text_id}-${state}`, provider_id: null, state, code })
      .execute();
  }
  const shown = await list();
  expect(shown).toHaveLength(5);
  for (const [state, code, why, whatToDo] of fates) {
    expect(shown.find((text) => text.state === state && text.code === code)).toMatchObject({
      why: expect.stringContaining(why),
      whatToDo: expect.stringContaining(whatToDo),
    });
  }
  expect(await list({ query: { state: 'failed' } })).toHaveLength(2);
  expect((await world.dental.listTextsNotOut()).data).toEqual([]);
});

test('a long list comes in pages', async () => {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof world.client.listTextsNotOut>> = await world.client.listTextsNotOut(
      {
        query: { business, limit: 2, ...(cursor === null ? {} : { cursor }) },
      },
    );
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(new Set(ids).size).toBe(5);
});

test('what is held can be lifted by hand, once, and the answer says what becomes of the texts withheld', async () => {
  const { db } = world.engine.store;
  const [text] = await db.selectFrom('texts').selectAll().where('direction', '=', 'out').execute();
  const textId = text?.text_id ?? '';
  const failure = { kind: 'words', meaning: 'Carriers took it for spam.' } as const;
  const report = { businessId: business, textId, providerId: text?.provider_id ?? '' };
  await world.engine.handleTextStatus({ ...report, status: 'failed', code: '30007', failure });
  await world.missCall({ id: 'CA8', from: '+15125550148' });
  await world.pass(20);
  expect(world.sent).toHaveLength(5);

  const { holds } = await world.client.listTextsNotOut({ query: { business } });
  expect(holds).toMatchObject([{ kind: 'words', holds: 'words', until: null }]);
  const held = { params: { id: holds[0]?.id ?? '' }, query: { business } };
  await expect(world.dental.liftHold({ params: held.params })).rejects.toMatchObject({
    type: '/problems/unknown-hold',
  });
  const lifted = await world.client.liftHold(held);
  expect(routes.liftHold.answer.parse(lifted)).toEqual(lifted);
  expect(lifted).toMatchObject({
    business,
    notSent: 1,
    whatNow: expect.stringContaining('The one first text that was withheld meanwhile is not sent any more'),
  });
  await world.missCall({ id: 'CA9', from: '+15125550149' });
  await world.pass(20);
  expect(world.sent).toHaveLength(6);
  await expect(world.client.liftHold(held)).rejects.toMatchObject({ status: 404 });
  const audit = await world.client.listAudit({ query: { business, limit: 1 } });
  expect(audit.data).toMatchObject([{ act: 'lift-hold', by: 'Dana', on: null, details: { notSent: 1 } }]);
});
