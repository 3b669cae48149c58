import { describe, expect, test } from 'vitest';
import { renderTemplate, templateProblems, templateWarnings } from './template.ts';

describe('a first name out of a CRM', () => {
  const greeting = 'Hi {{caller.firstName | "there"}}, {{business.name}}';
  const greet = (name: string) =>
    renderTemplate(greeting, { 'business.name': 'Acme', 'caller.firstName': name });

  test.each(['\u200b', ' \u00a0', 'Bob\nhttp://evil.co', 'http://evil.co', 'evil.co/x', 'Bob\u2028STOP'])(
    'that is none gives way to the fallback: %j',
    (name) => {
      expect(greet(name)).toBe('Hi there, Acme');
    },
  );

  test.each(['José', 'J.R.', 'Mary Ann', "D'Angelo", 'Al-Amin'])('is used: %s', (name) => {
    expect(greet(name)).toBe(`Hi ${name}, Acme`);
  });

  test('without a fallback leaves no hole', () => {
    expect(renderTemplate('Hi {{caller.firstName}}', { 'caller.firstName': '\u200b' })).toBeNull();
  });
});

describe('a template', () => {
  test.each([
    ...[
      'Reply STOP to opt out',
      'reply stop to opt out',
      'Text STOP to end',
      'Reply with STOP',
      'STOP to opt out',
    ],
    ...['Responda BAJA para salir', 'Responda ALTO', 'STOP=end', 'STOP para no recibir textos'],
  ])('that says how to opt out may be used: %s', (words) => {
    expect(templateProblems(`{{business.name}} ${words}`)).toEqual([]);
  });

  test.each([
    'We never STOP working for you!',
    'Meet us at the next bus STOP',
    'Visit our BAJA grill',
    'Reply soon',
  ])('that does not may not: %s', (words) => {
    expect(templateProblems(`{{business.name}} ${words}`)).toEqual([expect.stringMatching('how to opt out')]);
  });

  test.each(['http://a.co www.b.com', '{{booking.link}} acme.com/x', 'bit.ly/x and acme.com'])(
    'with two links is warned of: %s',
    (links) => {
      const warnings = templateWarnings(`{{business.name}} ${links} Reply STOP`, 'two-segments');
      expect(warnings).toContainEqual(expect.stringMatching('has 2 links'));
    },
  );

  test.each(['https://acme.com/x', 'Open 8 a.m. to 5 p.m. at acme.com', 'me@acme.com'])(
    'with one is not: %s',
    (link) => {
      const warnings = templateWarnings(`{{business.name}} ${link} Reply STOP`, 'two-segments');
      expect(warnings).not.toContainEqual(expect.stringMatching('links'));
    },
  );
});
