import type { Caller } from './caller.ts';
import { addHours, type Instant } from './instant.ts';

/** What kind of line a number is, as its carrier says; `unknown` when it says nothing. */
export type LineType =
  | 'mobile'
  | 'voip'
  | 'personal'
  | 'landline'
  | 'toll-free'
  | 'premium'
  | 'shared-cost'
  | 'universal-access'
  | 'voicemail'
  | 'pager'
  | 'unknown';

/** Numbers are ported from one kind to another, but seldom. */
const rememberedHours = 30 * 24;

/** Those that cannot be texted, as they are named to the owner. Everything else is tried. */
const untextable: { readonly [type in LineType]?: string } = {
  landline: 'A landline',
  'toll-free': 'A toll-free number',
  premium: 'A premium number',
  'shared-cost': 'A shared-cost number',
  'universal-access': 'A universal access number',
  voicemail: 'A voicemail box',
  pager: 'A pager',
};

/** What their carrier has said of their number in the last 30 days; null: nothing. */
export function lineTypeOf({ lineType }: Caller, at: Instant): LineType | null {
  return lineType && addHours(lineType.at, rememberedHours) > at ? lineType.type : null;
}

/** Why a line of this type gets no text, in words for the owner; null: it may be texted. */
export function whyUntextable(type: LineType): string | null {
  const name = untextable[type];
  return name === undefined ? null : `${name} cannot receive texts, so a person calls back.`;
}
