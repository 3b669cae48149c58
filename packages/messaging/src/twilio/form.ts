/** The parameters of a form as they were sent: repeated ones as a list, empty ones kept. */
export type FormParams = { readonly [name: string]: string | readonly string[] };

/**
 * Reads the raw body of a form. Nothing is trimmed, dropped or converted, because the signature covers every
 * parameter exactly as it was sent.
 */
export function parseForm(rawBody: string | Uint8Array): FormParams {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else fields.set(name, Array.isArray(before) ? [...before, value] : [before, value]);
  }
  return Object.fromEntries(fields);
}

/** The parameters without U+0000, which says nothing and which no text in PostgreSQL can hold; for after the signature. */
export function withoutNul(params: FormParams): FormParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? strip(value) : value.map(strip),
    ]),
  );
}

function strip(value: string): string {
  return value.replaceAll('\0', '');
}
