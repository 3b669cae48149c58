import {
  type Business,
  businessSchema,
  defineRules,
  type E164,
  numberSchema,
  type Rules,
  RulesError,
  type RulesInput,
  validate,
} from '@ringback/core';
import type { CrmSettings } from '@ringback/crm';
import { z } from 'zod';
import { defaultRetention, type Retention, retentionSchema } from './data-care/retention.ts';

const crmSettingsSchema = z
  .strictObject({
    doNotText: z.array(z.string().min(1)).exactOptional(),
    pipeline: z.string().min(1).exactOptional(),
    stage: z.string().min(1).exactOptional(),
    owner: z.email('is no e-mail address; write the one by which the CRM knows them').exactOptional(),
    ties: z.enum(['ask', 'most-recent']).exactOptional(),
  })
  .refine(({ pipeline, stage }) => (pipeline === undefined) === (stage === undefined), {
    error: 'names a pipeline or a stage alone: a deal needs both',
  });

const crmSetting = z
  .union([z.string(), z.strictObject({ system: z.string(), settings: crmSettingsSchema.default({}) })])
  .transform((crm): { readonly system: string; readonly settings: CrmSettings } =>
    typeof crm === 'string' ? { system: crm, settings: {} } : crm,
  )
  .refine(({ system }) => system === 'hubspot', 'names no CRM that Ringback connects to; write hubspot');

/** How long what is not urgent is gathered, where the business file does not say: well under the time to answer. */
export const defaultDigestMinutes = 5;

const notifySchema = z.strictObject({
  email: z.email('is no e-mail address; write one as owner@example.com').optional(),
  slackWebhookUrl: z
    .url({ protocol: /^https$/, error: 'is no https address; copy it from the Slack app, Incoming Webhooks' })
    .optional(),
  sms: numberSchema.optional(),
  digestMinutes: z.number().int().min(0).max(1440).optional(),
});

export type NotifySettings = z.output<typeof notifySchema>;

const fileSchema = z.strictObject({
  businesses: z
    .array(
      businessSchema.extend({
        rules: z.record(z.string(), z.unknown()).default({}),
        crm: z.array(crmSetting).default([]),
        notify: notifySchema.default({}),
        retention: retentionSchema.default(defaultRetention),
      }),
    )
    .min(1, 'names no business'),
});

export type CrmSetting = z.output<typeof crmSetting>;

/** What the store keeps of a business besides what the rules see. */
export type BusinessSettings = {
  readonly crm: readonly CrmSetting[];
  readonly notify: NotifySettings;
  /** Left out by what was stored before there was any: the defaults. */
  readonly retention?: Retention;
};

/** One business of the file, every default filled in. */
export type ImportedBusiness = {
  readonly business: Business;
  readonly rules: Rules;
  readonly settings: BusinessSettings;
};

export type FileProblem = { readonly path: string; readonly message: string };

/** A business file that does not validate; `problems` names every one with its path. */
export class BusinessFileError extends Error {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    this.name = 'BusinessFileError';
    this.problems = problems;
  }
}

/**
 * Reads the parsed content of a business file.
 * @throws BusinessFileError with all problems at once
 */
export function readBusinessFile(content: unknown): readonly ImportedBusiness[] {
  const read = validate(fileSchema, content);
  if (read.problems) throw new BusinessFileError(read.problems);
  const problems: FileProblem[] = [];
  const businesses = read.data.businesses.map(
    ({ rules: given, crm, notify, retention, ...business }, index) => {
      const rules = readRules(given, `businesses.${index}.rules`, problems);
      return {
        business: { ...business, staff: allStaff(business.staff, notify, rules) },
        rules,
        settings: { crm, notify, retention },
      };
    },
  );
  problems.push(
    ...businesses.flatMap(findOwnLines),
    ...findRepeats(businesses.map(({ business }) => business)),
  );
  if (problems.length > 0) throw new BusinessFileError(problems);
  return businesses;
}

/** Whoever is told by text is staff, and never taken for a caller. */
function allStaff(named: readonly E164[], { sms }: NotifySettings, { onCall, routing }: Rules): E164[] {
  const told = [sms, ...[...onCall.people, ...routing.people].map(({ phone }) => phone)];
  return [...new Set([...named, ...told.filter((phone) => phone !== undefined)])];
}

function readRules(input: { readonly [name: string]: unknown }, at: string, problems: FileProblem[]): Rules {
  try {
    return defineRules(input as RulesInput);
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    problems.push(...error.problems.map(({ path, message }) => ({ path: `${at}.${path}`, message })));
    return defineRules({});
  }
}

/** A line that is rung or told by one of the same business would come back to where it came from. */
function findOwnLines({ business, rules, settings }: ImportedBusiness, index: number): FileProblem[] {
  const own = new Set(business.lines.map(({ number }) => number));
  const { onCall, routing } = rules;
  const named: readonly (readonly [path: string, phone: E164 | undefined])[] = [
    ...business.lines.flatMap(({ forwardTo }, line) =>
      forwardTo.map((phone, at) => [`lines.${line}.forwardTo.${at}`, phone] as const),
    ),
    ['notify.sms', settings.notify.sms],
    ...onCall.people.map(({ phone }, at) => [`rules.onCall.people.${at}.phone`, phone] as const),
    ...routing.people.map(({ phone }, at) => [`rules.routing.people.${at}.phone`, phone] as const),
  ];
  const message = 'is a line of this business itself; name the phone of a person';
  return named.flatMap(([path, phone]) =>
    phone !== undefined && own.has(phone)
      ? [{ path: `businesses.${index}.${path}`, message: `${phone} ${message}` }]
      : [],
  );
}

/** Ids and lines must each belong to one business: a call is told to whom it belongs by the number it came in on. */
function findRepeats(businesses: readonly Business[]): FileProblem[] {
  const seen = new Map<string, string>();
  const problems: FileProblem[] = [];
  function claim(path: string, value: string): void {
    const first = seen.get(value);
    if (first) problems.push({ path, message: `${value} stands at ${first} already` });
    else seen.set(value, path);
  }
  businesses.forEach((business, index) => {
    claim(`businesses.${index}.id`, business.id);
    business.lines.forEach((line, at) => {
      claim(`businesses.${index}.lines.${at}.number`, line.number);
    });
  });
  return problems;
}
