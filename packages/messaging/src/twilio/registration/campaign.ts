import { z } from 'zod';
import type { Dossier } from '../../registration/registration.ts';
import {
  type Ask,
  approved,
  idOf,
  markOf,
  problemsOf,
  rejected,
  type Step,
  waitingForReview,
} from './step.ts';

export const brand: Step = {
  async find({ client, dossier }) {
    const all = await client.messaging.v1.brandRegistrations.list({ pageSize: 100 });
    const ours = idOf(dossier, 'trust-product');
    return all.find(({ a2pProfileBundleSid }) => a2pProfileBundleSid === ours)?.sid ?? null;
  },
  async create({ client, dossier }) {
    const { kind } = dossier.applicant;
    const made = await client.messaging.v1.brandRegistrations.create({
      customerProfileBundleSid: idOf(dossier, 'customer-profile'),
      a2PProfileBundleSid: idOf(dossier, 'trust-product'),
      brandType: kind === 'sole-proprietor' ? 'SOLE_PROPRIETOR' : 'STANDARD',
      // A small sender needs no score, and does not pay for one.
      skipAutomaticSecVet: kind === 'low-volume',
    });
    return made.sid;
  },
  async advance({ client, dossier: { applicant } }, id) {
    const { status, errors, failureReason, identityStatus } = await client.messaging.v1
      .brandRegistrations(id)
      .fetch();
    switch (status) {
      case 'APPROVED':
        return approved;
      case 'FAILED':
        return rejected(problemsOf(errors, failureReason));
      case 'SUSPENDED':
        return rejected(problemsOf(errors, 'The carriers have suspended the brand.'), false);
      default: {
        const isVerified = identityStatus === 'VERIFIED' || identityStatus === 'VETTED_VERIFIED';
        if (applicant.kind === 'sole-proprietor' && !isVerified) {
          const detail = `Answer YES to the text that was sent to ${applicant.mobile}; it holds for 24 hours, and submitting again has it sent anew.`;
          return { state: 'waiting', waitsFor: 'owner', detail };
        }
        return waitingForReview('The carriers look at the brand; that takes minutes, sometimes a week.');
      }
    }
  },
  async amend(ask, id) {
    await ask.client.messaging.v1.brandRegistrations(id).update();
  },
};

export const messagingService: Step = {
  async find({ client, dossier }) {
    const all = await client.messaging.v1.services.list({ pageSize: 100 });
    return all.find(({ friendlyName }) => friendlyName === markOf(dossier, 'messaging-service'))?.sid ?? null;
  },
  async create({ client, dossier }) {
    const made = await client.messaging.v1.services.create({
      friendlyName: markOf(dossier, 'messaging-service'),
      // What each number's own settings say stays in force.
      useInboundWebhookOnNumber: true,
    });
    return made.sid;
  },
  advance: async () => approved,
  amend: async () => {},
};

const useCases = {
  'low-volume': 'LOW_VOLUME',
  'customer-care': 'CUSTOMER_CARE',
  'sole-proprietor': 'SOLE_PROPRIETOR',
} as const;

/** Only since this version are the addresses of privacy page and terms taken and given back. */
const apiVersion = 'v1.2';

function campaignsOf({ client, dossier }: Ask) {
  return client.messaging.v1.services(idOf(dossier, 'messaging-service')).usAppToPerson;
}

function editable({ pack: { campaign: told } }: Dossier) {
  return {
    xTwilioApiVersion: apiVersion,
    description: told.description,
    messageFlow: told.messageFlow,
    messageSamples: [...told.samples],
    hasEmbeddedLinks: told.hasLinks,
    hasEmbeddedPhone: told.hasPhone,
    ageGated: false,
    directLending: false,
    privacyPolicyUrl: told.privacyUrl,
    termsAndConditionsUrl: told.termsUrl,
  };
}

export const campaign: Step = {
  async find(ask) {
    const [found] = await campaignsOf(ask).list({ limit: 1 });
    return found?.sid ?? null;
  },
  async create(ask) {
    const { campaign: told } = ask.dossier.pack;
    const made = await campaignsOf(ask).create({
      ...editable(ask.dossier),
      brandRegistrationSid: idOf(ask.dossier, 'brand'),
      usAppToPersonUsecase: useCases[told.useCase],
      subscriberOptIn: true,
      optInMessage: told.optInMessage,
      optOutMessage: told.optOutMessage,
      helpMessage: told.helpMessage,
      optInKeywords: ['START', 'UNSTOP'],
      optOutKeywords: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
      helpKeywords: ['HELP', 'INFO'],
    });
    return made.sid;
  },
  async advance(ask, id) {
    const { campaignStatus, errors } = await readCampaign(ask, id);
    switch (campaignStatus) {
      case 'VERIFIED':
        return approved;
      case 'FAILED':
        return rejected(problemsOf(errors, null));
      case 'SUSPENDED':
        return rejected(problemsOf(errors, 'The carriers have suspended the campaign.'), false);
      default:
        return waitingForReview('Reviewers look at the campaign; that takes from five days to three weeks.');
    }
  },
  async amend(ask, id) {
    await campaignsOf(ask)(id).update(editable(ask.dossier));
  },
};

const campaignSchema = z.object({ campaignStatus: z.string(), errors: z.unknown() });

async function readCampaign(ask: Ask, id: string) {
  return campaignSchema.parse(await campaignsOf(ask)(id).fetch({ xTwilioApiVersion: apiVersion }));
}

/** The numbers of the business in the campaign's messaging service; its id stands for all of them. */
export const numbers: Step = {
  async find(ask) {
    const missing = await missingNumbers(ask);
    return missing.length === 0 ? idOf(ask.dossier, 'messaging-service') : null;
  },
  async create(ask) {
    const service = idOf(ask.dossier, 'messaging-service');
    for (const number of await missingNumbers(ask)) {
      const [owned] = await ask.client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
      if (owned === undefined) throw new UnknownNumberError(number);
      await ask.client.messaging.v1.services(service).phoneNumbers.create({ phoneNumberSid: owned.sid });
    }
    return service;
  },
  advance: async () => approved,
  amend: async () => {},
};

/** A line of the business is no number of the account. */
export class UnknownNumberError extends Error {
  constructor(number: string) {
    super(`${number} is no number of the Twilio account`);
    this.name = 'UnknownNumberError';
  }
}

async function missingNumbers({ client, dossier }: Ask): Promise<readonly string[]> {
  const service = client.messaging.v1.services(idOf(dossier, 'messaging-service'));
  const there = new Set((await service.phoneNumbers.list({ pageSize: 400 })).map((one) => one.phoneNumber));
  return dossier.numbers.filter((number) => !there.has(number));
}
