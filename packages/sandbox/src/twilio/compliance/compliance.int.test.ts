import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOf } from '../../testing/official-client.ts';
import {
  accountSid,
  authToken,
  openTwilioWorld,
  shop,
  type TwilioWorld,
} from '../../testing/open-twilio-world.ts';
import { differences, documentShape, operationShape } from '../../testing/spec-document.ts';

// Twilio's own OpenAPI documents lie in the folder that SPECS_DIR names, as for the rest of the look-alike.
const folder = process.env.SPECS_DIR ? join(process.env.SPECS_DIR, 'twilio') : null;

const texts = {
  description: 'Acme Plumbing answers missed phone calls by one text about the call.',
  messageFlow: 'The caller dials +15125550100, hears the recorded greeting, and presses 1 to get a text.',
  messageSamples: [
    'Acme Plumbing: sorry we missed your call. Reply STOP to opt out.',
    'Acme Plumbing: when may we come?',
  ],
};

async function registerShop(world: TwilioWorld) {
  const client = clientOf(world);
  const bundle = { friendlyName: 'Acme', email: 'ada@example.com', policySid: `RN${'0'.repeat(32)}` };
  const profile = await client.trusthub.v1.customerProfiles.create(bundle);
  const product = await client.trusthub.v1.trustProducts.create(bundle);
  const person = {
    friendlyName: 'Ada',
    type: 'authorized_representative_1',
    attributes: { first_name: 'Ada' },
  };
  const user = await client.trusthub.v1.endUsers.create(person);
  const document = { friendlyName: 'Address', type: 'customer_profile_address', attributes: {} };
  await client.trusthub.v1.supportingDocuments.create(document);
  const assignments = client.trusthub.v1.customerProfiles(profile.sid);
  await assignments.customerProfilesEntityAssignments.create({ objectSid: user.sid });
  await assignments.customerProfilesEvaluations.create({ policySid: bundle.policySid });
  const brand = await client.messaging.v1.brandRegistrations.create({
    customerProfileBundleSid: profile.sid,
    a2PProfileBundleSid: product.sid,
  });
  const service = await client.messaging.v1.services.create({ friendlyName: 'Acme' });
  const { usAppToPerson, phoneNumbers } = client.messaging.v1.services(service.sid);
  await usAppToPerson.create({
    ...texts,
    brandRegistrationSid: brand.sid,
    usAppToPersonUsecase: 'LOW_VOLUME',
    hasEmbeddedLinks: false,
    hasEmbeddedPhone: false,
  });
  const [owned] = await client.incomingPhoneNumbers.list({ phoneNumber: shop });
  await phoneNumbers.create({ phoneNumberSid: owned?.sid ?? '' });
  const verification = await client.messaging.v1.tollfreeVerifications.create({
    businessName: 'Acme',
    businessWebsite: 'https://acme.example',
    notificationEmail: 'ada@example.com',
    useCaseCategories: ['CUSTOMER_CARE'],
    useCaseSummary: 'Answers to missed calls',
    productionMessageSample: texts.messageSamples[0] ?? '',
    optInImageUrls: ['https://acme.example/notice.png'],
    optInType: 'VERBAL',
    messageVolume: '1,000',
    tollfreePhoneNumberSid: owned?.sid ?? '',
  });
  return { profile: profile.sid, service: service.sid, brand: brand.sid, verification: verification.sid };
}

describe('what registers a sender', () => {
  let world: TwilioWorld;
  let made: Awaited<ReturnType<typeof registerShop>>;
  beforeAll(async () => {
    world = await openTwilioWorld();
    made = await registerShop(world);
  });
  afterAll(() => world.close());

  test('is found again by what the official client can ask for', async () => {
    const client = clientOf(world);
    const found = await client.trusthub.v1.customerProfiles.list({ friendlyName: 'Acme' });
    expect(found.map(({ sid }) => sid)).toEqual([made.profile]);
    expect(await client.trusthub.v1.customerProfiles.list({ friendlyName: 'Other' })).toEqual([]);
    const [number] = await client.messaging.v1.services(made.service).phoneNumbers.list();
    expect(number?.phoneNumber).toBe(shop);
  });

  test('stands as reviewers decide', async () => {
    const client = clientOf(world);
    world.twilio.review('BrandRegistrations', { status: 'FAILED', errors: [{ error_code: 30795 }] });
    const failed = await client.messaging.v1.brandRegistrations(made.brand).fetch();
    expect(failed).toMatchObject({ status: 'FAILED', errors: [{ error_code: 30795 }] });
    await client.messaging.v1.brandRegistrations(made.brand).update();
    const again = await client.messaging.v1.brandRegistrations(made.brand).fetch();
    expect(again).toMatchObject({ status: 'PENDING', errors: [] });
  });

  test('takes one campaign a service, and none without its words', async () => {
    const client = clientOf(world);
    const campaign = {
      ...texts,
      brandRegistrationSid: made.brand,
      usAppToPersonUsecase: 'LOW_VOLUME',
      hasEmbeddedLinks: false,
      hasEmbeddedPhone: false,
    };
    const { usAppToPerson } = client.messaging.v1.services(made.service);
    await expect(usAppToPerson.create(campaign)).rejects.toMatchObject({ status: 400 });
    await expect(usAppToPerson.create({ ...campaign, description: 'Too short' })).rejects.toMatchObject({
      status: 400,
      code: 20001,
    });
  });

  describe.skipIf(folder === null)("keeps to Twilio's OpenAPI documents (skipped without SPECS_DIR)", () => {
    test.each([
      ['trusthub-v1.json', '/v1/CustomerProfiles', () => '/v1/CustomerProfiles'],
      ['trusthub-v1.json', '/v1/TrustProducts', () => '/v1/TrustProducts'],
      ['trusthub-v1.json', '/v1/EndUsers', () => '/v1/EndUsers'],
      ['trusthub-v1.json', '/v1/SupportingDocuments', () => '/v1/SupportingDocuments'],
      [
        'trusthub-v1.json',
        '/v1/CustomerProfiles/{CustomerProfileSid}/EntityAssignments',
        () => `/v1/CustomerProfiles/${made.profile}/EntityAssignments`,
      ],
      [
        'trusthub-v1.json',
        '/v1/CustomerProfiles/{CustomerProfileSid}/Evaluations',
        () => `/v1/CustomerProfiles/${made.profile}/Evaluations`,
      ],
      [
        'messaging-v1.services-a2p-tollfree.json',
        '/v1/a2p/BrandRegistrations',
        () => '/v1/a2p/BrandRegistrations',
      ],
      ['messaging-v1.services-a2p-tollfree.json', '/v1/Services', () => '/v1/Services'],
      [
        'messaging-v1.services-a2p-tollfree.json',
        '/v1/Services/{ServiceSid}/PhoneNumbers',
        () => `/v1/Services/${made.service}/PhoneNumbers`,
      ],
      [
        'messaging-v1.services-a2p-tollfree.json',
        '/v1/Tollfree/Verifications',
        () => '/v1/Tollfree/Verifications',
      ],
    ])('%s: GET %s', async (file, specPath, path) => {
      const document = documentShape.parse(JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')));
      const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
      const response = await fetch(world.rest.url + path(), { headers: { authorization } });
      const operation = operationShape.parse(document.paths[specPath]?.get);
      const schema = operation.responses['200']?.content?.['application/json'].schema;
      if (!schema) throw new Error(`${specPath} has no answer 200`);
      expect(differences(document, schema, await response.json(), 'body')).toEqual([]);
    });
  });
});
