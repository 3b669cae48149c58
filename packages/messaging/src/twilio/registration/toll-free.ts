import type { Dossier } from '../../registration/registration.ts';
import { UnknownNumberError } from './campaign.ts';
import { type Ask, approved, problemsOf, rejected, type Step, waitingForReview } from './step.ts';

const businessTypes = { private: 'PRIVATE_PROFIT', non_profit: 'NON_PROFIT' } as const;
const longestSummary = 500;

/** What is told of the business and of its texts; the same when it is handed in again. */
function detailsOf({ applicant, pack }: Dossier) {
  const { address, representative } = applicant;
  const { campaign, paths, screenshotUrls } = pack;
  const asked = paths.some(({ consent }) => consent !== 'notice');
  const isPerson = applicant.kind === 'sole-proprietor';
  return {
    businessName: isPerson ? pack.brand : applicant.legalName,
    doingBusinessAs: pack.brand,
    businessWebsite: applicant.website,
    notificationEmail: representative.email,
    useCaseCategories: ['CUSTOMER_CARE'],
    useCaseSummary: campaign.description.slice(0, longestSummary),
    productionMessageSample: campaign.samples[0] ?? '',
    // The page shows the words that callers hear, which is what a picture would show.
    optInImageUrls: screenshotUrls.length > 0 ? [...screenshotUrls] : [campaign.termsUrl],
    optInType: asked ? ('VERBAL' as const) : ('WEB_FORM' as const),
    messageVolume: '1,000',
    businessStreetAddress: address.street,
    businessStreetAddress2: address.street2 ?? '',
    businessCity: address.city,
    businessStateProvinceRegion: address.region,
    businessPostalCode: address.postalCode,
    businessCountry: address.country,
    businessContactFirstName: representative.firstName,
    businessContactLastName: representative.lastName,
    businessContactEmail: representative.email,
    businessContactPhone: representative.phone,
    additionalInformation: campaign.messageFlow,
    optInConfirmationMessage: campaign.optInMessage,
    helpMessageSample: campaign.helpMessage,
    privacyPolicyUrl: campaign.privacyUrl,
    termsAndConditionsUrl: campaign.termsUrl,
    ageGatedContent: false,
    ...(isPerson
      ? { businessType: 'SOLE_PROPRIETOR' as const }
      : {
          businessType: businessTypes[applicant.ownership],
          businessRegistrationNumber: applicant.ein,
          businessRegistrationAuthority: 'EIN' as const,
          businessRegistrationCountry: address.country,
        }),
  };
}

async function numberSidOf({ client, dossier: { subject } }: Ask): Promise<string> {
  const [owned] = await client.incomingPhoneNumbers.list({ phoneNumber: subject, limit: 1 });
  if (owned === undefined) throw new UnknownNumberError(subject);
  return owned.sid;
}

/** Source: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource, read 2026-11-21 */
export const tollFreeVerification: Step = {
  async find(ask) {
    const tollfreePhoneNumberSid = await numberSidOf(ask);
    const [found] = await ask.client.messaging.v1.tollfreeVerifications.list({
      tollfreePhoneNumberSid,
      limit: 1,
    });
    return found?.sid ?? null;
  },
  async create(ask) {
    const made = await ask.client.messaging.v1.tollfreeVerifications.create({
      ...detailsOf(ask.dossier),
      tollfreePhoneNumberSid: await numberSidOf(ask),
    });
    return made.sid;
  },
  async advance({ client }, id) {
    const found = await client.messaging.v1.tollfreeVerifications(id).fetch();
    switch (found.status) {
      case 'TWILIO_APPROVED':
        return approved;
      case 'TWILIO_REJECTED': {
        const listed = found.rejectionReasons?.length ? found.rejectionReasons : codeOf(found);
        return rejected(problemsOf(listed, found.rejectionReason), found.editAllowed);
      }
      default:
        return waitingForReview(
          'Twilio looks at the toll-free number; that takes about three business days.',
        );
    }
  },
  async amend({ client, dossier }, id) {
    await client.messaging.v1
      .tollfreeVerifications(id)
      .update({ ...detailsOf(dossier), editReason: 'The reviewers’ points have been mended.' });
  },
};

function codeOf({
  errorCode,
  rejectionReason,
}: {
  readonly errorCode: number;
  readonly rejectionReason: string;
}) {
  return errorCode ? [{ code: String(errorCode), reason: rejectionReason }] : null;
}
