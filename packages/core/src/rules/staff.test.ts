import { describe, expect, test } from 'vitest';
import { at, callMissed, given, staffActed, textReceived, textSent, textStatus } from '../testing/given.ts';

const wrote = [textSent('10:00'), textReceived('10:05', 'Can you come?')];
const send = staffActed('10:10', { act: 'send', body: 'On Friday?' });

describe('a staff text', () => {
  test('leaves from the line of the conversation, which a person then has', () => {
    const sent = given({}, wrote).when(send).thenTexts('On Friday?');
    expect(sent.effects('send-text')[0]).toMatchObject({ class: 'staff', from: '+15125550100' });
    expect(sent.caller.conversation?.state).toBe('with-person');
    expect(sent.caller.conversation?.taskId).not.toBeNull();
  });

  test('completes the task once the provider has it, and keeps it when it fails', () => {
    const sent = given({}, wrote).when(send);
    const { textId = '' } = sent.effects('send-text')[0] ?? {};
    const taskId = sent.caller.conversation?.taskId;
    const accepted = sent.when(textStatus('10:11', textId, 'accepted'));
    expect(accepted.effects('write-crm')[0]?.entry).toMatchObject({
      direction: 'out',
      author: 'Sam',
      body: 'On Friday?',
      task: { complete: { taskId } },
    });
    expect(accepted.published('message.sent')).toHaveLength(1);
    expect(accepted.caller.conversation?.taskId).toBeNull();
    expect(sent.when(textStatus('10:11', textId, 'failed')).caller.conversation?.taskId).toBe(taskId);
  });

  test('is withheld from a suppressed person and from a withheld number', () => {
    const silent = given({}, [textReceived('09:00', 'STOP')]).when(send);
    silent.thenWithheld({ rule: 'suppressed' }).thenEffects();
    given({ phone: null }).when(send).thenWithheld({ rule: 'withheld-number' });
  });

  test('opens a conversation on the main line where none is open', () => {
    const agreed = staffActed('10:00', {
      act: 'record-consent',
      level: 'express',
      evidence: 'asked at the desk',
    });
    const sent = given({}, [agreed]).when(send).thenTexts('On Friday?');
    expect(sent.caller.conversation).toMatchObject({ line: '+15125550100', state: 'with-person' });
  });
});

describe('consent to a staff text', () => {
  test('is withheld from somebody of whom nothing is known', () => {
    given().when(send).thenWithheld({ rule: 'consent' }).thenEffects();
  });

  test('covers one text to somebody who only called, until they answer or it fails', () => {
    const first = given({}, [textSent('10:00')]).when(send);
    const again = staffActed('10:20', { act: 'send', body: 'Still there?' });
    first.thenTexts('On Friday?').when(again).thenWithheld({ rule: 'consent' });
    first.when(textReceived('10:15', 'Yes')).when(again).thenTexts('Still there?');
    const { textId = '' } = first.effects('send-text')[0] ?? {};
    first
      .when(textStatus('10:11', textId, 'failed'))
      .when(again)
      .thenTexts('Still there?');
  });

  test('that staff record is evidence, and does not lift a suppression', () => {
    const record = staffActed('10:30', { act: 'record-consent', level: 'written', evidence: 'form 12' });
    const known = given().when(record).thenReason({ rule: 'consent' });
    expect(known.caller.ledger).toMatchObject([{ kind: 'written', words: 'form 12', matched: 'Sam' }]);
    const silent = given({}, [textReceived('09:00', 'STOP')]).when(record);
    silent.thenWithheld({ rule: 'suppressed' });
    expect(silent.caller.ledger).toHaveLength(1);
  });

  test('at night comes with a warning', () => {
    given({}, wrote)
      .when(staffActed('22:00', { act: 'send', body: 'Hi' }))
      .thenTexts('Hi')
      .thenReason({ rule: 'quiet-hours', outcome: 'note' });
  });
});

describe('while a first text waits', () => {
  test.each([
    ['send', { act: 'send', body: 'Hi' }],
    ['take-over', { act: 'take-over' }],
    ['close', { act: 'close' }],
    ['opt-out', { act: 'opt-out', evidence: 'said so on the phone' }],
  ] as const)('%s withdraws it', (_name, act) => {
    const acted = given({}, [callMissed('10:30:00')]).when(staffActed('10:30:01', act));
    expect(acted.caller.waiting).toBeNull();
    expect(acted.effects('clear-timers').flatMap(({ timers }) => timers)).toContain('first-text');
    expect(acted.published('text_back.withheld')).toHaveLength(1);
  });

  test.each(['hand-back', 'acknowledge'] as const)('%s leaves it', (act) => {
    const acted = given({}, [callMissed('10:30:00')]).when(staffActed('10:30:01', { act }));
    expect(acted.caller.waiting).not.toBeNull();
  });
});

test('a conversation is taken over, seen, and handed back', () => {
  const urgent = given({}, [textReceived('10:00', 'Pipe burst!')]).when(
    staffActed('10:01', { act: 'take-over' }),
  );
  expect(urgent.caller.conversation).toMatchObject({ state: 'with-person', urgent: true });
  const seen = urgent.when(staffActed('10:02', { act: 'acknowledge' }));
  expect(seen.caller.conversation?.urgent).toBe(false);
  const back = seen.when(staffActed('10:03', { act: 'hand-back' }));
  expect(back.caller.conversation?.state).toBe('needs-person');
});

test('closing completes the task and tells other programs', () => {
  const closed = given({}, wrote).when(staffActed('10:10', { act: 'close' }));
  closed.thenEffects('clear-timers', 'write-crm', 'publish', 'clear-timers');
  expect(closed.effects('write-crm')[0]?.entry.task).toHaveProperty('complete');
  expect(closed.caller.conversation).toMatchObject({ state: 'closed', taskId: null });
  closed
    .when(staffActed('10:11', { act: 'close' }))
    .thenEffects()
    .thenReason({ rule: 'staff' });
});

test('staff record an opt-out, and an opt-in with its evidence', () => {
  const out = given().when(staffActed('10:00', { act: 'opt-out', evidence: 'asked on the phone' }));
  expect(out.caller.suppression).toEqual({
    since: at('10:00'),
    kind: 'revoked',
    by: 'staff',
    words: 'asked on the phone',
  });
  out.thenTextsNobody();
  const back = out.when(staffActed('10:01', { act: 'opt-in', evidence: 'signed form of today' }));
  expect(back.caller.suppression).toBeNull();
  expect(back.effects('write-crm')[0]?.entry).toMatchObject({
    status: 'opted-in',
    words: 'signed form of today',
  });
  back.thenReason({ rule: 'provider-block' }).thenTextsNobody();
  back.when(staffActed('10:02', { act: 'opt-in', evidence: 'again' })).thenEffects();
});
