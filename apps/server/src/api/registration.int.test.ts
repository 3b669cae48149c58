import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplicantInput } from '@ringback/core';
import type { TwilioLookalike } from '@ringback/sandbox';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { runRegistration } from '../cli/registration.ts';
import type { ApiWorld } from './testing/open-api.ts';
import {
  annex,
  approveAll,
  business,
  changeLines,
  company,
  describeAndSubmit,
  openRegistering as openWorld,
  plumber,
  query,
  type Registering,
  readFiling,
  shop,
  tollFree,
} from './testing/open-registering.ts';

const caller = '+15125550142';
let opened: Registering | null = null;
afterEach(() => opened?.close());

async function openRegistering(options?: Parameters<typeof openWorld>[0]): Promise<Registering> {
  opened = await openWorld(options);
  return opened;
}

function made(twilio: TwilioLookalike) {
  const kinds = [
    'Addresses',
    'SupportingDocuments',
    'EndUsers',
    'CustomerProfiles',
    'TrustProducts',
    'BrandRegistrations',
    'Services',
    'Usa2p',
    'PhoneNumbers',
  ] as const;
  return kinds.map((kind) => twilio.registered(kind).length);
}

describe('before anything is submitted', () => {
  test('what is missing or wrong in who applies is named field by field, with what to write', async () => {
    const { world } = await openRegistering();
    const body = {
      ...company,
      legalName: undefined,
      industry: 'PLUMBING',
      website: 'acme',
    } as unknown as ApplicantInput;
    const problem = await world.client.describeRegistration({ query, body }).catch((error) => error.problem);
    expect(problem.errors).toEqual([
      { path: 'body.website', message: expect.stringContaining('write one such as https://') },
      { path: 'body.legalName', message: 'is missing; write a text' },
      { path: 'body.industry', message: expect.stringMatching(/^is "PLUMBING"; write one of AUTOMOTIVE, /) },
    ]);
    expect(problem.detail).toContain('body.legalName: is missing');
  });

  test('a business that nobody has described has no registration', async () => {
    const { world } = await openRegistering();
    expect(await world.client.readRegistration({ query })).toEqual({ business, filings: [] });
  });

  test('who applies is kept sealed, and its evidence, findings and prices are shown', async () => {
    const registering = await openRegistering();
    await registering.world.client.describeRegistration({ query, body: company });
    const filing = await readFiling(registering);
    expect(filing).toMatchObject({ subject: 'local', state: 'draft', numbers: [shop], findings: [] });
    expect(filing.evidence.campaign.termsUrl).toBe('https://ringback.example.com/sms/acme-plumbing#terms');
    expect(filing.prices.map(({ step, onceCents }) => [step, onceCents])).toEqual([
      ['brand', 450],
      ['campaign', 1500],
    ]);
    const { rows } = await readRow(registering);
    expect(JSON.stringify(rows)).not.toContain('12-3456789');
  });

  test('what was sealed with a key that is gone is told, and can be said anew', async () => {
    const { world } = await openRegistering();
    await world.client.describeRegistration({ query, body: company });
    const { db } = world.engine.store;
    await db.updateTable('registrations').set({ applicant: 'v1.lost.lost.lost' }).execute();
    await expect(world.client.readRegistration({ query })).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('RINGBACK_SECRET_KEY'),
    });
    await world.client.describeRegistration({ query, body: company });
    expect((await world.client.readRegistration({ query })).filings).toHaveLength(1);
  });

  test('nothing is spent without a confirmation, whose lack names the price', async () => {
    const { world, twilio } = await openRegistering();
    await world.client.describeRegistration({ query, body: company });
    await expect(world.client.submitRegistration({ query, body: {} })).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('about $19.50 once and $2.00 a month'),
    });
    await world.pass(3600);
    expect(made(twilio).reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  test('what reviewers would refuse is not submitted, and each point is named', async () => {
    const { world } = await openRegistering();
    const body = { ...company, wording: { samples: ['Hi'] } };
    await world.client.describeRegistration({ query, body });
    const submitting = world.client.submitRegistration({ query, body: { confirm: true } });
    await expect(submitting).rejects.toMatchObject({
      status: 409,
      problem: {
        errors: expect.arrayContaining([
          { path: 'campaign.samples', message: expect.stringContaining('30893') },
        ]),
      },
    });
  });

  test('only an administrator describes or submits', async () => {
    const { world } = await openRegistering();
    const asking = world.dental.describeRegistration({ query, body: company });
    await expect(asking).rejects.toMatchObject({ status: 403, type: '/problems/admin-only' });
  });

  test('a wrong field is named', async () => {
    const { world } = await openRegistering();
    const body = { ...company, ein: '1' };
    await expect(world.client.describeRegistration({ query, body })).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ path: 'body.ein', message: 'write the tax id as 12-3456789' }] },
    });
  });
});

async function readRow({ world }: Registering) {
  const rows = await world.engine.store.db.selectFrom('registrations').selectAll().execute();
  return { rows };
}

describe('a company', () => {
  test('goes from its profile to its numbers, each thing made once, waiting for each review', async () => {
    const registering = await openRegistering();
    const { world, twilio } = registering;
    await describeAndSubmit(registering);
    expect(await readFiling(registering)).toMatchObject({ state: 'submitted', waitsFor: 'reviewer' });
    expect(twilio.registered('TrustProducts')).toHaveLength(0);

    await approveAll(registering);
    const filing = await readFiling(registering);
    expect(filing).toMatchObject({ state: 'approved', waitsFor: 'nobody', prices: [] });
    expect(filing.steps.map(({ state }) => state)).toEqual(Array(11).fill('approved'));
    expect(made(twilio)).toEqual([1, 1, 3, 2, 1, 1, 1, 1, 1]);
    const [campaign] = twilio.registered('Usa2p');
    expect(campaign?.fields).toMatchObject({
      UsAppToPersonUsecase: 'LOW_VOLUME',
      PrivacyPolicyUrl: 'https://ringback.example.com/sms/acme-plumbing#privacy',
      HasEmbeddedPhone: 'true',
    });
    expect(twilio.registered('BrandRegistrations')[0]?.fields).toMatchObject({ SkipAutomaticSecVet: 'true' });
    const acts = (await world.client.listAudit({ query })).data.map(({ act }) => act);
    expect(acts).toEqual(expect.arrayContaining(['registration-submitted', 'registration-approved']));
  });

  test('is registered once however often the answer of Twilio is lost', async () => {
    const registering = await openRegistering();
    const { world, twilio } = registering;
    await registering.world.client.describeRegistration({ query, body: company });
    await world.client.submitRegistration({ query, body: { confirm: true } });
    for (let round = 0; round < 100 && (await readFiling(registering)).state === 'submitted'; round += 1) {
      if (round % 2 === 0) twilio.faults.next({ on: 'register', kind: 'reset-after' });
      await world.pass(3600);
      twilio.review('CustomerProfiles', { status: approvedOf(twilio, 'CustomerProfiles') });
      twilio.review('TrustProducts', { status: approvedOf(twilio, 'TrustProducts') });
      twilio.review('BrandRegistrations', { status: 'APPROVED' });
      twilio.review('Usa2p', { status: 'VERIFIED' });
    }
    expect(await readFiling(registering)).toMatchObject({ state: 'approved' });
    expect(made(twilio)).toEqual([1, 1, 3, 2, 1, 1, 1, 1, 1]);
    expect(twilio.registered('EntityAssignments')).toHaveLength(6);
  });

  test('is told in words why its campaign came back, and hands it in again with what it mended', async () => {
    const registering = await openRegistering();
    const { world, twilio } = registering;
    await describeAndSubmit(registering);
    twilio.review('CustomerProfiles', { status: 'twilio-approved' });
    await world.pass(3600);
    twilio.review('TrustProducts', { status: 'twilio-approved' });
    await world.pass(3600);
    twilio.review('BrandRegistrations', { status: 'APPROVED' });
    await world.pass(3600);
    const errors = [{ error_code: 30909, description: 'CTA not verifiable' }];
    twilio.review('Usa2p', { status: 'FAILED', errors });
    await world.pass(3600);
    const refused = await readFiling(registering);
    expect(refused).toMatchObject({ state: 'rejected', waitsFor: 'owner' });
    expect(refused.detail).toContain('cannot be followed or checked');
    expect(refused.steps.find(({ step }) => step === 'campaign')?.problems).toMatchObject([
      { code: '30909', words: 'CTA not verifiable', whatToDo: expect.stringContaining('Tell every way') },
    ]);
    expect(refused.prices).toMatchObject([{ step: 'campaign', onceCents: 1500 }]);

    const screenshotUrls = ['https://acme-plumbing.com/notice.png'];
    await describeAndSubmit(registering, { ...company, screenshotUrls });
    const [campaign, ...others] = twilio.registered('Usa2p');
    expect(others).toEqual([]);
    expect(campaign?.status).toBe('IN_PROGRESS');
    expect(campaign?.fields.MessageFlow).toContain('https://acme-plumbing.com/notice.png');
    await approveAll(registering);
    expect(await readFiling(registering)).toMatchObject({ state: 'approved' });
  });

  test('cannot hand in again what carriers take for fraud', async () => {
    const registering = await openRegistering();
    await describeAndSubmit(registering);
    registering.twilio.review('CustomerProfiles', {
      status: 'twilio-rejected',
      errors: [{ code: 30885, message: 'High risk' }],
    });
    await registering.world.pass(3600);
    expect(await readFiling(registering)).toMatchObject({ state: 'rejected' });
    const submitting = registering.world.client.submitRegistration({ query, body: { confirm: true } });
    await expect(submitting).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('Support'),
    });
  });

  test('submitting again while it is under way changes nothing', async () => {
    const registering = await openRegistering();
    await describeAndSubmit(registering);
    const submitting = registering.world.client.submitRegistration({ query, body: { confirm: true } });
    await expect(submitting).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('already'),
    });
    expect(made(registering.twilio)).toEqual([1, 1, 2, 2, 0, 0, 0, 0, 0]);
  });
});

describe('a business whose Twilio account is its own', () => {
  const direct: ApplicantInput = { ...company, profile: 'primary' };

  test('is registered on the account’s own profile, and none is made beneath it', async () => {
    const registering = await openRegistering();
    const { twilio } = registering;
    await describeAndSubmit(registering, direct);
    await approveAll(registering);
    const filing = await readFiling(registering);
    expect(filing.state).toBe('approved');
    expect(filing.steps.map(({ step }) => step)).not.toContain('address');
    expect(made(twilio)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1]);
    const [profile] = twilio.registered('CustomerProfiles');
    expect(twilio.registered('BrandRegistrations')[0]?.fields.CustomerProfileBundleSid).toBe(profile?.sid);
    expect(profile?.status).toBe('twilio-approved');
  });

  test('is told to make that profile first, and goes on once it is there', async () => {
    const registering = await openRegistering({ hasProfile: false });
    await describeAndSubmit(registering, direct);
    const refused = await readFiling(registering);
    expect(refused).toMatchObject({ state: 'rejected', detail: expect.stringContaining('Trust Hub') });
    expect(refused.steps[0]?.problems).toMatchObject([{ code: 'primary-profile' }]);
    registering.twilio.approvePrimaryProfile();
    await describeAndSubmit(registering, direct);
    await registering.world.pass(3600);
    await approveAll(registering);
    expect((await readFiling(registering)).state).toBe('approved');
  });
});

/** A draft is not before the reviewers yet. */
function approvedOf(twilio: TwilioLookalike, kind: 'CustomerProfiles' | 'TrustProducts'): string {
  return twilio.registered(kind).some(({ status }) => status === 'draft') ? 'draft' : 'twilio-approved';
}

test('a sole proprietor is told of the code, and gets it again on asking', async () => {
  const registering = await openRegistering();
  const { world, twilio } = registering;
  await describeAndSubmit(registering, plumber);
  twilio.review('CustomerProfiles', { status: 'twilio-approved' });
  await world.pass(3600);
  twilio.review('TrustProducts', { status: 'twilio-approved' });
  await world.pass(3600);
  const waiting = await readFiling(registering);
  expect(waiting).toMatchObject({ waitsFor: 'owner', detail: expect.stringContaining('Answer YES') });
  await world.client.submitRegistration({ query, body: { confirm: true } });
  expect(twilio.registered('BrandRegistrations')).toMatchObject([{ codesSent: 1 }]);
  expect(twilio.registered('EndUsers').map(({ fields }) => fields.Type)).toEqual([
    'starter_customer_profile_information',
    'sole_proprietor_information',
  ]);
  await approveAll(registering);
  expect(await readFiling(registering)).toMatchObject({ state: 'approved' });
});

test('a toll-free number is verified by itself, and handed in again while that is allowed', async () => {
  const registering = await openRegistering({ line: tollFree });
  const { world, twilio } = registering;
  await describeAndSubmit(registering);
  expect(await readFiling(registering)).toMatchObject({
    subject: tollFree,
    state: 'submitted',
    waitsFor: 'reviewer',
  });
  const errors = [{ code: 30511, reason: 'No script' }];
  twilio.review('Verifications', { status: 'TWILIO_REJECTED', errors });
  await world.pass(3600);
  expect((await readFiling(registering)).detail).toContain('30511: No script');
  await describeAndSubmit(registering);
  expect(twilio.registered('Verifications')).toMatchObject([
    { status: 'PENDING_REVIEW', fields: { OptInType: 'VERBAL', EditReason: expect.any(String) } },
  ]);
  twilio.review('Verifications', { status: 'TWILIO_REJECTED', errors: [{ ...errors[0], editable: false }] });
  await world.pass(3600);
  const submitting = world.client.submitRegistration({ query, body: { confirm: true } });
  await expect(submitting).rejects.toMatchObject({ detail: expect.stringContaining('Support') });
});

describe('ringback registration', () => {
  async function ask({ world }: Registering, ...args: readonly string[]) {
    const { hostname, port } = new URL(world.url);
    const lines: string[] = [];
    const console = { print: (line: string) => lines.push(line), complain: () => {}, progress: null };
    const config = { host: hostname, port: Number(port), adminToken: 'everything', dataDir: '' };
    await runRegistration([...args, '--business', business], console, config);
    return lines.join('\n');
  }

  test('shows the steps and the price, checks, and submits only when that is confirmed', async () => {
    const registering = await openRegistering();
    expect(await ask(registering, 'show')).toContain('Nobody has said who applies');
    await registering.world.client.describeRegistration({ query, body: company });
    expect(await ask(registering, 'show')).toContain('about $15.00 and about $2.00 a month for the campaign');
    expect(await ask(registering, 'check')).toBe('local: nothing that reviewers are known to refuse.');
    await expect(ask(registering, 'submit')).rejects.toThrow('about $19.50 once');
    expect(await ask(registering, 'submit', '--confirm-cost')).toContain(
      'Local numbers +15125550100: submitted',
    );
  });

  test('takes who applies from a file, and says what reviewers would refuse', async () => {
    const registering = await openRegistering();
    const folder = await mkdtemp(join(tmpdir(), 'ringback-applicant-'));
    const file = join(folder, 'applicant.yaml');
    await writeFile(file, stringify({ ...company, website: 'https://www.facebook.com/acme' }));
    expect(await ask(registering, 'describe', file)).toContain('risk  30919  local website');
    await writeFile(file, stringify({ ...company, ein: 'twelve' }));
    await expect(ask(registering, 'describe', file)).rejects.toThrow('write the tax id as 12-3456789');
    await rm(folder, { recursive: true });
    await expect(ask(registering, 'describe', file)).rejects.toThrow('cannot be read');
  });

  test('called in a wrong way says how', async () => {
    const registering = await openRegistering();
    await expect(ask(registering, 'frobnicate')).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('texts', () => {
  test('leave as ever while nothing has been submitted', async () => {
    const { world } = await openRegistering();
    await world.client.describeRegistration({ query, body: company });
    expect(world.engine.directory.byId(business)?.heldLines).toEqual([]);
  });

  test('are held from the submission until the approval, with the reason and a task', async () => {
    const registering = await openRegistering();
    const { world } = registering;
    await describeAndSubmit(registering);
    await world.pass(0);
    await missCall(world, 'CA1');
    const { reasons, effects } = await decisionOf(world, 'CA1');
    expect(reasons).toMatchObject([{ rule: 'registration', outcome: 'withhold' }]);
    expect(JSON.stringify(effects)).toContain('Call back');

    await approveAll(registering);
    await world.pass(24 * 3600);
    await missCall(world, 'CA2');
    expect(await decisionOf(world, 'CA2')).not.toMatchObject({ reasons: [{ rule: 'registration' }] });
  });
});

describe('a line that is added after the approval', () => {
  async function openApproved() {
    const registering = await openRegistering();
    await describeAndSubmit(registering);
    await approveAll(registering);
    expect((await readFiling(registering)).state).toBe('approved');
    return registering;
  }
  const heldLines = ({ world }: Registering) => world.engine.directory.byId(business)?.heldLines;
  const joined = ({ twilio }: Registering) => twilio.registered('PhoneNumbers').length;

  test('is held, joins the campaign by itself without a cost, and then texts', async () => {
    const registering = await openApproved();
    const { world, twilio } = registering;
    await changeLines(registering, { number: shop }, { number: annex });
    expect(heldLines(registering)).toEqual([annex]);
    await world.pass(0);
    expect(joined(registering)).toBe(2);
    expect(twilio.registered('Usa2p')).toHaveLength(1);
    expect(await readFiling(registering)).toMatchObject({
      state: 'approved',
      numbers: [shop, annex],
      prices: [],
    });
    await vi.waitFor(() => expect(heldLines(registering)).toEqual([]));
    const acts = (await world.client.listAudit({ query })).data.map(({ act }) => act);
    expect(acts[0]).toBe('registration-extended');
  });

  test('joins though the answer of Twilio was lost', async () => {
    const registering = await openApproved();
    const { world, twilio } = registering;
    twilio.faults.next({ on: 'register', kind: 'reset-after' });
    await changeLines(registering, { number: shop }, { number: annex });
    await world.pass(0);
    expect(heldLines(registering)).toEqual([annex]);
    await world.pass(3600);
    await vi.waitFor(() => expect(heldLines(registering)).toEqual([]));
    expect(joined(registering)).toBe(2);
  });

  test('stays held while its callers agree in a way that was not approved, and the owner is told', async () => {
    const registering = await openApproved();
    await changeLines(registering, { number: shop }, { number: annex, consent: 'call-alone' });
    await registering.world.pass(0);
    expect(joined(registering)).toBe(1);
    expect(heldLines(registering)).toEqual([annex]);
    expect(await readFiling(registering)).toMatchObject({
      state: 'approved',
      waitsFor: 'owner',
      detail: expect.stringContaining(`${annex} (call-alone)`),
    });
    await changeLines(registering, { number: shop }, { number: annex });
    await registering.world.pass(0);
    expect(joined(registering)).toBe(2);
    expect(await readFiling(registering)).toMatchObject({ waitsFor: 'nobody' });
  });

  test('stays held when it is no number of the account', async () => {
    const registering = await openApproved();
    await changeLines(registering, { number: shop }, { number: '+15125550102' });
    await registering.world.pass(0);
    expect((await readFiling(registering)).detail).toContain(
      '+15125550102 is no number of the Twilio account',
    );
  });
});

describe('what Twilio tells', () => {
  /** What reviewers decide is asked about at once, with no time passing. */
  async function decide({ world, twilio }: Registering, ...review: Parameters<TwilioLookalike['review']>) {
    twilio.review(...review);
    await twilio.idle();
    await world.pass(0);
  }

  test('brings a registration on at once, from its profile to its approval', async () => {
    const registering = await openRegistering();
    await describeAndSubmit(registering);
    for (const [kind, status] of [
      ['CustomerProfiles', 'twilio-approved'],
      ['TrustProducts', 'twilio-approved'],
      ['BrandRegistrations', 'APPROVED'],
      ['Usa2p', 'VERIFIED'],
    ] as const) {
      await decide(registering, kind, { status, errors: [] });
    }
    expect(await readFiling(registering)).toMatchObject({ state: 'approved' });
    expect(made(registering.twilio)).toEqual([1, 1, 3, 2, 1, 1, 1, 1, 1]);
  });

  test('of a toll-free number is believed only as far as it is seen by asking', async () => {
    const registering = await openRegistering({ line: tollFree });
    await describeAndSubmit(registering);
    await decide(registering, 'Verifications', { status: 'TWILIO_APPROVED', errors: [] });
    expect(await readFiling(registering)).toMatchObject({ state: 'approved' });
  });

  test('is asked for once, and what nobody has signed moves nothing', async () => {
    const registering = await openRegistering();
    const { twilio, world, noticesUrl } = registering;
    await describeAndSubmit(registering);
    await approveAll(registering);
    expect(twilio.registered('Sinks')).toHaveLength(1);
    expect(twilio.registered('Subscriptions')).toHaveLength(1);
    const [brand] = twilio.registered('BrandRegistrations');
    const body = JSON.stringify([{ data: { brandsid: brand?.sid } }]);
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': 'forged' };
    expect((await fetch(noticesUrl, { method: 'POST', headers, body })).status).toBe(403);
    const form = await fetch(noticesUrl, { method: 'POST', body: new URLSearchParams({ BundleSid: 'BU1' }) });
    expect(form.status).toBe(403);
    expect(world.failures).toEqual([]);
  });

  test('is missed without harm: then it is asked in turn', async () => {
    const registering = await openRegistering();
    registering.twilio.faults.webhooks.lost = true;
    await describeAndSubmit(registering);
    await approveAll(registering);
    expect(await readFiling(registering)).toMatchObject({ state: 'approved' });
  });
});

test('an approval that is taken back holds the texts again, and says why', async () => {
  const registering = await openRegistering();
  const { world, twilio } = registering;
  await describeAndSubmit(registering);
  await approveAll(registering);
  twilio.review('Usa2p', { status: 'SUSPENDED', errors: [{ error_code: 30033, description: 'Suspended' }] });
  await world.pass(20 * 3600);
  expect((await readFiling(registering)).state).toBe('approved');
  await world.pass(5 * 3600);
  expect(await readFiling(registering)).toMatchObject({
    state: 'rejected',
    detail: expect.stringContaining('30033: Suspended'),
  });
  await vi.waitFor(() => expect(world.engine.directory.byId(business)?.heldLines).toEqual([shop]));
});

test('what was held because carriers refused an unregistered line leaves once they have approved it', async () => {
  const registering = await openRegistering();
  const { world } = registering;
  const { db } = world.engine.store;
  const problem = { kind: 'unregistered', holds: 'line', line: shop, words: null, code: '30034' };
  const since = '2026-11-19T16:00:00.000Z';
  const until = '2026-11-30T16:00:00.000Z';
  const meaning = 'The line is not registered.';
  await db
    .insertInto('sending_problems')
    .values({
      business_id: business,
      kind: problem.kind,
      scope: shop,
      problem: JSON.stringify({ ...problem, since, until, meaning }),
      last_at: since,
    })
    .execute();
  await describeAndSubmit(registering);
  expect(await db.selectFrom('sending_problems').select('scope').execute()).toHaveLength(1);
  await approveAll(registering);
  expect(await db.selectFrom('sending_problems').select('scope').execute()).toEqual([]);
});

async function missCall(world: ApiWorld, callId: string): Promise<void> {
  await world.missCall({ id: callId, from: caller });
  await world.pass(2);
}

async function decisionOf(world: ApiWorld, callId: string) {
  const rows = await world.engine.store.db
    .selectFrom('events')
    .select(['event', 'reasons', 'effects'])
    .where('type', '=', 'call-missed')
    .execute();
  const row = rows.find(({ event }) => event.type === 'call-missed' && event.callId === callId);
  if (!row) throw new Error(`${callId} was not missed`);
  return row;
}
