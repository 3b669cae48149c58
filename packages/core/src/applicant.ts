import * as z from 'zod';
import { numberSchema } from './business.ts';

const words = z.string().trim().min(1).max(100);
const page = z.url({ protocol: /^https$/, hostname: z.regexes.domain });

/** Who answers for the business towards the carriers. */
const representative = z.strictObject({
  firstName: words,
  lastName: words,
  email: z.email(),
  phone: numberSchema,
  title: words.default('Owner'),
  position: z
    .enum(['Director', 'GM', 'VP', 'CEO', 'CFO', 'General Counsel', 'Other'])
    .default('Other')
    .describe('The nearest that the carriers know.'),
});

const address = z.strictObject({
  street: words,
  street2: words.optional(),
  city: words,
  region: z.string().regex(/^[A-Z]{2}$/, 'write the state or province with two letters, such as TX'),
  postalCode: z.string().trim().min(3).max(10),
  country: z.enum(['US', 'CA']).default('US'),
});

/** What the campaign says where it is not to be the wording that is generated, as after a rejection. */
const ownWording = z.strictObject({
  description: z.string().trim().optional(),
  messageFlow: z.string().trim().optional(),
  samples: z.array(z.string().trim()).optional(),
});

const common = {
  website: page.describe('The site of the business, live and without a login.'),
  noticeUrl: page.optional().describe('The page where the phone number stands with the notice beside it.'),
  screenshotUrls: z
    .array(page)
    .max(5)
    .default([])
    .describe('Public pictures of the notice as callers see it.'),
  privacyUrl: page.optional().describe('Left out: the page that Ringback serves.'),
  termsUrl: page.optional().describe('Left out: the page that Ringback serves.'),
  address,
  representative,
  wording: ownWording.prefault({}),
};

/** What the carriers' register calls the trades of companies, and below those of persons. */
const industries = [
  'AUTOMOTIVE',
  'AGRICULTURE',
  'BANKING',
  'CONSUMER',
  'EDUCATION',
  'ENGINEERING',
  'ENERGY',
  'FAST_MOVING_CONSUMER_GOODS',
  'FINANCIAL',
  'FOOD_AND_BEVERAGE',
  'HEALTHCARE',
  'HOSPITALITY',
  'INSURANCE',
  'LEGAL',
  'MANUFACTURING',
  'MEDIA',
  'NOT_FOR_PROFIT',
  'ONLINE',
  'REAL_ESTATE',
  'RETAIL',
  'TECHNOLOGY',
  'TRANSPORTATION',
  'TRAVEL',
] as const;

const verticals = [
  'AGRICULTURE',
  'COMMUNICATION',
  'CONSTRUCTION',
  'EDUCATION',
  'ENERGY',
  'ENTERTAINMENT',
  'FINANCIAL',
  'HEALTHCARE',
  'HOSPITALITY',
  'INSURANCE',
  'LEGAL',
  'MANUFACTURING',
  'PROFESSIONAL',
  'REAL_ESTATE',
  'RETAIL',
  'TECHNOLOGY',
  'TRANSPORTATION',
] as const;

const company = {
  legalName: words.describe('Exactly as on the letter that gave the tax id.'),
  ein: z
    .string()
    .regex(/^\d{2}-?\d{7}$/, 'write the tax id as 12-3456789')
    .describe('Employer Identification Number.'),
  form: z.enum([
    'Partnership',
    'Limited Liability Corporation',
    'Co-operative',
    'Corporation',
    'Non-profit Corporation',
  ]),
  ownership: z.enum(['private', 'non_profit']).default('private'),
  profile: z
    .enum(['secondary', 'primary'])
    .default('secondary')
    .describe(
      '`primary`: the Twilio account is this business’s own, whose Primary Customer Profile describes it.',
    ),
  industry: z.enum(industries),
};

/**
 * What carriers want to know of a business, by the kind of its registration:
 * `low-volume` and `standard` have a tax id (EIN), `sole-proprietor` is a person who has none, and gets a text that
 * has to be answered.
 */
export const applicantSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('low-volume'), ...common, ...company }),
  z.strictObject({ kind: z.literal('standard'), ...common, ...company }),
  z.strictObject({
    kind: z.literal('sole-proprietor'),
    ...common,
    industry: z.enum(verticals),
    mobile: numberSchema.describe('The own mobile phone of the person, which gets the code.'),
  }),
]);

/** What an owner writes of the business that registers with the carriers. */
export type ApplicantInput = z.input<typeof applicantSchema>;
/** The business that registers with the carriers, validated. */
export type Applicant = z.output<typeof applicantSchema>;
