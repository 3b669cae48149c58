import { afterEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './testing-world.ts';

let world: World;
afterEach(() => world.close());

const path = '/crm/objects/2026-09/contacts';
const where = (propertyName: string, value: string, operator = 'EQ') => ({
  filters: [{ propertyName, operator, value }],
});
const search = (body: object) => world.call('POST', `${path}/search`, body);
const idsOf = (results: readonly { id: string }[]) => results.map(({ id }) => id);

describe('finding a phone', () => {
  test.each(['+1 512-555-0142', '(512) 555-0142', '512.555.0142', '1 (512) 555 0142', '5125550142 ext. 7'])(
    'the searchable property finds %s by its national number',
    async (phone) => {
      world = await openWorld();
      const { id } = world.hubspot.putContact({ firstname: 'Ada', phone });
      world.hubspot.putContact({ firstname: 'Bob', phone: '+1 512-555-0143' });
      const group = where('hs_searchable_calculated_phone_number', '5125550142');
      const found = await search({ filterGroups: [group], properties: ['phone'] });
      expect(found.body).toMatchObject({ total: 1, results: [{ id, properties: { phone } }] });
    },
  );

  test('finds numbers of other countries by the same digits, as HubSpot does', async () => {
    world = await openWorld();
    const us = world.hubspot.putContact({ firstname: 'Ada', mobilephone: '+1 204 555 0142' });
    const uk = world.hubspot.putContact({ firstname: 'Bea', mobilephone: '+44 (0)204 555 0142' });
    const found = await search({
      filterGroups: [where('hs_searchable_calculated_mobile_number', '2045550142')],
    });
    expect(idsOf(found.body.results)).toEqual([us.id, uk.id]);
  });

  test('a token with a wildcard finds a number in one piece, not a number in groups', async () => {
    world = await openWorld();
    const whole = world.hubspot.putContact({ firstname: 'Ada', phone: '+15125550142' });
    world.hubspot.putContact({ firstname: 'Bob', phone: '(512) 555-0142' });
    const found = await search({ filterGroups: [where('phone', '*5125550142', 'CONTAINS_TOKEN')] });
    expect(idsOf(found.body.results)).toEqual([whole.id]);
  });

  test('groups are alternatives, filters of a group all have to hold', async () => {
    world = await openWorld();
    const ada = world.hubspot.putContact({ firstname: 'Ada', city: 'Austin' });
    const bob = world.hubspot.putContact({ firstname: 'Bob', city: 'Austin' });
    world.hubspot.putContact({ firstname: 'Cy', city: 'Dallas' });
    const both = { filters: [...where('firstname', 'ada').filters, ...where('city', 'Austin').filters] };
    const neither = { filters: [...where('firstname', 'Cy').filters, ...where('city', 'Austin').filters] };
    const found = await search({ filterGroups: [both, neither, where('firstname', 'Bob')] });
    expect(idsOf(found.body.results)).toEqual([ada.id, bob.id]);
  });
});

describe('limits', () => {
  test.each([
    ['six groups', { filterGroups: Array.from({ length: 6 }, () => where('phone', '1')) }],
    [
      'seven filters',
      { filterGroups: [{ filters: Array.from({ length: 7 }, () => where('phone', '1').filters[0]) }] },
    ],
    ['a page of 201', { limit: 201 }],
    ['two sorts', { sorts: ['phone', 'city'] }],
    ['an unknown property', { filterGroups: [where('fone', '1')] }],
    ['a long body', { filterGroups: [where('phone', '1'.repeat(3_000))] }],
  ])('refuses %s', async (_case, body) => {
    world = await openWorld();
    expect(await search(body)).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
  });

  test('five searches a second, which do not count as other requests', async () => {
    world = await openWorld({ limits: { perTenSeconds: 1, searchesPerSecond: 5 } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => search({})));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.find(({ status }) => status === 429)?.body.policyName).toBe('SECONDLY');
    await world.clock.advance(1_000);
    expect((await search({})).status).toBe(200);
    expect((await world.call('GET', path)).status).toBe(200);
  });

  test('110 requests in ten seconds, then 429 until the window has moved on', async () => {
    world = await openWorld();
    const answers = await Promise.all(Array.from({ length: 111 }, () => world.call('GET', path)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.map(({ body }) => body.policyName)).toEqual(['TEN_SECONDLY_ROLLING']);
    await world.clock.advance(10_000);
    const later = await world.call('GET', path);
    expect([later.status, later.headers.get('x-hubspot-ratelimit-remaining')]).toEqual([200, '109']);
  });
});

describe('the index', () => {
  test('learns of a creation and of a change only after the lag', async () => {
    world = await openWorld({ searchLagMs: 30_000 });
    const made = await world.call('POST', path, { properties: { firstname: 'Ada', phone: '+15125550142' } });
    const group = where('hs_searchable_calculated_phone_number', '5125550142');
    expect((await search({ filterGroups: [group] })).body.total).toBe(0);
    await world.clock.advance(30_000);
    expect((await search({ filterGroups: [group] })).body.total).toBe(1);
    await world.call('PATCH', `${path}/${made.body.id}`, { properties: { phone: '+15125550199' } });
    expect((await search({ filterGroups: [group] })).body.total).toBe(1);
    await world.clock.advance(30_000);
    expect((await search({ filterGroups: [group] })).body.total).toBe(0);
  });

  test('never gives an archived record', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    await world.call('DELETE', `${path}/${id}`);
    expect((await search({})).body).toEqual({ total: 0, results: [] });
  });

  test('pages and sorts', async () => {
    world = await openWorld();
    for (const firstname of ['Bob', 'Ada', 'Cy']) world.hubspot.putContact({ firstname });
    const body = { sorts: [{ propertyName: 'firstname', direction: 'DESCENDING' }], limit: 2 };
    const first = await search(body);
    const second = await search({ ...body, after: first.body.paging.next.after });
    const names = [...first.body.results, ...second.body.results].map((each) => each.properties.firstname);
    expect(names).toEqual(['Cy', 'Bob', 'Ada']);
    expect(second.body.paging).toBeUndefined();
  });

  test('finds the open deals of a contact', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    for (const dealstage of ['qualifiedtobuy', 'closedwon']) {
      await world.call('POST', '/crm/objects/2026-09/deals', {
        properties: { dealname: dealstage, dealstage, pipeline: 'default' },
        associations: [
          { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }] },
        ],
      });
    }
    const filters = [...where('associations.contact', id).filters, ...where('hs_is_closed', 'false').filters];
    const found = await world.call('POST', '/crm/objects/2026-09/deals/search', {
      filterGroups: [{ filters }],
    });
    expect(found.body).toMatchObject({ total: 1, results: [{ properties: { dealname: 'qualifiedtobuy' } }] });
  });
});
