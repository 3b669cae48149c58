import { expect, test } from 'vitest';
import { emergency, links, messageOf, needsPerson } from './testing/messages.ts';
import { createTextWords } from './text.ts';

const word = createTextWords(links);

test('a text to staff names the business and the caller, what they wrote, and one link', () => {
  const words = word(messageOf([needsPerson]));
  expect(words).toMatch(
    /^Acme Plumbing: Answer Maria Lopez, \+15125550142\. "When can you come\?" I take over: https:\S+$/,
  );
  expect(word(messageOf([emergency]))).toMatch(/Emergency: Maria Lopez.* I have seen it: https:\S+$/);
});

test('of several callers it says who they are, with no more names than fit', () => {
  const six = Array.from({ length: 6 }, (_, index) => ({ ...needsPerson, headline: `Answer ${index}` }));
  const [first, ...others] = six;
  if (!first) throw new Error('there is no notice');
  expect(word(messageOf([first, ...others]))).toBe(
    'Acme Plumbing: Answer 0; Answer 1; Answer 2; Answer 3; and 2 more.',
  );
});

test('what stands round a notice is in the language of the business', () => {
  const one = messageOf([{ ...needsPerson, headline: 'Responda a Maria Lopez' }], undefined, 'es');
  expect(word(one)).toMatch(/^Acme Plumbing: Responda a Maria Lopez, .* Me encargo yo: https:\S+$/);
  const several = Array.from({ length: 6 }, () => needsPerson);
  expect(word(messageOf([needsPerson, ...several], undefined, 'es'))).toContain('; y 3 m');
});

test('words that go on and on are cut, in one line', () => {
  const words = word(messageOf([{ ...needsPerson, words: `so\n${'on '.repeat(100)}` }]));
  expect(words).toContain('so on on');
  expect(words).toContain('..."');
});
