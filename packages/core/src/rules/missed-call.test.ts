import { describe, expect, test } from 'vitest';
import { step } from '../decide.ts';
import type { E164 } from '../phone.ts';
import {
  at,
  business,
  callerPhone,
  callMissed,
  given,
  linePhone,
  rules,
  staffActed,
  staffPhone,
  textReceived,
  textSent,
  textStatus,
  timerFired,
} from '../testing/given.ts';

describe('a missed call', () => {
  test('is answered by one text after two seconds', () => {
    const missed = given().when(callMissed('10:30'));
    missed.thenTextsNobody().thenReason({ rule: 'first-text', outcome: 'allow' });
    expect(missed.effects('set-timer')[0]).toMatchObject({ timer: 'first-text', at: at('10:30:02') });
    expect(missed.effects('look-up-contact')).toMatchObject([{ phone: callerPhone }]);

    const due = missed.whenTimerFires('first-text');
    due.thenTexts(
      /^Acme Plumbing: sorry we missed your call\. What do you need help with\?.*Reply STOP to opt out/,
    );
    expect(due.effects('send-text')).toMatchObject([
      { class: 'first-text', from: linePhone, to: callerPhone, notAfter: at('10:45') },
    ]);
    expect(due.effects('send-text')[0]?.textId).toBe(due.effects('send-text')[0]?.key);
    expect(due.caller).toMatchObject({ waiting: null, firstTexts: [{ status: 'intended' }] });
  });

  test('never schedules a text before the moment at which we learned of it', () => {
    const late = given().when(callMissed('10:31', { missedAt: at('10:30') }));
    expect(late.effects('set-timer')[0]?.at).toBe(at('10:31'));
  });

  test('says of a call that was found afterwards that no signal told of it, whatever follows', () => {
    const inTime = given().when(callMissed('10:34', { missedAt: at('10:30'), foundLater: true }));
    inTime.thenReason({ rule: 'first-text', outcome: 'allow' });
    inTime.thenReason({ rule: 'found-later', outcome: 'note' });
    const late = given().when(callMissed('11:30', { missedAt: at('10:30'), foundLater: true }));
    late.thenWithheld({ rule: 'too-late' }).thenReason({ rule: 'found-later', outcome: 'note' });
  });

  test('goes into the CRM with the reasons, and out to other programs', () => {
    const { effects, published } = given().when(callMissed('10:30'));
    expect(effects('write-crm')[0]?.entry).toMatchObject({
      kind: 'missed-call',
      lineLabel: 'Main office',
      ringSeconds: 18,
      reasons: ['Nobody spoke with the caller, so a text answers the call after 2 seconds.'],
    });
    expect(published('call.missed')).toHaveLength(1);
    expect(published('text_back.withheld')).toHaveLength(0);
  });

  test('opens a conversation that closes one day', () => {
    const { caller, effects } = given().when(callMissed('10:30'));
    expect(caller.conversation).toMatchObject({ state: 'automated', line: linePhone, taskId: null });
    expect(effects('set-timer')).toContainEqual(
      expect.objectContaining({ timer: 'close-conversation', at: at('10:30', 3) }),
    );
  });
});

describe('no text, and a task for a person', () => {
  const cases = [
    ['whose caller id is forged', 'caller-id', {}, callMissed('10:30', { attestation: 'failed' })],
    ['from a landline', 'phone-kind', { phone: '+442079460018' as E164 }, callMissed('10:30')],
    ['from a toll-free number', 'phone-kind', { phone: '+18005550123' as E164 }, callMissed('10:30')],
    ['from another country', 'country', { phone: '+447400123456' as E164 }, callMissed('10:30')],
    ['that perhaps was answered', 'unclear', {}, callMissed('10:30', { cause: 'unclear' })],
    ['that we learned of late', 'too-late', {}, callMissed('10:30', { missedAt: at('10:14') })],
  ] as const;
  test.each(cases)('for a call %s', (_name, rule, setting, event) => {
    const decided = given(setting).when(event).thenWithheld({ rule });
    expect(decided.caller.waiting).toBeNull();
    expect(decided.caller.conversation).toMatchObject({ state: 'needs-person', taskId: `${event.id}-task` });
    expect(decided.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { subject: expect.stringContaining('Call back'), dueAt: at('10:45') },
    });
    expect(decided.published('text_back.withheld')).toMatchObject([{ data: { rule } }]);
    expect(decided.published('task.created')).toHaveLength(1);
  });

  test('for a suppressed caller', () => {
    const decided = given({}, [textReceived('09:00', 'STOP')]).when(callMissed('10:30'));
    decided.thenWithheld({ rule: 'suppressed' });
    expect(decided.caller.conversation?.taskId).not.toBeNull();
    expect(decided.caller.suppression).not.toBeNull();
  });

  test('for a withheld number: a person is needed, but there is no contact to write to', () => {
    const decided = given({ phone: null }).when(callMissed('10:30'));
    decided.thenWithheld({ rule: 'withheld-number' });
    expect(decided.effects('write-crm')).toHaveLength(0);
    expect(decided.caller.conversation).toMatchObject({ state: 'needs-person', taskId: null });
    expect(decided.published('conversation.needs_human')).toHaveLength(1);
  });
});

describe('callers who are left alone', () => {
  test('staff', () => {
    const decided = given({ phone: staffPhone }).when(callMissed('10:30'));
    decided.thenWithheld({ rule: 'staff-number' }).thenEffects('publish');
    expect(decided.caller.conversation).toBeNull();
  });

  test('somebody who hung up at once', () => {
    const decided = given().when(callMissed('10:30', { cause: 'abandoned', ringSeconds: 2 }));
    decided.thenWithheld({ rule: 'ring-time' }).thenEffects('publish', 'publish');
    expect(decided.decision.reasons[0].detail).toBe(
      'The caller hung up after 2 seconds; calls that ring less than 4 seconds are left alone.',
    );
    expect(decided.caller.conversation).toBeNull();
  });

  test.each([
    ['who hung up after the least ring time', { cause: 'abandoned', ringSeconds: 4 }],
    ['whose call was busy at once', { cause: 'busy', ringSeconds: 0 }],
    ['whom a carrier forwarded', { cause: 'forwarded', ringSeconds: 0 }],
  ] as const)('but not somebody %s', (_name, details) => {
    given().when(callMissed('10:30', details)).whenTimerFires('first-text').thenTexts(/Acme/);
  });
});

describe('a second call', () => {
  test('within the window gets no second text, but urgency and a task', () => {
    const again = given(rules({ dedupe: { windowHours: 24 } }), [textSent('10:00')]).when(
      callMissed('10:30'),
    );
    again.thenWithheld({ rule: 'dedupe', until: at('10:00', 'tomorrow') });
    expect(again.caller.conversation).toMatchObject({ urgent: true, state: 'needs-person' });
    expect(again.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { subject: 'Called again: +15125550142', urgent: true },
    });
  });

  test('and a third share one task', () => {
    const third = given({}, [textSent('10:00'), callMissed('10:30')]).when(callMissed('10:40'));
    third.thenWithheld({ rule: 'dedupe' });
    expect(third.published('task.created')).toHaveLength(0);
  });

  test('while the text still waits gets no text of its own', () => {
    const second = given({}, [callMissed('10:30:00')]).when(callMissed('10:30:01'));
    second.thenWithheld({ rule: 'dedupe' });
    expect(second.caller.waiting).toMatchObject({ dueAt: at('10:30:02'), missedAt: at('10:30') });
  });

  test('after the window gets a text again', () => {
    given({}, [textSent('10:00')])
      .when(callMissed(at('10:00', 'tomorrow')))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
  });

  test.each(['failed', 'expired', 'withdrawn'] as const)('counts no text that is %s', (status) => {
    const sent = given().when(callMissed('10:00')).whenTimerFires('first-text');
    const textId = sent.effects('send-text')[0]?.textId ?? '';
    sent
      .when(textStatus('10:01', textId, status))
      .when(callMissed('10:05'))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
  });

  test.each([
    ['two in seven days', [textSent(at('10:00', -2)), textSent(at('10:00', -1))], true],
    ['two in eight days', [textSent(at('10:00', -8)), textSent(at('10:00', -1))], false],
    [
      'three in thirty days',
      [textSent(at('10:00', -20)), textSent(at('10:00', -12)), textSent(at('10:00', -3))],
      true,
    ],
  ] as const)('is held against the limits: %s', (_name, history, withheld) => {
    const decided = given(rules({ dedupe: { windowHours: 1 } }), history).when(callMissed('10:30'));
    if (withheld) decided.thenWithheld({ rule: 'frequency' });
    else decided.whenTimerFires('first-text').thenTexts(/Acme/);
  });

  test('is left to the person who talks with the caller', () => {
    const history = [textReceived('10:00', 'My tap drips'), staffActed('10:05', { act: 'take-over' })];
    const decided = given({}, history).when(callMissed('10:30')).thenWithheld({ rule: 'with-person' });
    expect(decided.caller.conversation).toMatchObject({ state: 'with-person', urgent: true });
  });
});

describe('while the text waits', () => {
  test('a late timer leaves a reason and a task', () => {
    const decided = given({}, [callMissed('10:30')]).when(timerFired('10:45', 'first-text'));
    decided.thenWithheld({ rule: 'too-late' });
    expect(decided.caller).toMatchObject({ waiting: null, conversation: { state: 'needs-person' } });
    expect(decided.effects('write-crm')[0]?.entry.task).toHaveProperty('open');
  });

  test('a timer at the last useful moment still sends', () => {
    given({}, [callMissed('10:30')])
      .when(timerFired('10:44:59', 'first-text'))
      .thenTexts(/Acme/);
  });

  test('a number that became one of the staff is not texted', () => {
    const { state } = given().when(callMissed('10:30'));
    const hired = { ...state, business: business({ staff: [callerPhone] }) };
    const { decision } = step(hired, timerFired('10:30:02', 'first-text'));
    expect(decision.reasons).toMatchObject([{ rule: 'staff-number', outcome: 'withhold' }]);
    expect(decision.effects.map(({ type }) => type)).not.toContain('send-text');
  });

  test('a timer that fires too early is set again', () => {
    const early = given({}, [callMissed('10:30:00')]).when(timerFired('10:30:01', 'first-text'));
    early.thenTextsNobody().whenTimerFires('first-text').thenTexts(/Acme/);
  });

  test('a timer with nothing to do says so', () => {
    given()
      .when(timerFired('10:30', 'first-text'))
      .thenEffects()
      .thenReason({ rule: 'first-text', outcome: 'note' });
  });
});

test.each([
  ['+18005550142', 'A toll-free number'],
  ['+19005550142', 'A premium number'],
  ['+442071234567', 'A landline'],
  // A personal number, one that is none, a satellite phone.
  ['+15005550142', 'A number of this kind'],
  ['+19995550142', 'A number of this kind'],
  ['+870773111632', 'A number of this kind'],
])('a caller from %s is called back, as texts do not reach it: %s', (phone, named) => {
  const { decision } = given({ phone: phone as E164 }).when(callMissed('10:30'));
  expect(decision.reasons).toMatchObject([
    { rule: 'phone-kind', outcome: 'withhold', detail: `${named} cannot receive texts.` },
  ]);
});
