const variables = ['business.name', 'opens', 'booking.link', 'caller.firstName'] as const;

export type TemplateVariable = (typeof variables)[number];
/** null: not known, so the fallback written in the template is used. */
export type TemplateValues = { readonly [name in TemplateVariable]: string | null };

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
  return whole ? text : null;
}

/** What is wrong with a template for the first text, in sentences for the owner; [] when it may be used. */
export function firstTextProblems(template: string): readonly string[] {
  const problems: string[] = [];
  const used: string[] = [];
  const rest = template.replace(hole, (match, name: string, fallback: string | undefined) => {
    used.push(name);
    if (!isVariable(name)) problems.push(`${match} is unknown; use one of ${variables.join(', ')}`);
    if (fallback?.trim() === '') problems.push(`${match} has an empty fallback`);
    return '';
  });
  if (/[{}]{2}/.test(rest)) problems.push('a variable is not written as {{name}} or {{name | "fallback"}}');
  if (!used.includes('business.name')) problems.push('must name the business: {{business.name}}');
  if (!/\b(STOP|ALTO)\b/.test(rest))
    problems.push('must say how to opt out, such as "Reply STOP to opt out"');
  return problems;
}

function isVariable(name: string): name is TemplateVariable {
  return variables.some((variable) => variable === name);
}
