import { MessagingError } from '../../errors.ts';
import type { Call, Dossier, Price, Registration, StepName } from '../../registration/registration.ts';
import { createClientOpener, type TwilioClientOptions } from '../client.ts';
import { toMessagingError } from '../failure.ts';
import { brand, campaign, messagingService, numbers, UnknownNumberError } from './campaign.ts';
import { subscribeToChanges } from './events.ts';
import { type Ask, isPrimary, type Step } from './step.ts';
import { tollFreeVerification } from './toll-free.ts';
import {
  address,
  addressProof,
  company,
  customerProfile,
  MissingProfileError,
  messagingProfile,
  representative,
  trustProduct,
} from './trust-hub.ts';

const steps: { readonly [step in StepName]: Step } = {
  address,
  'address-proof': addressProof,
  company,
  representative,
  'customer-profile': customerProfile,
  'messaging-profile': messagingProfile,
  'trust-product': trustProduct,
  brand,
  'messaging-service': messagingService,
  campaign,
  numbers,
  'toll-free-verification': tollFreeVerification,
};

const localSteps: readonly StepName[] = [
  'address',
  'address-proof',
  'company',
  'representative',
  'customer-profile',
  'messaging-profile',
  'trust-product',
  'brand',
  'messaging-service',
  'campaign',
  'numbers',
];

/** What the account's own profile has said already. */
const ofSecondaryProfile: ReadonlySet<StepName> = new Set([
  'address',
  'address-proof',
  'company',
  'representative',
]);

/**
 * About; Twilio's price list decides. Source: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc, and the fees
 * of The Campaign Registry, read 2026-11-21
 */
const fees = {
  'low-volume': { brandCents: 450, monthlyCents: 200 },
  standard: { brandCents: 4600, monthlyCents: 1000 },
  'sole-proprietor': { brandCents: 450, monthlyCents: 200 },
} as const;
const reviewCents = 1500;

/** Registers through Twilio: Trust Hub, A2P 10DLC brands and campaigns, toll-free verification. */
export function createTwilioRegistration(
  options: TwilioClientOptions & {
    /** The address at which Twilio reaches us. */
    readonly publicUrl: string;
  },
): Registration {
  const openClient = createClientOpener(options);

  async function ask<T>(dossier: Dossier, { signal }: Call, act: (ask: Ask) => Promise<T>): Promise<T> {
    const client = await openClient(signal);
    try {
      return await act({ client, dossier, publicUrl: options.publicUrl });
    } catch (cause) {
      const isMissing = cause instanceof MissingProfileError;
      if (!isMissing && !(cause instanceof UnknownNumberError)) throw toMessagingError(cause);
      const providerCode = isMissing ? 'primary-profile' : null;
      throw new MessagingError('messaging-refused', cause.message, { retry: 'never', providerCode, cause });
    }
  }

  return {
    stepsOf({ subject, applicant }) {
      if (subject !== 'local') return ['toll-free-verification'];
      if (applicant.kind === 'sole-proprietor') return localSteps.filter((step) => step !== 'company');
      return isPrimary(applicant) ? localSteps.filter((step) => !ofSecondaryProfile.has(step)) : localSteps;
    },

    pricesOf({ subject, applicant }): readonly Price[] {
      if (subject !== 'local') return [];
      const { brandCents, monthlyCents } = fees[applicant.kind];
      return [
        { step: 'brand', onceCents: brandCents, monthlyCents: 0, againOnResubmission: false },
        { step: 'campaign', onceCents: reviewCents, monthlyCents, againOnResubmission: true },
      ];
    },

    find: (step, dossier, call) => ask(dossier, call, (asked) => steps[step].find(asked)),
    create: (step, dossier, call) => ask(dossier, call, (asked) => steps[step].create(asked)),
    advance: (step, id, dossier, call) => ask(dossier, call, (asked) => steps[step].advance(asked, id)),
    amend: (step, id, dossier, call) => ask(dossier, call, (asked) => steps[step].amend(asked, id)),

    async subscribe({ signal }) {
      const client = await openClient(signal);
      try {
        await subscribeToChanges(client, options.publicUrl);
      } catch (cause) {
        throw toMessagingError(cause);
      }
    },

    async remindOwner(brandId, { signal }) {
      const client = await openClient(signal);
      try {
        await client.messaging.v1.brandRegistrations(brandId).brandRegistrationOtps.create();
      } catch (cause) {
        throw toMessagingError(cause);
      }
    },
  };
}
