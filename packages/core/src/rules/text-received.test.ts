import { describe, expect, test } from 'vitest';
import {
  at,
  business,
  callMissed,
  contactFound,
  given,
  linePhone,
  staffActed,
  textReceived,
  textSent,
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

describe('an opt-out', () => {
  test.each([
    'STOP',
    'quit',
    'End',
    'revoke',
    'opt out',
    'cancel',
    'unsubscribe',
    'ALTO',
    'please stop texting me',
  ])('by "%s" brings silence with one confirmation', (body) => {
    const out = given({}, [textSent('09:00')]).when(textReceived('10:00', body));
    out.thenTexts(/Acme Plumbing.*START/);
    expect(out.effects('send-text')[0]).toMatchObject({
      class: 'opt-out-confirmation',
      notAfter: at('10:05'),
    });
    expect(out.caller.suppression).toEqual({
      since: at('10:00'),
      kind: 'revoked',
      by: 'caller',
      words: body,
    });
    expect(out.effects('write-crm')[0]?.entry).toMatchObject({
      kind: 'consent',
      status: 'opted-out',
      words: body,
    });
    expect(out.published('contact.opted_out')).toHaveLength(1);
  });

  test('is confirmed in the language in which it was said', () => {
    given()
      .when(textReceived('10:00', 'Alto'))
      .thenTexts(/Ya no recibe textos de Acme Plumbing/);
  });

  test('that the provider has handled gets no text of ours, whatever its words', () => {
    const out = given().when(textReceived('10:00', 'genug', { handledByProvider: 'opt-out' }));
    out.thenTextsNobody();
    expect(out.caller.suppression?.words).toBe('genug');
  });

  test('said again is met with silence and a reason', () => {
    const again = given({}, [textReceived('09:00', 'STOP')]).when(textReceived('10:00', 'STOP!!!'));
    again.thenEffects().thenReason({ rule: 'opt-out', outcome: 'note' });
    expect(again.caller.suppression?.since).toBe(at('09:00'));
  });

  test('withdraws the text that waits, and every timer of a text', () => {
    const out = given({}, [callMissed('10:30:00')]).when(textReceived('10:30:01', 'Stop'));
    expect(out.effects('clear-timers')).toMatchObject([{ timers: ['first-text'] }]);
    expect(out.caller.waiting).toBeNull();
    out.thenReason({ rule: 'suppressed', outcome: 'withhold' });
  });

  test('by a bare CANCEL asks a person whether the appointment was meant', () => {
    const out = given().when(textReceived('10:00', 'Cancel')).thenReason({ rule: 'cancel' });
    expect(out.caller.conversation?.taskId).not.toBeNull();
    expect(given().when(textReceived('10:00', 'STOP')).caller.conversation).toBeNull();
  });

  test('with an emergency in it asks a person to call', () => {
    const out = given()
      .when(textReceived('10:00', 'Stop texting me, there is a gas leak!'))
      .thenReason({ rule: 'urgent' });
    expect(out.caller.suppression).not.toBeNull();
    expect(out.caller.conversation).toMatchObject({ state: 'needs-person', urgent: true });
  });

  test('by a wrong number is not even confirmed', () => {
    const wrong = given().when(textReceived('10:00', 'Sorry, wrong number'));
    wrong.thenTextsNobody();
    expect(wrong.caller.suppression).not.toBeNull();
  });

  test('is not read into "can you stop by tomorrow?"', () => {
    expect(given().when(textReceived('10:00', 'can you stop by tomorrow?')).caller.suppression).toBeNull();
  });
});

describe('START', () => {
  const silent = [textReceived('09:00', 'STOP')];

  test.each(['START', 'unstop', 'Iniciar', 'comenzar', 'Yes'])('"%s" lifts the silence', (body) => {
    const back = given({}, silent)
      .when(textReceived('10:00', body))
      .thenTexts(/Acme Plumbing/);
    expect(back.effects('send-text')[0]?.class).toBe('opt-in-confirmation');
    expect(back.caller.suppression).toBeNull();
    expect(back.effects('write-crm')[0]?.entry).toMatchObject({ kind: 'consent', status: 'opted-in' });
    expect(back.published('contact.opted_in')).toHaveLength(1);
  });

  test('that the provider has confirmed gets no text of ours', () => {
    const back = given({}, silent).when(textReceived('10:00', 'START', { handledByProvider: 'opt-in' }));
    back.thenTextsNobody();
    expect(back.caller.suppression).toBeNull();
  });

  test.each([null, 'opt-in'] as const)(
    'changes nothing without silence (handled by provider: %s)',
    (handled) => {
      const start = given().when(textReceived('10:00', 'START', { handledByProvider: handled }));
      start.thenEffects().thenReason({ rule: 'opt-in' });
    },
  );

  test.each([null, 'opt-in'] as const)(
    '"yes" without silence is an answer (handled by provider: %s)',
    (handled) => {
      const yes = given().when(textReceived('10:00', 'YES', { handledByProvider: handled }));
      yes.thenReason({ rule: 'reply' });
      expect(yes.published('message.received')).toHaveLength(1);
    },
  );
});

describe('HELP', () => {
  test.each(['HELP', 'info', 'Ayuda'])('"%s" gets one text with name, number and the way to stop', (body) => {
    const help = given()
      .when(textReceived('10:00', body))
      .thenTexts(/Acme Plumbing.*\+15125550100.*STOP/);
    expect(help.effects('send-text')[0]).toMatchObject({ class: 'help', from: linePhone });
    expect(help.caller.conversation).toBeNull();
  });

  test('is left to the provider that has answered it', () => {
    given()
      .when(textReceived('10:00', 'HELP', { handledByProvider: 'help' }))
      .thenEffects();
  });

  test('is answered to a suppressed person once', () => {
    const help = given({}, [textReceived('09:00', 'STOP')]).when(textReceived('10:00', 'HELP'));
    help.thenTexts(/STOP/).when(textReceived('10:01', 'HELP')).thenWithheld({ rule: 'help' });
  });
});

test('a line other than the first answers from itself', () => {
  const two = business({ lines: [{ number: linePhone }, { number: '+15125550101' }] });
  const help = given({ business: two }).when(
    textReceived('10:00', 'HELP', { line: two.lines[1]?.number ?? linePhone }),
  );
  expect(help.effects('send-text')[0]?.from).toBe('+15125550101');
});
