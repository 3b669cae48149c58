import { expect, test } from 'vitest';
import { given, taskCompleted, textReceived, textSent } from '../testing/given.ts';

const wrote = given({}, [textSent('10:00'), textReceived('10:05', 'Can you come?')]);
const taskId = wrote.state.caller.conversation?.taskId ?? '';

test('a follow-up completed in the CRM is a conversation that somebody looks after', () => {
  expect(wrote.state.caller.timers['answer-due']).toBeDefined();
  const done = wrote.when(taskCompleted('10:20', taskId));
  expect(done.caller.conversation).toMatchObject({ state: 'with-person', taskId: null, urgent: false });
  expect(done.caller.timers['answer-due']).toBeUndefined();
  expect(done.effects('write-crm')).toEqual([]);
});

test('one of another conversation, or for the second time, changes nothing', () => {
  const other = wrote.when(taskCompleted('10:20', 'another-task')).thenEffects();
  expect(other.caller.conversation).toMatchObject({ state: 'needs-person', taskId });
  wrote.when(taskCompleted('10:20', taskId)).when(taskCompleted('10:21', taskId)).thenEffects();
});
