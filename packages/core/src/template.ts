import { measureText, withPlainCharacters } from './segments.ts';

/** Every variable, with the longest value that is plausible for it. */
const longest = {
  'business.name': 'Mountain View Heating, Plumbing & Air Co',
  opens: 'Wednesday at 10:30 AM',
  'booking.link': 'https://book.example.com/mountain-view/1',
  'terms.link': 'https://www.example.com/sms/mountainview',
  'caller.firstName': 'Maximiliana',
  'line.label': 'Emergency & service',
  holiday: 'Independence Day',
} as const;

export type TemplateVariable = keyof typeof longest;
/** null: not known, so the fallback written in the template is used. */
export type TemplateValues = { readonly [name in TemplateVariable]?: string | null };

/** `{{name}}` or `{{name | "what to say when it is not known"}}` */
const hole = /\{\{\s*([^{}|]*?)\s*(?:\|\s*"([^"{}]*)"\s*)?\}\}/g;

/** The text, or null when a variable has neither value nor fallback: a text with a hole in it is never sent. */
export function renderTemplate(template: string, values: TemplateValues): string | null {
  let whole = true;
  const text = template.replace(hole, (_match, name: string, fallback: string | undefined) => {
    const value = (isVariable(name) && values[name]?.trim()) || fallback?.trim() || '';
    whole &&= value !== '';
    return value;
  });
  return whole ? withPlainCharacters(text) : null;
}

/** What is wrong with a template for a first or second text, either of which may be read alone, in sentences for the owner; [] when it may be used. */
export function templateProblems(template: string): readonly string[] {
  const { problems, used, rest } = takeApart(template);
  if (!used.includes('business.name')) problems.push('must name the business: {{business.name}}');
  if (!/\b(STOP|ALTO)\b/.test(rest))
    problems.push('must say how to opt out, such as "Reply STOP to opt out"');
  return problems;
}

/** What is allowed but may be regretted: two links or questions, a text that costs more than one would think. */
export function templateWarnings(template: string, limit: TextLimit): readonly string[] {
  const { used, rest } = takeApart(template);
  const warnings: string[] = [];
  const links =
    used.filter((name) => name.endsWith('.link')).length + (rest.match(/https?:\/\//g) ?? []).length;
  if (links > 1) warnings.push(`has ${links} links; carriers and readers trust one`);
  const questions = (rest.match(/\?/g) ?? []).length;
  if (questions > 1) warnings.push(`asks ${questions} questions; one gets more answers`);
  const body = renderTemplate(template, longest);
  return body === null ? warnings : [...warnings, ...lengthWarnings(body, limit)];
}

/** `one-segment`: at most 160 characters of GSM-7; `two-segments`: what two of them hold. */
export type TextLimit = 'one-segment' | 'two-segments';

function lengthWarnings(body: string, limit: TextLimit): readonly string[] {
  const { encoding, segments, characters, ucs2 } = measureText(body);
  const most = limit === 'one-segment' ? 1 : 2;
  const warnings: string[] = [];
  if (encoding === 'UCS-2') {
    const odd = ucs2.map(({ character }) => character).join(' ');
    warnings.push(
      `has ${odd}, for which a segment holds 70 characters instead of 160: ${characters} characters are ${segments} segments`,
    );
  }
  if (segments > most) {
    const paid = most === 1 ? 'one is 160 characters' : 'two are 306 characters';
    warnings.push(`can be ${characters} characters in ${segments} segments with the longest values; ${paid}`);
  }
  return warnings;
}

type Parts = { readonly problems: string[]; readonly used: readonly string[]; readonly rest: string };

function takeApart(template: string): Parts {
  const problems: string[] = [];
  const used: string[] = [];
  const rest = template.replace(hole, (match, name: string, fallback: string | undefined) => {
    used.push(name);
    if (!isVariable(name))
      problems.push(`${match} is unknown; use one of ${Object.keys(longest).join(', ')}`);
    if (fallback?.trim() === '') problems.push(`${match} has an empty fallback`);
    return '';
  });
  if (/[{}]{2}/.test(rest)) problems.push('a variable is not written as {{name}} or {{name | "fallback"}}');
  return { problems, used, rest };
}

function isVariable(name: string): name is TemplateVariable {
  return Object.hasOwn(longest, name);
}
