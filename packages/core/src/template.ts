import { createMemo } from './memo.ts';
import { measureText, withPlainCharacters } from './segments.ts';

/** Every variable, with the longest value that is plausible for it. */
const longest = {
  'business.name': 'Mountain View Heating, Plumbing & Air Co',
  opens: 'Wednesday at 10:30 AM',
  'booking.link': 'https://book.example.com/mountain-view/1',
  'terms.link': 'https://www.example.com/sms/mountainview',
  'caller.firstName': 'Maximiliana',
  'call.day': 'on Wednesday',
  'line.label': 'Emergency & service',
  holiday: 'Independence Day',
} as const;

export type TemplateVariable = keyof typeof longest;
/** null: not known, so the fallback written in the template is used. A function is asked only where the variable is used. */
export type TemplateValues = {
  readonly [name in TemplateVariable]?: string | null | (() => string | null);
};

/** `{{name}}` or `{{name | "what to say when it is not known"}}` */
const hole = /\{\{\s*([^{}|]*?)\s*(?:\|\s*"([^"{}]*)"\s*)?\}\}/g;

/** The text, or null when a variable has neither value nor fallback: a text with a hole in it is never sent. */
export function renderTemplate(template: string, values: TemplateValues): string | null {
  let text = '';
  for (const part of partsOf(template)) {
    const filled = typeof part === 'string' ? part : filledIn(part.name, values) || part.fallback;
    if (filled === '' && typeof part !== 'string') return null;
    text += filled;
  }
  return withPlainCharacters(text);
}

type Hole = { readonly name: string; readonly fallback: string };

/** The same few templates are filled in all the time. */
const partsOf = createMemo(200, (template): readonly (string | Hole)[] => {
  const parts: (string | Hole)[] = [];
  let end = 0;
  for (const match of template.matchAll(hole)) {
    parts.push(template.slice(end, match.index));
    parts.push({ name: match[1] ?? '', fallback: match[2]?.trim() ?? '' });
    end = match.index + match[0].length;
  }
  return [...parts, template.slice(end)];
});

/** Signs that show nothing, such as the zero-width space. */
const invisible = /[\p{Cf}\p{Cc}\p{Z}]/gu;
/** What somebody may have written into a form or a CRM that is no name: a line of its own, or a link. */
const notAName = /[\n\r\u2028\u2029]|:\/\/|[\p{L}\d-]\.\p{L}{2,}/u;

function filledIn(name: string, values: TemplateValues): string {
  const value = isVariable(name) ? values[name] : null;
  const filled = (typeof value === 'function' ? value() : value)?.trim() ?? '';
  if (filled.replace(invisible, '') === '') return '';
  return name === 'caller.firstName' && notAName.test(filled) ? '' : filled;
}

/** "Reply STOP", "STOP to opt out", "responda BAJA": a word that `readReply` takes for an opt-out, and what to do with it. */
const optOutWording =
  /(?:reply|respond|answer|text|txt|send|respond[ae]|env[ií][ae]|escrib[ae]|mand[ae])(?: with| con)?:?\s+["“'«]?(?:stop|alto|baja|parar|end|quit|cancel|unsubscribe)\b|\b(?:stop|alto|baja|parar)["”'»]?(?:\s*=|\s+(?:2|to) (?:stop|opt|end|cancel|quit|unsub)|\s+(?:ends|cancels)\b|\s+para (?:no|salir|cancelar|dejar|terminar|darse))/iu;
/** With "https://" or without, as phones make links of both. */
const link =
  /https?:\/\/|(?<![\p{L}\d@./-])(?:www\.|(?:[a-z\d-]+\.)+(?:com|net|org|biz|info|io|co|us|me|ly|app|site|shop)\b)/giu;

/** What is wrong with a template for a first or second text, either of which may be read alone, in sentences for the owner; [] when it may be used. */
export function templateProblems(template: string): readonly string[] {
  const { problems, used, rest } = takeApart(template);
  if (!used.includes('business.name')) problems.push('must name the business: {{business.name}}');
  if (!optOutWording.test(rest)) problems.push('must say how to opt out, such as "Reply STOP to opt out"');
  return problems;
}

/** What is allowed but may be regretted: two links or questions, a text that costs more than one would think. */
export function templateWarnings(
  template: string,
  limit: TextLimit,
  values: TemplateValues = {},
): readonly string[] {
  const { used, rest } = takeApart(template);
  const warnings: string[] = [];
  const links = used.filter((name) => name.endsWith('.link')).length + (rest.match(link) ?? []).length;
  if (links > 1) warnings.push(`has ${links} links; carriers and readers trust one`);
  const questions = (rest.match(/\?/g) ?? []).length;
  if (questions > 1) warnings.push(`asks ${questions} questions; one gets more answers`);
  const body = renderTemplate(template, { ...longest, ...values });
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
