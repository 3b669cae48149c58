import {
  type ApplicantInput,
  applicantSchema,
  type Business,
  businessSchema,
  defineRules,
  type Line,
  type RulesInput,
  toInstant,
} from '@ringback/core';
import { createEvidencePack, type EvidencePack } from '../registration/evidence-pack.ts';

/** For tests: a business that registers its texts, and what it says of itself. */
export const lowVolume = {
  kind: 'low-volume',
  legalName: 'Acme Plumbing LLC',
  ein: '12-3456789',
  form: 'Limited Liability Corporation',
  industry: 'CONSUMER',
  website: 'https://acme-plumbing.com',
  noticeUrl: 'https://acme-plumbing.com/contact',
  address: { street: '1 Main Street', city: 'Austin', region: 'TX', postalCode: '78701' },
  representative: {
    firstName: 'Ada',
    lastName: 'Acme',
    email: 'ada@acme-plumbing.com',
    phone: '+15125550111',
  },
} as const satisfies ApplicantInput;

export const soleProprietor = {
  kind: 'sole-proprietor',
  industry: 'CONSTRUCTION',
  website: 'https://acme-plumbing.com',
  noticeUrl: 'https://acme-plumbing.com/contact',
  address: lowVolume.address,
  representative: lowVolume.representative,
  mobile: '+15125550111',
} as const satisfies ApplicantInput;

export function businessWith(
  lines: readonly { readonly [setting: string]: unknown }[],
  more: Partial<Record<'name' | 'language' | 'bookingUrl', string>> = {},
): Business {
  return businessSchema.parse({
    id: 'acme-plumbing',
    name: 'Acme Plumbing',
    trade: 'home-services',
    timeZone: 'America/Chicago',
    hours: { mon: ['08:00-17:00'], tue: ['08:00-17:00'] },
    lines: lines.map((line, index) => ({ number: `+1512555010${index}`, ...line })),
    ...more,
  });
}

export function packOf({
  business = businessWith([{ consent: 'key-press' }]),
  applicant = lowVolume,
  rules = {},
  publicUrl = 'https://ringback.example.com',
}: {
  readonly business?: Business;
  readonly applicant?: ApplicantInput;
  readonly rules?: RulesInput;
  readonly publicUrl?: string;
} = {}): EvidencePack {
  return createEvidencePack(
    {
      business,
      rules: defineRules(rules),
      lines: business.lines as [Line, ...Line[]],
      applicant: applicantSchema.parse(applicant),
      publicUrl,
    },
    toInstant('2026-11-23T15:00:00Z'),
  );
}
