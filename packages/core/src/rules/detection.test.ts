import { describe, expect, test } from 'vitest';
import type { BusinessInput } from '../business.ts';
import type { E164 } from '../phone.ts';
import type { RulesInput } from '../rule-set.ts';
import {
  at,
  business,
  callerPhone,
  callMissed,
  contactFound,
  given,
  linePhone,
  rules,
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

describe('a group of callers', () => {
  const asked = (when: string, set: RulesInput) =>
    rules({
      ...set,
      overrides: [{ when: { groups: [when as 'vip'] }, set: { firstText: { send: 'task' } } }],
    });

  test('blocked is left alone', () => {
    const decided = given(rules({ groups: { blocked: [callerPhone] } })).when(callMissed('10:30'));
    expect(decided.thenWithheld({ rule: 'blocked' }).caller.conversation).toBeNull();
  });

  test('VIP is urgent unless the owner says otherwise', () => {
    const vip = (vipIsUrgent: boolean) =>
      given(rules({ groups: { vip: [callerPhone], vipIsUrgent } })).when(
        textReceived('10:00', 'Hello, Dana here'),
      );
    expect(vip(true).caller.conversation?.urgent).toBe(true);
    expect(vip(false).caller.conversation?.urgent).toBe(false);
  });

  test('can have rules of its own: new callers, VIPs, customers by number', () => {
    given(asked('new', {})).when(callMissed('10:30')).thenWithheld({ rule: 'detection' });
    given(asked('vip', { groups: { vip: [callerPhone] } }))
      .when(callMissed('10:30'))
      .thenWithheld({ rule: 'detection' });
    const customer = asked('customer', { groups: { customers: [callerPhone] } });
    given(customer).when(callMissed('10:30')).thenWithheld({ rule: 'detection' });
    given(asked('customer', {})).when(callMissed('10:30')).whenTimerFires('first-text').thenTexts(/Acme/);
  });

  test('is learned from the CRM while the text waits', () => {
    const call = given(asked('customer', {})).when(callMissed('10:30'));
    call.when(contactFound('10:30:01')).when(textlessTimer()).thenWithheld({ rule: 'detection' });
    const stranger = contactFound('10:30:01', { match: 'none', contact: null });
    const later = contactFound('10:30:02');
    // What we have written ourselves since makes nobody a customer.
    call.when(stranger).when(later).when(textlessTimer()).thenTexts(/Acme/);
  });

  test('is what the CRM says where it can tell', () => {
    const contact = {
      id: '1',
      firstName: null,
      lastName: null,
      ownerId: null,
      optedOut: false,
      isCustomer: false,
    };
    given(asked('customer', {}), [contactFound('10:00', { contact })])
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts(/Acme/);
  });

  function textlessTimer() {
    const { id, ...rest } = callMissed('10:30:02');
    return { ...rest, id: `timer-${id}`, type: 'timer-fired', timer: 'first-text' } as const;
  }
});

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

describe('an override', () => {
  const tasked = { firstText: { send: 'task' } } as const;
  const isTasked = (
    when: NonNullable<RulesInput['overrides']>[number]['when'],
    time: string,
    of = business(),
    line = linePhone,
  ) => {
    const decided = given({ business: of, rules: rules({ overrides: [{ when, set: tasked }] }) }).when(
      missedOn(line, time),
    );
    return decided.caller.waiting === null;
  };

  test('holds for a line, a location, a service', () => {
    const of = twoLines({ location: 'North', service: 'heating' });
    for (const when of [{ lines: [otherLine] }, { locations: ['North'] }, { services: ['heating'] }]) {
      expect(isTasked(when, '10:30', of, otherLine)).toBe(true);
      expect(isTasked(when, '10:30', of, linePhone)).toBe(false);
    }
  });

  test('holds at a time: open or closed, a day, an hour; the 18th is a Wednesday', () => {
    expect(isTasked({ hours: ['closed'] }, '18:00')).toBe(true);
    expect(isTasked({ hours: ['closed'] }, '10:30')).toBe(false);
    expect(isTasked({ days: ['wed'] }, '10:30')).toBe(true);
    expect(isTasked({ days: ['thu', 'fri'] }, '10:30')).toBe(false);
    expect(isTasked({ between: '10:00-10:30' }, '10:29:59')).toBe(true);
    expect(isTasked({ between: '10:00-10:30' }, '10:30')).toBe(false);
    expect(isTasked({ between: '10:30-11:00' }, '10:30')).toBe(true);
  });

  test('needs all its conditions, changes nothing else, and the last one wins', () => {
    expect(isTasked({ days: ['wed'], hours: ['closed'] }, '10:30')).toBe(false);
    const slow = { when: { days: ['wed' as const] }, set: { firstText: { delaySeconds: 30 } } };
    const slower = { when: { days: ['wed' as const] }, set: { firstText: { delaySeconds: 40 } } };
    const decided = given(rules({ firstText: { maxLateMinutes: 10 }, overrides: [slow, slower] })).when(
      callMissed('10:30'),
    );
    expect(decided.effects('set-timer')[0]?.at).toBe(at('10:30:40'));
    expect(decided.whenTimerFires('first-text').effects('send-text')[0]?.notAfter).toBe(at('10:40'));
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
