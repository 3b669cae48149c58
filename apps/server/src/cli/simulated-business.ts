import { readFile } from 'node:fs/promises';
import {
  type Business,
  businessSchema,
  defineRules,
  type LoggedCall,
  type Rules,
  RulesError,
  type RulesInput,
  zonesOf,
} from '@ringback/core';
import { parseDocument } from 'yaml';
import { readBusinesses } from '../business-source.ts';
import { CommandError } from './command-error.ts';

export type SimulatedBusiness = {
  readonly business: Business;
  readonly rules: Rules;
  /** What was taken for granted because no file told it, for whoever reads the result. */
  readonly assumptions: readonly string[];
};

const usualHours = ['08:00-17:00'];

/** The one business of a business file that the calls are about: the one whose line was called most. */
export async function readBusiness(path: string, calls: readonly LoggedCall[]): Promise<SimulatedBusiness> {
  const [first, ...others] = await readBusinesses(path);
  if (!first) throw new CommandError(`${path} names no business`);
  const called = (candidate: Business): number => {
    const numbers = new Set<string>(candidate.lines.map(({ number }) => number));
    return calls.filter(({ line }) => line !== undefined && numbers.has(line)).length;
  };
  const { business, rules } = others.reduce((best, candidate) => {
    return called(candidate.business) > called(best.business) ? candidate : best;
  }, first);
  return { business, rules, assumptions: [] };
}

/** A business as the calls let it appear: its lines are those that were called, the rest is what is usual. */
export function guessBusiness(calls: readonly LoggedCall[], timeZone: string | null): SimulatedBusiness {
  const lines = [...new Set(calls.flatMap(({ line }) => (line ? [line] : [])))];
  const zone = timeZone ?? (lines[0] ? zonesOf(lines[0])[0] : undefined) ?? 'America/New_York';
  const business = businessSchema.parse({
    id: 'simulated',
    name: 'Your business',
    timeZone: zone,
    hours: { mon: usualHours, tue: usualHours, wed: usualHours, thu: usualHours, fri: usualHours },
    lines: (lines.length > 0 ? lines : ['+12025550100']).map((number) => ({ number, forwardTo: [] })),
  });
  return {
    business,
    rules: defineRules({}),
    assumptions: [
      'Opening hours: Monday to Friday, 8 AM to 5 PM.',
      `Time zone: ${zone}.`,
      'Rules: the ones that Ringback has by itself.',
    ],
  };
}

/** A rule set from a YAML file: the rules alone, or what stands under `rules:`. */
export async function readRules(path: string): Promise<Rules> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      `${path}: ${error.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${error.code})`}`,
    );
  });
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new CommandError(document.errors.map(({ message }) => `${path}: ${message}`).join('\n'));
  }
  const content: unknown = document.toJS() ?? {};
  const rules =
    typeof content === 'object' && content !== null && 'rules' in content ? content.rules : content;
  try {
    return defineRules(rules as RulesInput);
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    const problems = error.problems.map(({ path: at, message }) => `${path}: ${at}: ${message}`);
    throw new CommandError(problems.join('\n'));
  }
}
