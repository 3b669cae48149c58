import { describe, expect, test } from 'vitest';
import { defineRules, RulesError } from './rule-set.ts';
import { renderTemplate } from './template.ts';

test('{} is a whole rule set', () => {
  expect(defineRules({})).toMatchObject({
    detection: { minRingSeconds: 4 },
    firstText: { delaySeconds: 2, maxLateMinutes: 15, templates: {} },
    dedupe: { windowHours: 24 },
    quietHours: { mode: 'at-once' },
  });
});

describe('a template for the first text is refused', () => {
  test.each([
    [
      'without the name of the business',
      'We missed your call. Reply STOP to opt out',
      /\{\{business\.name\}\}/,
    ],
    ['without a way to opt out', '{{business.name}}: we missed your call', /opt out/],
    ['with an unknown variable', '{{business.name}} {{caller.age}} STOP', /\{\{caller\.age\}\} is unknown/],
    ['with an empty fallback', '{{business.name}} {{booking.link | ""}} STOP', /empty fallback/],
    ['with a broken variable', '{{business.name}} {{booking.link STOP', /not written as/],
  ])('%s', (_name, template, message) => {
    const define = () => defineRules({ firstText: { templates: { open: template } } });
    expect(define).toThrow(RulesError);
    expect(define).toThrow(message);
    expect(define).toThrow(/^firstText\.templates\.open: /);
  });

  test('and the Spanish ALTO is as good as STOP', () => {
    const open = '{{business.name}}: perdimos su llamada. Responda ALTO';
    expect(defineRules({ firstText: { templates: { open } } }).firstText.templates.open).toBe(open);
  });
});

test('every problem is named at once', () => {
  const define = () => defineRules({ dedupe: { windowHours: 0 }, firstText: { delaySeconds: 61 } });
  expect(define).toThrow(
    /dedupe\.windowHours[\s\S]*firstText\.delaySeconds|firstText\.delaySeconds[\s\S]*dedupe\.windowHours/,
  );
});

test('a value never opens a hole of its own', () => {
  const values = {
    'business.name': '{{opens}}',
    opens: '8 AM',
    'booking.link': null,
    'caller.firstName': ' ',
  };
  expect(renderTemplate('{{business.name}}', values)).toBe('{{opens}}');
  expect(renderTemplate('{{booking.link}}', values)).toBeNull();
  expect(renderTemplate('Hi {{caller.firstName | "there"}}', values)).toBe('Hi there');
});
