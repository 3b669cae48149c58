import { applicantSchema } from '@ringback/core';
import { z } from 'zod';
import { businessId, instant, ofBusiness, phone } from './fields.ts';

const problem = z.object({
  /** The carriers' or the provider's; null where there is none. */
  code: z.string().nullable(),
  /** In the reviewers' words. */
  words: z.string(),
  meaning: z.string().optional(),
  whatToDo: z.string().optional(),
});

const finding = z.object({
  /** Under which it would come back. */
  code: z.string(),
  /** `refuses`: nothing is submitted with it. `risks`: it may well come back. */
  severity: z.enum(['refuses', 'risks']),
  path: z.string(),
  what: z.string(),
  whatToDo: z.string(),
});

/** What shows, before the first text, that callers know of it and agree. */
const evidence = z.object({
  brand: z.string(),
  website: z.string(),
  /** Each way in which callers agree, with its lines and the words that are said there. */
  paths: z
    .array(
      z.object({
        consent: z.enum(['notice', 'key-press', 'call-alone']),
        language: z.enum(['en', 'es']),
        greeting: z.string(),
        greetingWhileClosed: z.string(),
        siteNotice: z.string(),
        numbers: z.array(phone).readonly(),
      }),
    )
    .readonly(),
  /** HTML to put beside the phone number on the site. */
  siteSnippets: z.array(z.string()).readonly(),
  noticeUrl: z.string().nullable(),
  screenshotUrls: z.array(z.string()).readonly(),
  campaign: z.object({
    useCase: z.enum(['low-volume', 'customer-care', 'sole-proprietor']),
    description: z.string(),
    messageFlow: z.string(),
    samples: z.array(z.string()).readonly(),
    helpMessage: z.string(),
    optOutMessage: z.string(),
    optInMessage: z.string(),
    privacyUrl: z.string(),
    termsUrl: z.string(),
    hasLinks: z.boolean(),
    hasPhone: z.boolean(),
  }),
});

const filing = z.object({
  /** `local`: the local numbers together; else a toll-free number. */
  subject: z.string(),
  numbers: z.array(phone).readonly(),
  state: z.enum(['draft', 'submitted', 'approved', 'rejected']),
  /** Who has to do something next; `us`: this server. */
  waitsFor: z.enum(['us', 'reviewer', 'owner', 'nobody']),
  /** Where it stands, for the owner. */
  detail: z.string(),
  submittedAt: instant.nullable(),
  steps: z
    .array(
      z.object({
        step: z.string().meta({ example: 'campaign' }),
        state: z.enum(['to-do', 'begun', 'made', 'to-amend', 'approved', 'rejected']),
        providerId: z.string().nullable(),
        problems: z.array(problem).readonly(),
      }),
    )
    .readonly(),
  evidence,
  findings: z.array(finding).readonly(),
  /** What submitting it now costs, about; the provider's price list decides. */
  prices: z
    .array(
      z.object({
        step: z.string(),
        onceCents: z.number().int(),
        monthlyCents: z.number().int(),
        againOnResubmission: z.boolean(),
      }),
    )
    .readonly(),
});

/** Empty while nobody has said who applies. */
export const registration = z.object({ business: businessId, filings: z.array(filing).readonly() });
export const registrationQuery = ofBusiness;
export const applicant = applicantSchema;
/** Only with `confirm: true` is money spent; otherwise the answer names what it costs. */
export const submission = z.strictObject({
  confirm: z.boolean().default(false),
});

export type RegistrationAnswer = z.output<typeof registration>;
