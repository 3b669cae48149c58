import { expect, test } from 'vitest';
import { overlongOpenText } from './open-text.ts';
import { at, business, rules } from './testing/given.ts';
import { helpText, optInConfirmation, optOutConfirmation } from './wording.ts';

const measureNamed = (name: string) => overlongOpenText(business({ name }), rules(), at('10:00'));

test.each([
  ['a name of forty characters', 'Mountain View Heating, Plumbing & Air Co'],
  ['a name with a typographic apostrophe and dash', 'Joe’s Plumbing – North'],
])('with %s the text of open hours is one segment', (_, name) => {
  expect(measureNamed(name)).toBeNull();
});

test('a name that is too long for one segment is told with what it costs', () => {
  expect(measureNamed('M'.repeat(60))).toMatchObject({ encoding: 'GSM-7', segments: 2 });
});

test('a name with a picture is told with what made it cost more', () => {
  expect(measureNamed('Joe’s 🔧')).toMatchObject({ encoding: 'UCS-2', ucs2: [{ character: '🔧' }] });
});

test('at night the text of the next opening is measured', () => {
  const closed = business({ name: 'M'.repeat(60) });
  expect(overlongOpenText(closed, rules(), at('23:00'))?.segments).toBe(2);
});

test('answers to keywords are written in plain characters, too', () => {
  const of = business({ name: 'Joe’s – North' });
  const line = of.lines[0]?.number;
  expect(line).toBeDefined();
  const texts = [optOutConfirmation(of, 'en'), optInConfirmation(of, 'es'), line && helpText(of, line, 'en')];
  for (const body of texts) expect(body).toContain("Joe's - North");
});
