import { routes } from '@ringback/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { passed, problem, warning } from '../health/finding.ts';
import { type ApiWorld, openApi } from './testing/open-api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const words = { what: 'It is so.', whatToDo: 'Do this.' };
const ofPlumbing = problem({ ...words, code: 'crm-broken', business: 'acme-plumbing' });
const ofDental = warning({ ...words, code: 'email-off', business: 'bright-dental' });
const ofAll = problem({ ...words, code: 'timers-overdue' });
const [timely, connected] = [passed('timers', 'In time.'), passed('crm', 'Connected.', 'bright-dental')];

test('where nothing is found, all is well', async () => {
  expect(await world.client.readHealth()).toEqual({ status: 'ok', findings: [], passed: [] });
});

test('an administrator gets every finding and all that is well, others those of their businesses', async () => {
  world.findings.push(ofPlumbing, ofDental, ofAll);
  world.passed.push(timely, connected);
  const all = await world.client.readHealth();
  expect(routes.readHealth.answer.parse(all)).toEqual(all);
  expect(all).toEqual({
    status: 'needs-person',
    findings: [ofPlumbing, ofDental, ofAll],
    passed: [
      { check: 'timers', business: null, what: 'In time.' },
      { check: 'crm', business: 'bright-dental', what: 'Connected.' },
    ],
  });
  expect(await world.dental.readHealth()).toMatchObject({
    status: 'ok',
    findings: [ofDental],
    passed: [{ check: 'crm' }],
  });
});

test('nobody gets any without a token, nor with a question that makes no sense', async () => {
  expect((await fetch(`${world.url}/api/v1/health`)).status).toBe(401);
  const query = { online: 'perhaps' as 'true' };
  await expect(world.client.readHealth({ query })).rejects.toMatchObject({ status: 400 });
});
