import { describe, expect, test } from 'vitest';
import { checkRules, defineRules, RulesError, type RulesInput, rulesJsonSchema } from './rule-set.ts';
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

test('a curly quote never makes a text dearer', () => {
  expect(
    renderTemplate('{{business.name}} \u2013 we\u2019re closed\u2026', { 'business.name': 'Joe\u2019s' }),
  ).toBe("Joe's - we're closed...");
});

describe('a problem says what may have been meant', () => {
  const define = (input: object) => () => defineRules(input as RulesInput);
  const having = (...problems: readonly object[]) => expect.objectContaining({ problems });

  test.each([
    ['another key', { detection: { minRingSecs: 4 } }, 'detection.minRingSecs', 'minRingSeconds'],
    ['a slip of the finger', { firstTexst: {} }, 'firstTexst', 'firstText'],
    ['a key of another section', { delaySeconds: 4 }, 'delaySeconds', 'firstText.delaySeconds'],
    [
      'one in an override',
      { overrides: [{ when: { days: ['mon'], line: [] }, set: {} }] },
      'overrides.0.when.line',
      'lines',
    ],
    [
      'one in what an override sets',
      { overrides: [{ when: { days: ['mon'] }, set: { dedupe: { windowHour: 3 } } }] },
      'overrides.0.set.dedupe.windowHour',
      'windowHours',
    ],
  ])('%s', (_name, input, path, meant) => {
    const message = `is no rule (did you mean \`${meant}\`?)`;
    expect(define(input)).toThrow(having({ path, message }));
  });

  test('and nothing where nothing is near', () => {
    expect(define({ colour: 'red' })).toThrow(having({ path: 'colour', message: 'is no rule' }));
  });

  test('also of a fallback who is nobody', () => {
    const people = [{ name: 'Dana' }];
    expect(define({ routing: { people, fallback: 'Dane' } })).toThrow(
      having({
        path: 'routing.fallback',
        message: '"Dane" is nobody of `routing.people` (did you mean `Dana`?)',
      }),
    );
    const set = { routing: { fallback: 'Zoe' } };
    expect(define({ routing: { people }, overrides: [{ when: { days: ['mon'] }, set }] })).toThrow(
      /^overrides\.0\.set\.routing\.fallback: /,
    );
  });
});

describe('an override', () => {
  test('fills in no defaults', () => {
    const { overrides } = defineRules({
      overrides: [{ when: { days: ['mon'] }, set: { firstText: { delaySeconds: 5 } } }],
    });
    expect(overrides[0]?.set).toEqual({ firstText: { delaySeconds: 5 } });
  });

  test.each([
    ['without a condition', { when: {}, set: {} }],
    ['that breaks a limit', { when: { days: ['mon' as const] }, set: { dedupe: { windowHours: 0 } } }],
    [
      'with a template that may not be used',
      { when: { days: ['mon' as const] }, set: { firstText: { templates: { open: 'Hi' } } } },
    ],
  ])('%s is refused', (_name, override) => {
    expect(() => defineRules({ overrides: [override] })).toThrow(RulesError);
  });
});

describe('a warning comes with the figures', () => {
  const stop = 'Reply STOP to opt out';
  const warningsOf = (open: string) => checkRules({ firstText: { templates: { open } } }).warnings;

  test.each([
    ['of two links', `{{business.name}} {{booking.link | "-"}} https://a.example.com ${stop}`, /has 2 links/],
    ['of two questions', `{{business.name}}: what? When? ${stop}`, /asks 2 questions/],
    [
      'of a character that is dear',
      `{{business.name}}: ¿cuándo? ${stop}`,
      /has á, for which a segment holds 70/,
    ],
    ['of an emoji', `{{business.name}} 🙂 ${stop}`, /🙂/],
    [
      'of a text that can be long',
      `{{business.name}}: ${'word '.repeat(25)}${stop}`,
      /can be 1\d\d characters in 2 segments with the longest values; one is 160 characters/,
    ],
  ])('%s', (_name, template, message) => {
    expect(warningsOf(template)).toContainEqual({
      path: 'firstText.templates.open',
      message: expect.stringMatching(message),
    });
  });

  test('but none where there is nothing to warn of', () => {
    expect(warningsOf(`{{business.name}}: how can we help? ${stop}`)).toEqual([]);
    expect(checkRules({}).warnings).toEqual([]);
  });

  test('two segments are enough for other texts, also in an override', () => {
    const long = `{{business.name}}: ${'word '.repeat(25)}${stop}`;
    const set = { firstText: { templates: { lunch: long } }, secondText: { template: `${long} ${long}` } };
    expect(checkRules({ overrides: [{ when: { days: ['mon'] }, set }] }).warnings).toMatchObject([
      { path: 'overrides.0.set.secondText.template', message: expect.stringContaining('two are 306') },
    ]);
  });
});

test('the JSON Schema names every section for editors', () => {
  const { properties } = rulesJsonSchema();
  expect(Object.keys(properties ?? {})).toEqual(Object.keys(defineRules({})));
});

test.each([
  [
    { quietHours: { mode: 'strict' } },
    'quietHours.mode',
    /^is "strict"; write one of at-once, .*did you mean/,
  ],
  [{ dedupe: { windowHours: 0.5 } }, 'dedupe.windowHours', /^is 0\.5; the least is 1$/],
  [{ onCall: { levels: 4 } }, 'onCall.levels', /^is 4; the most is 3$/],
  [
    { firstText: { delaySeconds: '5' } },
    'firstText.delaySeconds',
    /^is "5"; write a number, without quotes$/,
  ],
  [{ firstText: { delaySeconds: 2.5 } }, 'firstText.delaySeconds', /^is 2\.5; write a whole number$/],
  [{ overrides: [{ when: { hours: 'open' }, set: {} }] }, 'overrides.0.when.hours', /write a list/],
  [{ overrides: [{ set: {} }] }, 'overrides.0.when', /^is missing; write names/],
  [{ overrides: [{ when: { line: [] }, set: {} }] }, 'overrides.0.when.line', /did you mean `lines`/],
  [
    { routing: { people: [{ name: 'Bo' }, { name: 'Bo' }] } },
    'routing.people.1.name',
    /somebody else's name/,
  ],
])('%j: one problem, in words of the rules', (input, path, message) => {
  expect(() => checkRules(input as RulesInput)).toThrow(
    expect.objectContaining({ problems: [{ path, message: expect.stringMatching(message) }] }),
  );
});

test("a template is measured with the brand's own name", () => {
  const open = '{{business.name}}: sorry we missed your call. How can we help? Reply STOP to opt out.';
  const warningsFor = (name: string) =>
    checkRules({ brand: { name }, firstText: { templates: { open } } }).warnings;
  expect(warningsFor('Acme')).toEqual([]);
  expect(warningsFor('Peluquería García')).toContainEqual({
    path: 'firstText.templates.open',
    message: expect.stringMatching(/^has í, .* 2 segments$/),
  });
});
