import type { Applicant } from '@ringback/core';
import type { Dossier, StepName, StepStatus } from '../../registration/registration.ts';
import { changesUrl } from './events.ts';
import {
  type Ask,
  approved,
  idOf,
  isPrimary,
  markOf,
  problemsOf,
  rejected,
  type Step,
  waitingForReview,
} from './step.ts';

/**
 * Twilio's rule books for the bundles. Source:
 * https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/onboarding-isv-api and
 * .../onboarding-isv-api-sole-prop-new, read 2026-11-21
 */
const policies = {
  primaryProfile: 'RN6433641899984f951173ef1738c3bdd0',
  company: { profile: 'RNdfbf3fae0e1107f8aded0e7cead80bf5', trust: 'RNb0d4771c2c98518d916a3d4cd70a8f8b' },
  person: { profile: 'RN806dd6cd175f314e1f96a9727ee271f4', trust: 'RN670d5d2e282a6130ae063b234b6019c8' },
} as const;

function policyOf({ kind }: Applicant): { readonly profile: string; readonly trust: string } {
  return kind === 'sole-proprietor' ? policies.person : policies.company;
}

export const address: Step = {
  async find({ client, dossier }) {
    const friendlyName = markOf(dossier, 'address');
    const [found] = await client.addresses.list({ friendlyName, limit: 1 });
    return found?.sid ?? null;
  },
  async create({ client, dossier }) {
    const { address: place, representative } = dossier.applicant;
    const made = await client.addresses.create({
      friendlyName: markOf(dossier, 'address'),
      customerName: legalNameOf(dossier) ?? `${representative.firstName} ${representative.lastName}`,
      street: place.street,
      ...(place.street2 === undefined ? {} : { streetSecondary: place.street2 }),
      city: place.city,
      region: place.region,
      postalCode: place.postalCode,
      isoCountry: place.country,
    });
    return made.sid;
  },
  advance: async () => approved,
  async amend({ client, dossier }, id) {
    const { street, street2, city, region, postalCode } = dossier.applicant.address;
    await client.addresses(id).update({ street, streetSecondary: street2 ?? '', city, region, postalCode });
  },
};

export const addressProof: Step = {
  async find({ client, dossier }) {
    const all = await client.trusthub.v1.supportingDocuments.list({ pageSize: 1000 });
    return all.find(({ friendlyName }) => friendlyName === markOf(dossier, 'address-proof'))?.sid ?? null;
  },
  async create({ client, dossier }) {
    const made = await client.trusthub.v1.supportingDocuments.create({
      friendlyName: markOf(dossier, 'address-proof'),
      type: 'customer_profile_address',
      attributes: { address_sids: idOf(dossier, 'address') },
    });
    return made.sid;
  },
  advance: async () => approved,
  amend: async () => {},
};

type Person = { readonly type: string; readonly attributes: { readonly [name: string]: string } };

/** Something that is said of the business or of a person in it; `say` gives what as of now. */
function saying(step: StepName, say: (dossier: Dossier) => Person): Step {
  return {
    async find({ client, dossier }) {
      const all = await client.trusthub.v1.endUsers.list({ pageSize: 1000 });
      return all.find(({ friendlyName }) => friendlyName === markOf(dossier, step))?.sid ?? null;
    },
    async create({ client, dossier }) {
      const friendlyName = markOf(dossier, step);
      return (await client.trusthub.v1.endUsers.create({ friendlyName, ...say(dossier) })).sid;
    },
    advance: async () => approved,
    async amend({ client, dossier }, id) {
      await client.trusthub.v1.endUsers(id).update({ attributes: say(dossier).attributes });
    },
  };
}

export const company = saying('company', ({ applicant }) => {
  if (applicant.kind === 'sole-proprietor') throw new Error('a sole proprietor is no company');
  return {
    type: 'customer_profile_business_information',
    attributes: {
      business_name: applicant.legalName,
      business_identity: 'direct_customer',
      business_type: applicant.form,
      business_industry: applicant.industry,
      business_registration_identifier: 'EIN',
      business_registration_number: applicant.ein,
      business_regions_of_operation: 'USA_AND_CANADA',
      website_url: applicant.website,
      social_media_profile_urls: '',
    },
  };
});

export const representative = saying('representative', ({ applicant }) => {
  const { firstName, lastName, email, phone, title, position } = applicant.representative;
  const person = { first_name: firstName, last_name: lastName, email, phone_number: phone };
  return applicant.kind === 'sole-proprietor'
    ? { type: 'starter_customer_profile_information', attributes: person }
    : {
        type: 'authorized_representative_1',
        attributes: { ...person, business_title: title, job_position: position },
      };
});

export const messagingProfile = saying('messaging-profile', ({ applicant, pack }) =>
  applicant.kind === 'sole-proprietor'
    ? {
        type: 'sole_proprietor_information',
        attributes: {
          brand_name: pack.brand,
          vertical: applicant.industry,
          mobile_phone_number: applicant.mobile,
        },
      }
    : {
        type: 'us_a2p_messaging_profile_information',
        attributes: {
          company_type: applicant.ownership,
          brand_contact_email: applicant.representative.email,
        },
      },
);

/** Source: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc (customer types), read 2026-11-21 */
export const customerProfile: Step = {
  async find(ask) {
    const { client, dossier } = ask;
    if (isPrimary(dossier.applicant)) return primaryProfileOf(ask);
    const friendlyName = markOf(dossier, 'customer-profile');
    const [found] = await client.trusthub.v1.customerProfiles.list({ friendlyName, limit: 1 });
    return found?.sid ?? null;
  },
  async create({ client, dossier, publicUrl }) {
    if (isPrimary(dossier.applicant)) throw new MissingProfileError();
    const made = await client.trusthub.v1.customerProfiles.create({
      friendlyName: markOf(dossier, 'customer-profile'),
      email: dossier.applicant.representative.email,
      policySid: policyOf(dossier.applicant).profile,
      statusCallback: changesUrl(publicUrl),
    });
    return made.sid;
  },
  async advance(ask, id) {
    const profile = ask.client.trusthub.v1.customerProfiles(id);
    const { status, errors } = await profile.fetch();
    if (status !== 'draft') return standingOf(status, errors, 'company details');
    const primary = await primaryProfileOf(ask);
    if (primary === null) return rejected([{ code: 'primary-profile', words: noPrimaryProfile }]);
    const listed = await profile.customerProfilesEntityAssignments.list({ pageSize: 100 });
    const missing = without([primary, ...partsOfProfile(ask.dossier)], listed);
    for (const objectSid of missing) await profile.customerProfilesEntityAssignments.create({ objectSid });
    const { profile: policySid } = policyOf(ask.dossier.applicant);
    const evaluation = await profile.customerProfilesEvaluations.create({ policySid });
    if (evaluation.status === 'noncompliant') return rejected(problemsOf(null, lacking(evaluation.results)));
    await profile.update({ status: 'pending-review' });
    return waitingForReview('Twilio looks at the company details; that takes up to three days.');
  },
  async amend(ask, id) {
    // It is the account's, and only the console changes it.
    if (isPrimary(ask.dossier.applicant)) return;
    for (const [step, part] of partSteps(ask.dossier)) await part.amend(ask, idOf(ask.dossier, step));
    await ask.client.trusthub.v1.customerProfiles(id).update({ status: 'draft' });
  },
};

export const trustProduct: Step = {
  async find({ client, dossier }) {
    const friendlyName = markOf(dossier, 'trust-product');
    const [found] = await client.trusthub.v1.trustProducts.list({ friendlyName, limit: 1 });
    return found?.sid ?? null;
  },
  async create({ client, dossier, publicUrl }) {
    const made = await client.trusthub.v1.trustProducts.create({
      friendlyName: markOf(dossier, 'trust-product'),
      email: dossier.applicant.representative.email,
      policySid: policyOf(dossier.applicant).trust,
      statusCallback: changesUrl(publicUrl),
    });
    return made.sid;
  },
  async advance({ client, dossier }, id) {
    const product = client.trusthub.v1.trustProducts(id);
    const { status, errors } = await product.fetch();
    if (status !== 'draft') return standingOf(status, errors, 'messaging profile');
    const listed = await product.trustProductsEntityAssignments.list({ pageSize: 100 });
    const parts = [idOf(dossier, 'messaging-profile'), idOf(dossier, 'customer-profile')];
    for (const objectSid of without(parts, listed)) {
      await product.trustProductsEntityAssignments.create({ objectSid });
    }
    const { trust: policySid } = policyOf(dossier.applicant);
    const evaluation = await product.trustProductsEvaluations.create({ policySid });
    if (evaluation.status === 'noncompliant') return rejected(problemsOf(null, lacking(evaluation.results)));
    await product.update({ status: 'pending-review' });
    return waitingForReview('Twilio looks at the messaging profile; that takes up to three days.');
  },
  async amend(ask, id) {
    await messagingProfile.amend(ask, idOf(ask.dossier, 'messaging-profile'));
    await ask.client.trusthub.v1.trustProducts(id).update({ status: 'draft' });
  },
};

/** The account has no approved profile of its own, on which everything else rests. */
export class MissingProfileError extends Error {
  constructor() {
    super(noPrimaryProfile);
    this.name = 'MissingProfileError';
  }
}

const noPrimaryProfile =
  'The Twilio account has no approved primary customer profile, without which nothing can be registered.';

async function primaryProfileOf({ client }: Ask): Promise<string | null> {
  const [found] = await client.trusthub.v1.customerProfiles.list({
    policySid: policies.primaryProfile,
    status: 'twilio-approved',
    limit: 1,
  });
  return found?.sid ?? null;
}

function partSteps({ applicant }: Dossier): readonly (readonly [StepName, Step])[] {
  const said = [
    ['representative', representative],
    ['address', address],
  ] as const;
  return applicant.kind === 'sole-proprietor' ? said : [['company', company], ...said];
}

function partsOfProfile(dossier: Dossier): readonly string[] {
  const isPerson = dossier.applicant.kind === 'sole-proprietor';
  const steps: readonly StepName[] = [
    ...(isPerson ? [] : ['company' as const]),
    'representative',
    'address-proof',
  ];
  return steps.map((step) => idOf(dossier, step));
}

function without(
  wanted: readonly string[],
  there: readonly { readonly objectSid: string }[],
): readonly string[] {
  return wanted.filter((sid) => there.every(({ objectSid }) => objectSid !== sid));
}

function standingOf(status: string, errors: unknown, what: string): StepStatus {
  switch (status) {
    case 'twilio-approved':
      return approved;
    case 'twilio-rejected':
      return rejected(problemsOf(errors, null));
    default:
      return waitingForReview(`Twilio looks at the ${what}; that takes up to three days.`);
  }
}

function legalNameOf({ applicant }: Dossier): string | null {
  return applicant.kind === 'sole-proprietor' ? null : applicant.legalName;
}

/** What an evaluation found missing, in Twilio's words. */
function lacking(results: unknown): string {
  const reasons = JSON.stringify(results ?? []).match(/"failure_reason":"[^"]+"/g) ?? [];
  const words = reasons.map((reason) => reason.slice('"failure_reason":"'.length, -1));
  return words.length === 0 ? 'Twilio finds the details not complete.' : [...new Set(words)].join(' ');
}
