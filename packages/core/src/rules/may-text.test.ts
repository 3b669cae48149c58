import { expect, test } from 'vitest';
import { given, staffActed, textSent } from '../testing/given.ts';
import { mayText } from './may-text.ts';

test('a staff text that waits for an answer uses up the next one of staff, and nothing else', () => {
  const texted = given({}, [textSent('10:00')]);
  expect(mayText(texted.state, 'staff-text').outcome).toBe('allow');
  const twice = texted.when(staffActed('10:05', { act: 'send', body: 'Hello, Sam here.' }));
  expect(mayText(twice.state, 'staff-text')).toMatchObject({
    rule: 'consent',
    outcome: 'withhold',
    detail: expect.stringContaining('one text at most'),
  });
  expect(mayText(twice.state, 'no-reply').outcome).toBe('allow');
});
