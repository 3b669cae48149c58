/** What a business sets for one of its CRMs, in words that fit every vendor. */
export type CrmSettings = {
  /**
   * Fields of contacts by which staff say that somebody gets no texts, besides the one that the adapter writes itself:
   * `name` for a yes-or-no field, `name=value` for one of several values.
   */
  readonly doNotText?: readonly string[];
  /** The pipeline and stage, by the vendor's ids, in which a qualified lead's deal is opened; left out: none is. */
  readonly pipeline?: string;
  readonly stage?: string;
  /** The e-mail address of the user who gets new callers, and tasks for contacts that nobody owns. */
  readonly owner?: string;
  /** What happens when several contacts have the number: `ask` (default) has a person decide. */
  readonly ties?: 'ask' | 'most-recent';
};

/** Whether the values of a contact's fields say that somebody gets no texts: the name of the field, or null. */
export function fieldAgainstTexts(
  values: { readonly [field: string]: string | null | undefined },
  doNotText: readonly string[],
): string | null {
  for (const rule of doNotText) {
    const [field = '', wanted] = fieldOf(rule);
    const value = values[field];
    if (!value) continue;
    // Several chosen values of one field come as `a;b`.
    const chosen = value.split(';').map((each) => each.trim().toLowerCase());
    if (wanted === null ? chosen.some((each) => yes.has(each)) : chosen.includes(wanted)) return field;
  }
  return null;
}

/** The names of the fields that `doNotText` speaks of. */
export function fieldsNamed(doNotText: readonly string[]): readonly string[] {
  return [...new Set(doNotText.map((rule) => fieldOf(rule)[0]))];
}

const yes: ReadonlySet<string> = new Set(['true', 'yes', '1', 'y']);

function fieldOf(rule: string): readonly [field: string, wanted: string | null] {
  const at = rule.indexOf('=');
  if (at < 0) return [rule.trim(), null];
  return [
    rule.slice(0, at).trim(),
    rule
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  ];
}
