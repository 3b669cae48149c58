import { describe, expect, test } from 'vitest';
import { addMinutes } from '../instant.ts';
import {
  at,
  business,
  callerPhone,
  callMissed,
  contactFound,
  given,
  linePhone,
  rules,
  staffActed,
  staffPhone,
  textReceived,
  textSent,
  textStatus,
  timerFired,
  transcriptOf,
} from '../testing/given.ts';

describe('an ordinary text', () => {
  test('needs a person: CRM, one task, and word to other programs', () => {
    const reply = given({}, [textSent('10:00')]).when(
      textReceived('10:05', 'Can you come and look at a boiler?'),
    );
    reply.thenTextsNobody().thenReason({ rule: 'reply', outcome: 'note' });
    expect(reply.effects('write-crm')[0]?.entry).toMatchObject({
      kind: 'text',
      direction: 'in',
      author: 'caller',
      body: 'Can you come and look at a boiler?',
      task: { open: { subject: 'Answer +15125550142', dueAt: at('10:20'), urgent: false } },
    });
    expect(reply.caller.conversation?.state).toBe('needs-person');
    for (const event of ['message.received', 'conversation.needs_human', 'task.created'] as const) {
      expect(reply.published(event)).toHaveLength(1);
    }
    expect(reply.caller.wroteAt).toBe(at('10:05'));
  });

  test('opens one task however often they write', () => {
    const second = given({}, [textReceived('10:00', 'Hello?')]).when(textReceived('10:01', 'Anybody?'));
    expect(second.published('task.created')).toHaveLength(0);
    expect(second.published('message.received')).toHaveLength(1);
    expect(second.effects('write-crm')[0]?.entry.task).toBeUndefined();
  });

  test('outside opening hours is due after the next opening', () => {
    const reply = given().when(textReceived('18:00', 'Can you come tomorrow?'));
    expect(reply.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { dueAt: at('08:15', 'tomorrow') },
    });
  });

  test('that reads as an emergency is urgent, also when a task is open', () => {
    const second = given({}, [textReceived('10:00', 'Hi')]).when(textReceived('10:01', 'A pipe burst!'));
    expect(second.caller.conversation?.urgent).toBe(true);
    expect(second.published('conversation.needs_human')).toMatchObject([{ data: { urgent: true } }]);
    const first = given().when(textReceived('10:00', 'There is a gas leak'));
    expect(first.effects('write-crm')[0]?.entry.task).toMatchObject({ open: { urgent: true } });
  });

  test('stays with the person who has it, and their thanks ask for nothing', () => {
    const history = [textReceived('10:00', 'Hi'), staffActed('10:01', { act: 'take-over' })];
    expect(given({}, history).when(textReceived('10:05', 'And?')).caller.conversation?.state).toBe(
      'with-person',
    );
    const fresh = [textSent('09:00'), staffActed('10:01', { act: 'take-over' })];
    const thanks = given({}, fresh).when(textReceived('10:05', 'Thanks!'));
    expect(thanks.published('task.created')).toHaveLength(0);
  });

  test('withdraws a text that waits', () => {
    const wrote = given({}, [callMissed('10:30:00')]).when(textReceived('10:30:01', 'Call me please'));
    wrote.thenWithheld({ rule: 'text-received' });
    expect(wrote.caller.waiting).toBeNull();
    expect(wrote.effects('clear-timers')).toMatchObject([{ timers: ['first-text'] }]);
  });

  test('of a suppressed number is kept and followed up, and it stays suppressed', () => {
    const wrote = given({}, [textReceived('09:00', 'STOP')]).when(
      textReceived('10:00', 'Do you do boilers?'),
    );
    wrote.thenTextsNobody().thenReason({ rule: 'suppressed' });
    expect(wrote.caller.suppression).not.toBeNull();
    expect(wrote.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { subject: 'Call back: +15125550142' },
    });
  });

  test('names the caller, and says so when several contacts could be meant', () => {
    const known = given({}, [contactFound('09:00')]).when(textReceived('10:00', 'Hi'));
    expect(known.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { subject: 'Answer Dana Reyes' },
    });
    const tie = given({}, [contactFound('09:00', { match: 'several', contact: null })]).when(
      textReceived('10:00', 'Hi'),
    );
    expect(tie.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { detail: expect.stringContaining('Several contacts have this number') },
    });
  });
});

describe('a life in danger', () => {
  const collapsed = 'my husband has collapsed and is not breathing please help';

  test.each(['10:00', '03:00'])('is answered at once, at %s, by the emergency number', (time) => {
    const danger = given({}, [textSent('01:00')]).when(textReceived(time, collapsed));
    danger.thenTexts(/^If anyone is in danger, call 911 now; .*Acme Plumbing\. Reply STOP/);
    danger.thenReason({ rule: 'danger', outcome: 'allow' });
    expect(danger.effects('send-text')[0]).toMatchObject({
      class: 'emergency-number',
      notAfter: addMinutes(at(time), 5),
    });
    expect(danger.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: {
        urgent: true,
        detail: expect.stringMatching(/^Somebody may be in danger, and has been told to call 911;/),
      },
    });
  });

  test('is told once in a conversation, and again in the next', () => {
    const told = given().when(textReceived('10:00', collapsed));
    const again = told.when(textReceived('10:01', 'he is not breathing')).thenTextsNobody();
    again
      .when(staffActed('11:00', { act: 'close' }))
      .when(textReceived('15:00', collapsed))
      .thenTexts(/911/);
  });

  test('is answered in the language of the words', () => {
    given()
      .when(textReceived('10:00', 'auxilio mi esposo no respira'))
      .thenTexts(/^Si alguien corre peligro llame ya al 911; .*Acme Plumbing\. Responda STOP/);
  });

  test('is nothing to sell', () => {
    const { caller, published } = given().when(textReceived('10:00', collapsed));
    expect(caller.conversation?.lead).toBeNull();
    expect(caller.timers.unbooked).toBeUndefined();
    expect(published('lead.qualified')).toEqual([]);
  });

  test('of somebody who asked for silence is told to staff alone, whenever they asked', () => {
    const silent = given({}, [textReceived('09:00', 'STOP')]).when(textReceived('10:00', collapsed));
    silent.thenTextsNobody();
    expect(silent.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { urgent: true, detail: expect.stringMatching(/^Somebody may be in danger; please call them/) },
    });
    const both = given().when(textReceived('10:00', `Stop texting me, ${collapsed}`));
    both.thenTexts(/unsubscribed/).thenReason({ rule: 'urgent' });
    expect(JSON.stringify(both.effects('write-crm'))).toContain('somebody may be in danger');
  });

  test('in a text from one of the staff is answered by nobody automatic', () => {
    given({ phone: staffPhone }).when(textReceived('10:00', collapsed)).thenTextsNobody();
  });

  test.each(['A pipe burst!', 'We have no heat'])('is not what "%s" speaks of', (body) => {
    given().when(textReceived('10:00', body)).thenTextsNobody();
  });
});

describe('a blocked number', () => {
  const rule = rules({ groups: { blocked: [callerPhone] } });

  test.each(['Hello, you there?', 'HELP', 'START', 'A pipe burst!', 'he is not breathing'])(
    'that writes "%s" gets no text and makes no task',
    (body) => {
      const wrote = given(rule, [callMissed('09:00')]).when(textReceived('10:00', body));
      wrote.thenEffects().thenReason({ rule: 'blocked', outcome: 'note' });
      expect(wrote.caller).toMatchObject({ conversation: null, timers: {} });
    },
  );

  test('that opts out is silenced for when it is blocked no more, without a text or a task', () => {
    for (const body of ['Cancel', 'Stop texting me, a pipe burst!']) {
      const out = given(rule).when(textReceived('10:00', body)).thenTextsNobody();
      out.thenReason({ rule: 'opt-out-confirmation' });
      expect(out.caller).toMatchObject({ suppression: { kind: 'revoked' }, conversation: null });
      expect(out.published('task.created')).toEqual([]);
    }
  });

  test('that speaks of an emergency on the voicemail makes no task', () => {
    const read = given(rule, [callMissed('09:00')]).when(transcriptOf('09:01', '09:00', 'A pipe burst'));
    expect(read.caller.conversation).toBeNull();
  });
});

describe('the last text', () => {
  const asked = (body: string) => [textReceived('10:00', 'Hi'), staffActed('10:04', { act: 'send', body })];

  test.each([
    ['Do you want us to stop texting you?', 'yes'],
    ['Shall we keep texting you about this?', 'no'],
    ['Reply 9 to stop.', '9'],
    [`${'We were there on Monday. '.repeat(20)}Shall we stop texting you?`, 'Yes'],
  ])('by staff, "%s", gives its meaning to "%s"', (body, answer) => {
    expect(given({}, asked(body)).when(textReceived('10:06', answer)).caller.suppression).not.toBeNull();
  });

  test.each([
    ['Shall we stop by on Monday?', 'yes'],
    ['Shall we keep texting you about this?', 'yes'],
    ['Do you want us to stop texting you?', 'no'],
  ])('"%s" leaves "%s" an answer', (body, answer) => {
    given({}, asked(body)).when(textReceived('10:06', answer)).thenReason({ rule: 'reply' });
  });

  test('that asks for no silence turns a bare "No" into none', () => {
    const no = given({}, [textSent('10:00')]).when(textReceived('10:05', 'No'));
    expect(no.caller.suppression).toBeNull();
  });

  test('is forgotten when it did not arrive, and when the conversation is closed', () => {
    const history = asked('Shall we stop texting you?');
    const { lastText } = given({}, history).state.caller;
    const failed = given({}, [...history, textStatus('10:05', lastText?.textId ?? '', 'failed')]);
    expect(failed.state.caller.lastText).toBeNull();
    const closed = given({}, [...history, staffActed('10:05', { act: 'close' })]);
    expect(closed.state.caller.lastText).toBeNull();
    const idle = given({}, [...history, timerFired(at('10:05', 4), 'close-conversation')]);
    expect(idle.state.caller).toMatchObject({ lastText: null, conversation: { state: 'closed' } });
  });

  test('is kept short, and in whole characters', () => {
    const { lastText } = given({}, asked(`${'\u{1F600}'.repeat(200)}!`)).state.caller;
    expect(lastText?.body).toHaveLength(320);
    expect(lastText?.body.isWellFormed()).toBe(true);
  });
});

test('a line other than the first answers from itself', () => {
  const two = business({ lines: [{ number: linePhone }, { number: '+15125550101' }] });
  const help = given({ business: two }).when(
    textReceived('10:00', 'HELP', { line: two.lines[1]?.number ?? linePhone }),
  );
  expect(help.effects('send-text')[0]?.from).toBe('+15125550101');
});

test('what comes with a text is fetched, also with an opt-out', () => {
  const media = [{ url: 'https://provider/1', contentType: 'image/jpeg' }];
  const received = given().when(textReceived('10:00', 'It looks like this', { media }));
  expect(received.effects('fetch-media')).toMatchObject([{ position: 0, url: 'https://provider/1' }]);
  const stopped = given().when(textReceived('10:00', 'STOP', { media }));
  expect(stopped.effects('fetch-media')).toHaveLength(1);
});
