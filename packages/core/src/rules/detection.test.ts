import { describe, expect, test } from 'vitest';
import type { BusinessInput } from '../business.ts';
import type { E164 } from '../phone.ts';
import type { RulesInput } from '../rule-set.ts';
import {
  at,
  business,
  callAnswered,
  callMissed,
  given,
  linePhone,
  rules,
  staffActed,
  textReceived,
  textSent,
  transcriptOf,
  voicemailOf,
} from '../testing/given.ts';

const otherLine = '+15125550101' as E164;
const twoLines = (details: Partial<BusinessInput['lines'][number]> = {}) =>
  business({ lines: [{ number: linePhone }, { number: otherLine, ...details }] });
const missedOn = (line: E164, time = '10:30') => callMissed(time, { line });

describe('a miss of one cause is treated as the rules say', () => {
  test.each([
    ['noAnswer', 'no-answer'],
    ['busy', 'busy'],
    ['declined', 'declined'],
    ['failed', 'failed'],
    ['abandoned', 'abandoned'],
    ['notAccepted', 'not-accepted'],
    ['forwarded', 'forwarded'],
    ['menuDropped', 'menu-dropped'],
    ['voicemailLeft', 'voicemail'],
    ['voicemailEmpty', 'voicemail-empty'],
  ] as const)('%s', (setting, cause) => {
    const call = callMissed('10:30', { cause });
    const treated = (treatment: 'text' | 'task' | 'leave-alone') =>
      given(rules({ detection: { causes: { [setting]: treatment } } })).when(call);
    treated('text').whenTimerFires('first-text').thenTexts(/Acme/);
    expect(treated('task').thenWithheld({ rule: 'detection' }).caller.conversation?.taskId).not.toBeNull();
    expect(treated('leave-alone').thenWithheld({ rule: 'detection' }).caller.conversation).toBeNull();
  });

  test('unclear becomes a task, or nothing, but never a text', () => {
    const call = callMissed('10:30', { cause: 'unclear' });
    given().when(call).thenWithheld({ rule: 'unclear' });
    const alone = given(rules({ detection: { causes: { unclear: 'leave-alone' } } })).when(call);
    expect(alone.thenWithheld({ rule: 'detection' }).caller.conversation).toBeNull();
  });

  test('after hours, by when the call was missed', () => {
    const tasked = given(rules({ detection: { afterHours: 'task' } }));
    tasked.when(callMissed('17:30')).thenWithheld({ rule: 'detection' });
    tasked.when(callMissed('16:59:59')).whenTimerFires('first-text').thenTexts(/Acme/);
  });
});

describe('a voicemail', () => {
  const policy = (voicemail: NonNullable<RulesInput['detection']>['voicemail']) =>
    given(rules({ detection: { voicemail } }), [callMissed('10:30')]);

  test('changes nothing by default: the text has left', () => {
    given({}, [textSent('10:30')])
      .when(voicemailOf('10:31', '10:30'))
      .thenTextsNobody()
      .thenReason({ rule: 'voicemail', outcome: 'note' });
  });

  test('instead of a text: the text waits to learn of it', () => {
    const waits = given(rules({ detection: { voicemail: { policy: 'without-voicemail' } } })).when(
      callMissed('10:30'),
    );
    waits.thenHeld({ rule: 'voicemail', until: at('10:31:30') });
    waits.whenTimerFires('first-text').thenTexts(/Acme/);
    const left = waits.when(voicemailOf('10:31', '10:30')).thenWithheld({ rule: 'voicemail' });
    expect(left.caller).toMatchObject({ waiting: null, conversation: { taskId: expect.any(String) } });
  });

  test('instead of a text is known at once of a call that a log tells of afterwards', () => {
    const rule = rules({ detection: { voicemail: { policy: 'without-voicemail' } } });
    given(rule)
      .when(callMissed('10:30', { cause: 'voicemail' }))
      .thenWithheld({ rule: 'detection' });
    const empty = given(rule).when(callMissed('10:30', { cause: 'voicemail-empty' }));
    expect(empty.effects('set-timer')[0]?.at).toBe(at('10:30:02'));
  });

  test('is nothing to wait for on a line that takes none', () => {
    const setting = {
      business: business({ lines: [{ number: linePhone, voicemail: false }] }),
      rules: rules({ detection: { voicemail: { policy: 'without-voicemail' } } }),
    };
    expect(given(setting).when(callMissed('10:30')).effects('set-timer')[0]?.at).toBe(at('10:30:02'));
  });

  test('known while the text waits gives way as its own switch says', () => {
    const slow = { firstText: { delaySeconds: 60 } };
    const left = (voicemailLeft: 'text' | 'task' | 'leave-alone') =>
      given(rules({ ...slow, detection: { causes: { voicemailLeft } } }), [callMissed('10:30')]).when(
        voicemailOf('10:30:40', '10:30'),
      );
    expect(left('text').caller.waiting).not.toBeNull();
    expect(left('task').thenWithheld({ rule: 'voicemail' }).caller.conversation?.taskId).not.toBeNull();
    expect(left('leave-alone').thenWithheld({ rule: 'voicemail' }).caller.conversation?.taskId).toBeNull();
  });

  test('is waited for until it has been read', () => {
    const recorded = policy({ policy: 'after-transcript' }).when(voicemailOf('10:31', '10:30'));
    recorded.thenHeld({ rule: 'voicemail', until: at('10:32:30') });
    const read = recorded.when(transcriptOf('10:31:20', '10:30', 'Hi, my tap drips, please call'));
    expect(read.effects('set-timer')).toContainEqual(expect.objectContaining({ at: at('10:31:20') }));
    read.whenTimerFires('first-text').thenTexts(/Acme/);
    recorded.whenTimerFires('first-text').thenTexts(/Acme/);
  });

  test('leaves as soon as nobody can make out what they said, of which the CRM hears nothing', () => {
    const recorded = policy({ policy: 'after-transcript' }).when(voicemailOf('10:31', '10:30'));
    const blank = recorded.when(transcriptOf('10:31:20', '10:30', ' '));
    blank.thenReason({ rule: 'voicemail', outcome: 'note' });
    expect(blank.effects('set-timer')).toMatchObject([{ timer: 'first-text', at: at('10:31:20') }]);
    expect(blank.effects('write-crm')).toEqual([]);
  });

  test('that asks for silence is an opt-out', () => {
    const read = policy({ policy: 'after-transcript' }).when(
      transcriptOf('10:31:20', '10:30', 'Please stop texting me'),
    );
    expect(read.thenTextsNobody().caller).toMatchObject({
      waiting: null,
      suppression: { words: 'Please stop texting me' },
      ledger: [{ kind: 'inquiry' }, { kind: 'revoked', channel: 'call' }],
    });
  });

  test('that cannot wait is urgent', () => {
    const read = given({}, [textSent('10:30')]).when(
      transcriptOf('10:32', '10:30', 'A pipe burst, water everywhere'),
    );
    expect(read.caller.conversation).toMatchObject({ urgent: true, state: 'needs-person' });
    expect(read.effects('write-crm')[0]?.entry.task).toHaveProperty('open');
  });
});

describe('a forged caller id', () => {
  test('is no inquiry of the number it names, so staff may not text it either', () => {
    const forged = given().when(callMissed('10:30', { attestation: 'failed' }));
    forged.thenWithheld({ rule: 'caller-id' });
    expect(forged.caller.ledger).toEqual([]);
    forged.when(staffActed('10:35', { act: 'send', body: 'You called?' })).thenWithheld({ rule: 'consent' });
  });
});

describe('a miss that we learn of late', () => {
  const late = callMissed('10:05', { missedAt: at('10:00') });

  test.each([
    ['spoken with', [callAnswered('10:03')]],
    ['heard in writing', [textReceived('10:03', 'Hi there'), staffActed('10:04', { act: 'close' })]],
  ])('gets no text and no task where they have been %s since', (_how, history) => {
    const missed = given({}, history).when(late).thenWithheld({ rule: 'since' });
    expect(missed.effects('write-crm')[0]?.entry).toMatchObject({ kind: 'missed-call' });
    expect(missed.published('task.created')).toEqual([]);
  });

  test.each([
    ['no conversation', []],
    ['one in which nobody has to do anything', [textSent('08:00')]],
    ['one that was over before', [textSent('08:00'), staffActed('09:00', { act: 'close' })]],
  ])('gets a call instead where they only asked for help since, with %s', (_what, history) => {
    const missed = given(rules({ dedupe: { windowHours: 1 } }), [
      ...history.flat(),
      textReceived('10:03', 'HELP'),
    ])
      .when(late)
      .thenWithheld({ rule: 'since' });
    expect(missed.published('task.created')).toMatchObject([
      { data: { subject: 'Call back: +15125550142' } },
    ]);
  });

  test('is texted where they were spoken with before it, and while it is under fifteen minutes old', () => {
    given({}, [callAnswered('10:00')])
      .when(late)
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
    const missedAt = at('10:00');
    given().when(callMissed('10:14:59.999', { missedAt })).thenReason({ rule: 'first-text' });
    given().when(callMissed('10:15', { missedAt })).thenWithheld({ rule: 'too-late' });
  });
});

test.each(['+17875550142', '+16715550142', '+13405550142', '+16847330142', '+16705550142'])(
  '%s, of a territory of the United States, is texted',
  (phone) => {
    given({ phone: phone as E164 })
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
  },
);

describe('dedupe', () => {
  test('counts over all lines, or for each by itself', () => {
    const sentOnFirst = [textSent('10:00')];
    const setting = { business: twoLines() };
    given(setting, sentOnFirst).when(missedOn(otherLine)).thenWithheld({ rule: 'dedupe' });
    given({ ...setting, rules: rules({ dedupe: { per: 'line' } }) }, sentOnFirst)
      .when(missedOn(otherLine))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
    given({ ...setting, rules: rules({ dedupe: { per: 'line' } }) }, sentOnFirst)
      .when(missedOn(linePhone))
      .thenWithheld({ rule: 'dedupe' });
  });

  test('can be stricter than two in seven days and three in thirty, not laxer', () => {
    const strict = rules({ dedupe: { windowHours: 1, maxIn7Days: 1 } });
    given(strict, [textSent(at('10:00', -2))])
      .when(callMissed('10:30'))
      .thenWithheld({ rule: 'frequency' });
    expect(() => rules({ dedupe: { maxIn7Days: 3 } })).toThrow(/dedupe\.maxIn7Days/);
  });
});

describe('the brand', () => {
  test('names the business, its links and its sender in texts', () => {
    const brand = {
      name: 'North Side Plumbing',
      sender: otherLine,
      bookingUrl: 'https://book.example.com/n',
    };
    const templates = { open: '{{business.name}}: {{booking.link}} Reply STOP to opt out' };
    const sent = given({ business: twoLines(), rules: rules({ brand, firstText: { templates } }) })
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts('North Side Plumbing: https://book.example.com/n Reply STOP to opt out');
    expect(sent.effects('send-text')[0]?.from).toBe(otherLine);
    expect(sent.state.business.name).toBe('Acme Plumbing');
  });

  test('with a sender that is none of the lines is noted, and the called line sends', () => {
    const sent = given(rules({ brand: { sender: otherLine } }))
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenReason({ rule: 'sender' });
    expect(sent.effects('send-text')[0]?.from).toBe(linePhone);
  });

  test('speaks the language of the line', () => {
    given({ business: twoLines({ language: 'es' }) })
      .when(missedOn(otherLine))
      .whenTimerFires('first-text')
      .thenTexts(/sentimos no haber atendido/);
  });
});
