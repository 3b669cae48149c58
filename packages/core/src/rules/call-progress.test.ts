import { describe, expect, test } from 'vitest';
import {
  at,
  business,
  callAnswered,
  callerPhone,
  callMissed,
  consentGiven,
  contactFound,
  given,
  linePhone,
  rules,
  staffActed,
  staffPhone,
  textReceived,
  textSent,
  timerFired,
  transcriptOf,
  voicemailLeft,
  voicemailOf,
} from '../testing/given.ts';

test('an answered call needs nothing, and says so', () => {
  given().when(callAnswered('10:00')).thenEffects().thenReason({ rule: 'call-answered', outcome: 'note' });
});

test('an answered call withdraws the text of the one before', () => {
  const answered = given({}, [callMissed('10:30:00')]).when(callAnswered('10:30:01'));
  answered.thenWithheld({ rule: 'call-answered' });
  expect(answered.caller.waiting).toBeNull();
  expect(answered.published('text_back.withheld')).toMatchObject([{ data: { rule: 'call-answered' } }]);
});

test('a voicemail is told and noted, and the text still leaves', () => {
  const left = given({}, [callMissed('10:30:00')]).when(voicemailLeft('10:30:01'));
  left.thenEffects('write-crm', 'publish', 'set-timer', 'notify').thenReason({ rule: 'voicemail' });
  expect(left.published('voicemail.received')).toMatchObject([{ data: { seconds: 23 } }]);
  expect(left.effects('write-crm')[0]?.entry).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('https://'),
  });
  left.when(timerFired('10:30:02', 'first-text')).thenTexts(/Acme/);
});

describe('a voicemail', () => {
  const left = given({}, [textSent('10:00')]).when(voicemailLeft('10:01'));

  test('is called back where its caller does not write, and is not texted again', () => {
    const due = left.whenTimerFires('no-reply').thenReason({ rule: 'no-reply' });
    expect(left.caller.timers['no-reply']).toBe(at('10:16'));
    due.thenTextsNobody();
    expect(due.published('task.created')).toMatchObject([{ data: { subject: 'Call: +15125550142' } }]);
    expect(due.caller).toMatchObject({
      conversation: { state: 'needs-person', taskId: expect.any(String) },
      firstTexts: [{ status: 'delivered' }],
    });
    expect(due.decision.reasons[0].detail).toBe(
      'They left a voicemail and have not written since; please listen to it and call.',
    );
  });

  test('is called back no later where whoever does not reply is called anyway', () => {
    const called = rules({ followUp: { noReply: 'task' } });
    const texted = given(called, [textSent('10:00')]);
    expect(texted.state.caller.timers['no-reply']).toBe(at('14:00'));
    expect(texted.when(voicemailLeft('10:01')).caller.timers['no-reply']).toBe(at('10:16'));
    const late = texted.when(voicemailLeft('13:50'));
    expect(late.caller.timers['no-reply']).toBe(at('14:00'));
    const waited = rules({
      followUp: { noReply: 'task' },
      detection: { voicemail: { policy: 'after-transcript' } },
    });
    const read = given(waited, [callMissed('10:30'), voicemailOf('10:31', '10:30')]);
    const sent = read.when(transcriptOf('10:32', '10:30', 'Hello')).whenTimerFires('first-text');
    expect(sent.thenTexts(/Acme/).caller.timers['no-reply']).toBe(at('10:46'));
  });

  test('is called back in your hours, though it was left at night', () => {
    const night = given({}, [textSent('22:00')]).when(voicemailLeft('22:01'));
    expect(night.caller.timers['no-reply']).toBe(at('08:15', 1));
  });

  test('needs no call of its own once they write, are spoken with or looked after', () => {
    for (const event of [
      textReceived('10:02', 'When can you come?'),
      callAnswered('10:02'),
      staffActed('10:02', { act: 'take-over' }),
    ]) {
      expect(left.when(event).caller.timers['no-reply']).toBeUndefined();
    }
  });

  test('of somebody who is looked after is a task for whoever does so', () => {
    const again = given({}, [textSent('10:00'), staffActed('10:01', { act: 'take-over' })]);
    const told = again.when(voicemailLeft('11:00'));
    expect(told.published('task.created')).toHaveLength(1);
    expect(told.caller).toMatchObject({
      conversation: { state: 'with-person', taskId: expect.any(String) },
    });
    expect(told.when(voicemailLeft('11:05')).published('task.created')).toEqual([]);
  });

  test('is nobody’s task where your rules leave it alone, or the number is blocked or your own', () => {
    const alone = rules({ detection: { causes: { voicemailLeft: 'leave-alone' } } });
    const blocked = rules({ groups: { blocked: [callerPhone] } });
    for (const setting of [alone, blocked, { phone: staffPhone }, { phone: null }]) {
      expect(given(setting).when(voicemailLeft('10:00')).caller).toMatchObject({
        conversation: null,
        timers: {},
      });
    }
  });
});

describe('a line that asks for a key press', () => {
  const setting = {
    business: business({ lines: [{ number: linePhone, forwardTo: [staffPhone], consent: 'key-press' }] }),
  };

  test('texts nobody who has not pressed it, and leaves a task', () => {
    const missed = given(setting)
      .when(callMissed('10:30'))
      .thenHeld({ rule: 'consent', until: at('10:35') });
    const late = missed.whenTimerFires('first-text').thenWithheld({ rule: 'consent' });
    expect(late.caller).toMatchObject({ waiting: null, conversation: { state: 'needs-person' } });
  });

  test('texts once it is pressed', () => {
    const agreed = given(setting, [callMissed('10:30')]).when(consentGiven('10:31', '10:30'));
    expect(agreed.caller).toMatchObject({ agreedAt: at('10:31'), waiting: { dueAt: at('10:31') } });
    expect(agreed.effects('write-crm')[0]?.entry).toMatchObject({ kind: 'consent', words: 'pressed 1' });
    agreed.whenTimerFires('first-text').thenTexts(/Acme/);
  });

  test('texts at once when the key was pressed before we learned of the miss', () => {
    given(setting, [consentGiven('10:29', '10:30')])
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
  });

  test('minds what the owner says of voicemails, whichever comes first', () => {
    const rule = rules({ detection: { voicemail: { policy: 'without-voicemail' } } });
    const missed = given({ ...setting, rules: rule }, [callMissed('10:30')]);
    const pressed = missed.when(consentGiven('10:30:20', '10:30'));
    pressed.thenHeld({ rule: 'voicemail', until: at('10:31:30') });
    pressed.whenTimerFires('first-text').thenTexts(/Acme/);
    pressed.when(voicemailOf('10:31', '10:30')).thenWithheld({ rule: 'voicemail' });
    const left = missed.when(voicemailOf('10:31', '10:30')).thenWithheld({ rule: 'voicemail' });
    left.when(consentGiven('10:31:10', '10:30')).thenTextsNobody();
    expect(left.caller).toMatchObject({ waiting: null, conversation: { taskId: expect.any(String) } });
  });

  test('waits for the key, not for the transcript, of a voicemail', () => {
    const rule = rules({ detection: { voicemail: { policy: 'after-transcript' } } });
    const left = given({ ...setting, rules: rule }, [callMissed('10:30')]).when(
      voicemailOf('10:31', '10:30'),
    );
    expect(left.caller.waiting).toMatchObject({ awaitsConsent: true, dueAt: at('10:35') });
  });

  test('takes the agreement for the one call only', () => {
    const [missed, agreed] = [at('10:30', -2), at('10:31', -2)];
    const history = [callMissed(missed), consentGiven(agreed, missed), timerFired(agreed, 'first-text')];
    given(setting, history).when(callMissed('10:30')).thenReason({ rule: 'consent', outcome: 'hold' });
  });

  test('asks everything again when the key is pressed', () => {
    const late = given(setting, [callMissed('10:30')]).when(consentGiven('10:46', '10:30'));
    late.thenWithheld({ rule: 'too-late' });
    expect(late.caller.waiting).toBeNull();
    const silent = given(setting, [callMissed('10:30'), textReceived('10:31', 'STOP')]);
    silent.when(consentGiven('10:32', '10:30')).thenEffects().thenReason({ rule: 'suppressed' });
  });
});

describe('a contact that a CRM has found', () => {
  test('is remembered', () => {
    const found = given().when(contactFound('10:00')).thenEffects().thenReason({ rule: 'contact' });
    expect(found.caller.contact).toMatchObject({ match: 'one', contact: { firstName: 'Dana' } });
  });

  const optedOut = contactFound('10:30:01', {
    contact: { id: '501', firstName: 'Dana', lastName: null, ownerId: null, optedOut: true },
  });

  test('who has opted out there gets no text, but a call', () => {
    const silenced = given({}, [callMissed('10:30:00')])
      .when(optedOut)
      .thenWithheld({ rule: 'suppressed' });
    expect(silenced.caller).toMatchObject({
      waiting: null,
      suppression: { by: 'crm' },
      conversation: { state: 'needs-person' },
    });
    expect(silenced.published('task.created')).toHaveLength(1);
    silenced.when(timerFired('10:30:02', 'first-text')).thenTextsNobody();
  });

  test('who has opted out there changes nothing for somebody who asked us for silence', () => {
    const known = given({}, [textReceived('09:00', 'STOP')])
      .when(optedOut)
      .thenEffects();
    expect(known.caller.suppression).toMatchObject({ by: 'caller', since: at('09:00') });
  });

  test('who has opted out there is silenced without a task when no call waits', () => {
    const silenced = given().when(optedOut).thenEffects('clear-timers', 'publish');
    expect(silenced.caller.suppression?.by).toBe('crm');
  });
});

describe('a conversation', () => {
  test('is closed when nothing happened for three days', () => {
    const closed = given({}, [textSent('10:00')]).when(timerFired(at('12:00', 3), 'close-conversation'));
    closed.thenEffects('publish').thenReason({ rule: 'close-conversation' });
    expect(closed.caller.conversation?.state).toBe('closed');
    closed.when(timerFired(at('12:01', 3), 'close-conversation')).thenEffects();
  });

  test('stays open while something happens', () => {
    const answered = [textReceived(at('09:00', 2), 'Hi'), staffActed(at('09:00', 2), { act: 'take-over' })];
    const kept = given({}, [textSent('10:00'), ...answered]).when(
      timerFired(at('10:00', 3), 'close-conversation'),
    );
    kept.thenEffects('set-timer');
    expect(kept.effects('set-timer')[0]?.at).toBe(at('09:00', 5));
  });

  test('stays open while a text waits, so that staff can take it over', () => {
    const brief = rules({ quietHours: { mode: 'hold-21-8' }, conversation: { closeAfterHours: 2 } });
    const due = given(brief, [callMissed('00:10')]).when(timerFired('02:10', 'close-conversation'));
    expect(due.effects('set-timer')).toMatchObject([{ timer: 'close-conversation', at: at('10:00') }]);
    const taken = due.when(staffActed('03:10', { act: 'take-over' }));
    taken.thenWithheld({ rule: 'staff-acted' });
    expect(taken.caller.conversation?.state).toBe('with-person');
  });

  test('stays open for the second text and the task that are to follow', () => {
    const brief = rules({
      secondText: { enabled: true },
      followUp: { noReply: 'task', noReplyAfterMinutes: 300 },
      conversation: { closeAfterHours: 3 },
    });
    const kept = given(brief, [textSent('09:00')]).when(timerFired('12:00', 'close-conversation'));
    kept.when(timerFired('13:00', 'second-text')).thenTexts(/Acme/);
    kept.when(timerFired('14:00', 'no-reply')).thenReason({ rule: 'no-reply' });
    expect(kept.caller.timers['close-conversation']).toBe(at('17:00'));
  });

  test('that is closed makes room for a new one', () => {
    const again = given({}, [textSent('10:00'), timerFired(at('12:00', 3), 'close-conversation')]).when(
      callMissed(at('10:00', 5)),
    );
    expect(again.caller.conversation).toMatchObject({ state: 'automated', openedAt: at('10:00', 5) });
  });
});
