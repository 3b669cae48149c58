import { expect, test } from 'vitest';
import { decide, evolve, step } from './decide.ts';
import { callMissed, given, textReceived } from './testing/given.ts';

test('the decision and the next state are the two halves of one step', () => {
  const { state } = given();
  const event = callMissed('10:30');
  const both = step(state, event);
  expect(decide(state, event)).toEqual(both.decision);
  expect(evolve(state, event)).toEqual(both.state);
  expect(both.decision.effects.length).toBeGreaterThan(0);
});

test('of the texts that are on their way the newest twenty are remembered', () => {
  const asked = Array.from({ length: 22 }, (_, minute) => textReceived(`10:${minute + 10}`, 'HELP'));
  const { openTexts } = given({}, asked).state.caller;
  expect(openTexts.map(({ textId }) => textId)).toEqual(asked.slice(2).map(({ id }) => `${id}-1`));
});
