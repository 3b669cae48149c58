import { z } from 'zod';
import { firstTextProblems } from './template.ts';

const seconds = z.number().int().min(0);

const firstTextTemplate = z.string().superRefine((template, context) => {
  for (const message of firstTextProblems(template)) context.addIssue({ code: 'custom', message });
});

export const rulesSchema = z.strictObject({
  detection: z
    .strictObject({
      /** A caller who hangs up on a ringing line before this many seconds is left alone. */
      minRingSeconds: seconds.max(60).default(4),
    })
    .prefault({}),
  firstText: z
    .strictObject({
      /** How long to wait before the first text, so that a second ring or a call back can make it pointless. */
      delaySeconds: seconds.max(60).default(2),
      /** A miss that we learn of later than this becomes a task, not a text. */
      maxLateMinutes: z.number().int().min(1).max(60).default(15),
      /** Templates instead of the built-in ones. */
      templates: z
        .strictObject({ open: firstTextTemplate.optional(), afterHours: firstTextTemplate.optional() })
        .prefault({}),
    })
    .prefault({}),
  dedupe: z
    .strictObject({
      /** No second automated first text within this many hours. */
      windowHours: z.number().min(1).default(24),
    })
    .prefault({}),
  quietHours: z
    .strictObject({ mode: z.enum(['at-once', 'hold-21-8', 'state-strict']).default('at-once') })
    .prefault({}),
  followUp: z
    .strictObject({
      /** A person should have answered within this many minutes of opening hours. */
      answerWithinMinutes: z.number().int().min(1).default(15),
    })
    .prefault({}),
  conversation: z
    .strictObject({
      /** A conversation in which nothing happens for this many hours is closed. */
      closeAfterHours: z.number().int().min(1).default(72),
    })
    .prefault({}),
});

export type RulesInput = z.input<typeof rulesSchema>;
export type Rules = z.output<typeof rulesSchema>;

export type RulesProblem = { readonly path: string; readonly message: string };

/** A rule set that does not validate; `problems` names every one of them. */
export class RulesError extends Error {
  readonly problems: readonly RulesProblem[];

  constructor(problems: readonly RulesProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    this.name = 'RulesError';
    this.problems = problems;
  }
}

/**
 * Validates a rule set and fills in every default; `{}` is a whole one, lawful and useful.
 * @throws RulesError with all problems at once
 */
export function defineRules(input: RulesInput): Rules {
  const parsed = rulesSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new RulesError(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}
