import { describe, expect, test } from 'vitest';
import type { E164 } from '../phone.ts';
import { whyUnwanted } from '../still-wanted.ts';
import {
  appointmentBooked,
  at,
  business,
  callAnswered,
  callMissed,
  consentGiven,
  type Given,
  given,
  linePhone,
  rules,
  staffActed,
  staffPhone,
  textReceived,
  textSent,
  textStatus,
  timerFired,
  voicemailLeft,
} from '../testing/given.ts';

const second = rules({ secondText: { enabled: true } });
const sent = [textSent('10:00')];
const due = timerFired('14:00', 'second-text');
const timersOf = ({ state }: Given) => Object.keys(state.caller.timers);

describe('a second text', () => {
  test('is off by default', () => {
    expect(timersOf(given({}, sent))).not.toContain('second-text');
  });

  test('follows four hours after the first where nobody replied, once', () => {
    const waits = given(second, sent);
    expect(waits.state.caller.timers['second-text']).toBe(at('14:00'));
    const again = waits.when(due).thenTexts(/^Acme Plumbing: about the call .*STOP/);
    expect(again.effects('send-text')[0]).toMatchObject({ class: 'second-text', notAfter: at('15:00') });
    again.when(timerFired('18:00', 'second-text')).thenTextsNobody();
  });

  test('says what the owner wrote', () => {
    const template = '{{business.name}}: still there, {{caller.firstName | "friend"}}? STOP to opt out';
    given(rules({ secondText: { enabled: true, template, afterMinutes: 10 } }), sent)
      .when(timerFired('10:10', 'second-text'))
      .thenTexts('Acme Plumbing: still there, friend? STOP to opt out');
  });

  test.each([
    ['en', '13:00', '18:00', /that we missed\. Do you still/],
    ['en', '16:00', '09:00', /^Acme Plumbing: about your call that we missed yesterday\. Do you still/],
    ['es', '13:00', '18:00', /que no atendimos\. ¿Sigue/],
    ['es', '16:00', '09:00', /^Acme Plumbing: sobre su llamada que no atendimos ayer\. ¿Sigue/],
  ] as const)(
    'says which day the call was when that day is over (%s, called at %s)',
    (language, called, leaves, body) => {
      const setting = {
        business: business({ language }),
        rules: rules({ secondText: { enabled: true, afterMinutes: 300 } }),
      };
      const when = at(leaves, leaves === '09:00' ? 'tomorrow' : 'today');
      given(setting, [textSent(called)])
        .when(timerFired(when, 'second-text'))
        .thenTexts(body);
    },
  );

  test('goes by the day of the call, not by that of a first text which waited for the morning', () => {
    const setting = {
      rules: rules({ secondText: { enabled: true }, quietHours: { mode: 'hold-21-8' } }),
      business: business({ hours: {} }),
    };
    const held = given(setting, [callMissed('22:00'), timerFired(at('08:00', 'tomorrow'), 'first-text')]);
    held.when(timerFired(at('12:00', 'tomorrow'), 'second-text')).thenTexts(/missed yesterday\. Do you/);
  });

  test('names the day in the owner’s own words, too', () => {
    const template = '{{business.name}}: you called {{call.day}}. Still there? STOP to opt out';
    const own = rules({ secondText: { enabled: true, template, afterMinutes: 300 } });
    given(own, [textSent('10:00')])
      .when(timerFired('15:00', 'second-text'))
      .thenTexts(/you called today\./);
    given(own, [textSent('16:00')])
      .when(timerFired(at('09:00', 'tomorrow'), 'second-text'))
      .thenTexts(/you called yesterday\./);
  });

  const consents = (consent: 'notice' | 'key-press' | 'call-alone') =>
    business({ lines: [{ number: linePhone, consent, forwardTo: [staffPhone] }] });

  test.each([
    ['who hung up before the greeting', 'notice', 'abandoned', false],
    ['who heard the notice', 'notice', 'no-answer', true],
    ['of a line that says nothing', 'call-alone', 'no-answer', false],
  ] as const)('to somebody %s', (_name, consent, cause, follows) => {
    const first = given({ business: consents(consent), rules: second })
      .when(callMissed('10:00', { cause }))
      .whenTimerFires('first-text');
    expect(timersOf(first).includes('second-text')).toBe(follows);
  });

  test('to somebody who pressed the key', () => {
    const agreed = given({ business: consents('key-press'), rules: second }, [callMissed('10:00')]).when(
      consentGiven('10:00:30', '10:00'),
    );
    expect(timersOf(agreed.whenTimerFires('first-text'))).toContain('second-text');
  });

  test.each([
    ['a reply', textReceived('11:00', 'Yes please, tomorrow')],
    ['an opt-out', textReceived('11:00', 'STOP')],
    ['a word for help', textReceived('11:00', 'HELP')],
    ['an answered call', callAnswered('11:00')],
    ['a voicemail', voicemailLeft('11:00')],
    ['another missed call', callMissed('11:00')],
    ['a booking', appointmentBooked('11:00')],
    ['staff who take over', staffActed('11:00', { act: 'take-over' })],
    ['staff who close it', staffActed('11:00', { act: 'close' })],
  ] as const)('is cancelled by %s', (_name, event) => {
    const after = given(second, sent).when(event);
    expect(after.effects('clear-timers').flatMap(({ timers }) => timers)).toContain('second-text');
    expect(after.caller.secondText).toBeNull();
    after.when(due).thenTextsNobody();
  });

  test.each(['abandoned', 'menu-dropped', 'voicemail', 'voicemail-empty'] as const)(
    'does not follow a call that never came to our greeting (%s)',
    (cause) => {
      const left = given(second, [callMissed('10:00', { cause }), timerFired('10:00:02', 'first-text')]);
      expect(left.state.caller.firstTexts).toHaveLength(1);
      expect(timersOf(left)).not.toContain('second-text');
    },
  );

  test('does not follow a first one that never arrived', () => {
    const left = given(second).when(callMissed('10:00')).whenTimerFires('first-text');
    const { textId = '' } = left.effects('send-text')[0] ?? {};
    const expired = left.when(textStatus('10:20', textId, 'withdrawn'));
    expired.when(due).thenWithheld({ rule: 'second-text' });
  });

  test('waits for nine in the morning, on Sundays for noon, and not past a day', () => {
    const late = (afterMinutes: number, day: number, time = '16:00') =>
      given(rules({ secondText: { enabled: true, afterMinutes } }), [textSent(at(time, day))]);
    late(300, 0)
      .when(timerFired('21:00', 'second-text'))
      .thenHeld({ rule: 'quiet-hours', until: at('09:00', 'tomorrow') });
    // Saturday, 21 November
    late(300, 3)
      .when(timerFired(at('21:00', 3), 'second-text'))
      .thenHeld({ rule: 'quiet-hours', until: at('12:00', 4) });
    late(600, 3, '11:00')
      .when(timerFired(at('21:00', 3), 'second-text'))
      .thenWithheld({ rule: 'quiet-hours' });
  });

  test('leaves before eight in the evening, not at eight, and in stricter states as they say', () => {
    const at8 = rules({ secondText: { enabled: true, afterMinutes: 600 } });
    given(at8, sent)
      .when(timerFired('19:59:59', 'second-text'))
      .thenTexts(/about the call/);
    given(at8, sent)
      .when(timerFired('20:00', 'second-text'))
      .thenHeld({ rule: 'quiet-hours', until: at('09:00', 'tomorrow') });
    // Rhode Island, an hour ahead of here, allows sales texts until six.
    const phone = '+14015550142' as E164;
    const after = (mode: 'at-once' | 'state-strict') =>
      given({ phone, rules: rules({ secondText: { enabled: true }, quietHours: { mode } }) }, sent).when(
        timerFired('17:30', 'second-text'),
      );
    after('at-once').thenTexts(/about the call/);
    after('state-strict').thenHeld({ rule: 'quiet-hours', until: at('08:00', 'tomorrow') });
  });

  test('that was put off by the provider does not leave once they have replied', () => {
    const left = given(second, sent).when(due);
    const [text] = left.effects('send-text');
    if (!text) return expect.unreachable();
    expect(whyUnwanted(left.caller, text)).toBeNull();
    expect(whyUnwanted(left.when(textReceived('14:01', 'Hi there')).caller, text)).toBe('pointless');
    expect(whyUnwanted(left.when(textReceived('14:01', 'STOP')).caller, text)).toBe('opted-out');
  });

  test('waits until it is daytime in every zone of the number', () => {
    const caller = {
      phone: '+18505550142' as E164,
      rules: rules({ secondText: { enabled: true, afterMinutes: 540 } }),
    };
    // 850 lies in the Eastern and in the Central zone: 7:30 PM there is 8:30 PM here.
    given(caller, sent)
      .when(timerFired('19:30', 'second-text'))
      .thenHeld({ rule: 'quiet-hours', until: at('09:00', 'tomorrow') });
  });
});

describe('no reply', () => {
  const tasked = rules({ followUp: { noReply: 'task' } });

  test('becomes a task where the owner wants one', () => {
    const called = given(tasked, sent).when(timerFired('14:00', 'no-reply')).thenReason({ rule: 'no-reply' });
    expect(called.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { subject: 'Call: +15125550142', urgent: false },
    });
    expect(timersOf(given({}, sent))).not.toContain('no-reply');
  });

  test('is no reply, too, where they left a voicemail in that call; but a second text is too many then', () => {
    const both = rules({ followUp: { noReply: 'task' }, secondText: { enabled: true } });
    const left = given(both, sent).when(voicemailLeft('10:01'));
    expect(timersOf(left)).toEqual(['close-conversation', 'no-reply']);
  });

  test('is no matter once they have replied', () => {
    expect(timersOf(given(tasked, sent).when(textReceived('11:00', 'Hi there')))).not.toContain('no-reply');
  });
});

describe('a reply that staff leave unanswered', () => {
  const wrote = () => given({}, [textReceived('10:00', 'Can you come?')]);

  test('reminds them, then becomes urgent, and then is let be', () => {
    expect(wrote().state.caller.timers['answer-due']).toBe(at('10:15'));
    const reminded = wrote().when(timerFired('10:15', 'answer-due')).thenReason({ rule: 'answer-due' });
    expect(reminded.published('conversation.needs_human')).toMatchObject([
      { data: { reminder: 1, urgent: false } },
    ]);
    const urgent = reminded.whenTimerFires('answer-due');
    expect(urgent.state.caller.conversation?.urgent).toBe(true);
    expect(urgent.published('conversation.needs_human')).toMatchObject([
      { data: { reminder: 2, urgent: true } },
    ]);
    expect(timersOf(urgent)).not.toContain('answer-due');
    expect(timersOf(urgent.when(textReceived('11:00', 'Hello?')))).not.toContain('answer-due');
  });

  test('is minded in a conversation that a person has, too', () => {
    const sure = staffActed('10:05', { act: 'send', body: 'Which sink?' });
    const asked = wrote().when(sure);
    const answered = asked.when(textStatus('10:06', asked.caller.lastText?.textId ?? '', 'accepted'));
    const again = answered.when(textReceived('10:10', 'The kitchen one. Can you come today?'));
    expect(again.caller.timers['answer-due']).toBe(at('10:25'));
    const urgent = again.whenTimerFires('answer-due').whenTimerFires('answer-due');
    expect(urgent.caller.conversation).toMatchObject({ state: 'with-person', urgent: true });
    expect(timersOf(again.when(staffActed('10:20', { act: 'send', body: 'At 3' })))).not.toContain(
      'answer-due',
    );
    expect(timersOf(answered.when(textReceived('10:10', 'Thanks!')))).not.toContain('answer-due');
    given({}, [textReceived('10:00', 'Hi'), staffActed('10:05', { act: 'take-over' })])
      .when(timerFired('10:15', 'answer-due'))
      .thenEffects();
  });

  test('is minded anew once they were called, texted or taken over after a reminder', () => {
    const reminded = wrote().when(timerFired('10:15', 'answer-due'));
    for (const answer of [
      callAnswered('10:20'),
      staffActed('10:20', { act: 'send', body: 'Sure' }),
      staffActed('10:20', { act: 'take-over' }),
    ]) {
      const again = reminded.when(answer).when(textReceived('11:00', 'Hello? Did you forget me?'));
      expect(again.caller.timers['answer-due']).toBe(at('11:15'));
    }
  });

  test('is counted in opening hours', () => {
    const late = given({}, [textReceived('16:55', 'Can you come?')]);
    expect(late.state.caller.timers['answer-due']).toBe(at('08:10', 'tomorrow'));
  });

  test('is answered by a text, a call, a takeover or a closing, and a new reply starts anew', () => {
    const answers = [
      staffActed('10:05', { act: 'send', body: 'Sure' }),
      callAnswered('10:05'),
      staffActed('10:05', { act: 'take-over' }),
      staffActed('10:05', { act: 'close' }),
      textReceived('10:05', 'STOP'),
    ];
    for (const answer of answers) expect(timersOf(wrote().when(answer))).not.toContain('answer-due');
    const back = wrote()
      .when(timerFired('10:15', 'answer-due'))
      .when(staffActed('10:20', { act: 'take-over' }))
      .when(staffActed('10:25', { act: 'hand-back' }));
    expect(back.state.caller.conversation?.state).toBe('needs-person');
  });

  test('is not minded where the owner wants no reminders', () => {
    const quiet = given(rules({ followUp: { remind: false } }), [textReceived('10:00', 'Can you come?')]);
    expect(timersOf(quiet)).toEqual(['close-conversation']);
  });
});
