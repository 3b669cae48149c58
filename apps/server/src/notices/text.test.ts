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

test('words that go on and on are cut, in one line', () => {
  const words = word(messageOf([{ ...needsPerson, words: `so\n${'on '.repeat(100)}` }]));
  expect(words).toContain('so on on');
  expect(words).toContain('..."');
});
