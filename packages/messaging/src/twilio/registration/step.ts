import { createHash } from 'node:crypto';
import type { Applicant } from '@ringback/core';
import { z } from 'zod';
import type { Dossier, Problem, StepName, StepStatus } from '../../registration/registration.ts';
import type { createClientOpener } from '../client.ts';

export type TwilioClient = Awaited<ReturnType<ReturnType<typeof createClientOpener>>>;

export type Ask = {
  readonly client: TwilioClient;
  readonly dossier: Dossier;
  /** Where Twilio reaches us. */
  readonly publicUrl: string;
};

/** How one thing is found, made, brought to review, and handed in again. */
export type Step = {
  readonly find: (ask: Ask) => Promise<string | null>;
  readonly create: (ask: Ask) => Promise<string>;
  readonly advance: (ask: Ask, id: string) => Promise<StepStatus>;
  readonly amend: (ask: Ask, id: string) => Promise<void>;
};

/** Whether the account's own profile stands for the business, so that none beneath it is made. */
export function isPrimary(applicant: Applicant): boolean {
  return applicant.kind !== 'sole-proprietor' && applicant.profile === 'primary';
}

export const approved: StepStatus = { state: 'approved' };

export function waitingForReview(detail: string): StepStatus {
  return { state: 'waiting', waitsFor: 'reviewer', detail };
}

const longestName = 64;

/** The name under which a thing of ours is found again; Twilio takes no key of ours, and cuts long names. */
export function markOf({ businessId, subject }: Dossier, step: StepName): string {
  const mark = `Ringback ${businessId}${subject === 'local' ? '' : ` ${subject}`} ${step}`;
  if (mark.length <= longestName) return mark;
  const short = createHash('sha256').update(`${businessId} ${subject}`).digest('hex').slice(0, 24);
  return `Ringback ${short} ${step}`;
}

/** What a step before this one has made. */
export function idOf({ ids }: Dossier, step: StepName): string {
  const id = ids[step];
  if (id === undefined) throw new Error(`the step ${step} has made nothing yet`);
  return id;
}

/** Twilio names codes and words in several ways, by the resource. */
const problemSchema = z.object({
  error_code: z.coerce.string().optional().catch(undefined),
  code: z.coerce.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});

/** The reviewers' problems; never none, since a rejection without a word must be shown, too. */
export function problemsOf(errors: unknown, otherwise: string | null | undefined): readonly Problem[] {
  const listed = z.array(problemSchema).safeParse(errors).data ?? [];
  const problems = listed.map((one) => ({
    code: one.error_code ?? one.code ?? null,
    words: one.description ?? one.message ?? one.reason ?? '',
  }));
  if (problems.length > 0) return problems;
  return [{ code: null, words: otherwise || 'The reviewers gave no reason.' }];
}

/** Fraud cannot be answered by submitting again. Source: https://www.twilio.com/docs/api/errors/30885, read 2026-11-21 */
export function rejected(problems: readonly Problem[], mendable = true): StepStatus {
  return {
    state: 'rejected',
    problems,
    mendable: mendable && problems.every(({ code }) => code !== '30885'),
  };
}
