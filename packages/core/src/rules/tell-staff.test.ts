import { describe, expect, test } from 'vitest';
import { isNoticePointless, type Notice } from '../notice.ts';
import type { E164 } from '../phone.ts';
import {
  at,
  business,
  callAnswered,
  callerPhone,
  callMissed,
  contactFound,
  type Decided,
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

function noticeOf(decided: Decided): Notice {
  const [told, ...others] = decided.effects('notify');
  if (!told || others.length > 0) throw new Error('expected one notice');
  return told.notice;
}

const ana = { name: 'Ana', phone: '+15125550188' as E164 };
const ben = { name: 'Ben', phone: '+15125550189' as E164 };
const onCall = rules({ onCall: { people: [ana, ben] } });
const gas = textReceived('10:00', 'There is a gas leak');

describe('staff are told', () => {
  test('of a caller who wrote, in their words, with the reasons and when to answer', () => {
    const notice = noticeOf(given().when(textReceived('10:00', 'When can you come?')));
    expect(notice).toMatchObject({
      kind: 'needs-person',
      urgent: false,
      headline: 'Answer +15125550142',
      caller: { name: null, phone: callerPhone },
      happened: 'They wrote:',
      words: 'When can you come?',
      answerBy: at('10:15'),
      line: linePhone,
    });
    expect(notice.reasons).toContain('The caller wrote, so a person has to answer.');
  });

  test('in Spanish where the business speaks it', () => {
    const told = (at: string, body: string) =>
      noticeOf(given({ business: business({ language: 'es' }) }).when(textReceived(at, body)));
    expect(told('10:00', '¿Cuándo pueden venir?')).toMatchObject({
      headline: 'Responda a +15125550142',
      happened: 'Escribió:',
      words: '¿Cuándo pueden venir?',
    });
    expect(told('10:00', 'ALTO')).toMatchObject({ headline: 'No más mensajes a +15125550142' });
  });

  test('once, however much a caller writes while they wait', () => {
    const first = given().when(textReceived('10:00', 'When can you come?'));
    expect(first.when(textReceived('10:01', 'Hello?')).effects('notify')).toEqual([]);
  });

  test('of a picture that comes without words', () => {
    const media = [{ url: 'https://api.twilio.com/media/ME1', contentType: 'image/jpeg' }];
    const one = textReceived('10:00', ' ', { media });
    expect(noticeOf(given().when(one))).toMatchObject({ happened: 'They sent a picture.', words: null });
    const two = textReceived('10:00', '', { media: [...media, ...media] });
    expect(noticeOf(given().when(two))).toMatchObject({ happened: 'They sent 2 pictures.', words: null });
    const file = textReceived('10:00', '', {
      media: [{ url: 'https://x.test/a', contentType: 'text/vcard' }],
    });
    expect(noticeOf(given().when(file))).toMatchObject({ happened: 'They sent a file.', words: null });
    const nothing = textReceived('10:00', ' \n');
    expect(noticeOf(given().when(nothing))).toMatchObject({
      happened: 'They sent an empty text.',
      words: null,
    });
    const both = noticeOf(given().when(textReceived('10:00', 'This tap', { media })));
    expect(both).toMatchObject({ happened: 'They sent a picture and wrote:', words: 'This tap' });
  });

  test('by the name that the CRM knows', () => {
    const notice = noticeOf(given({}, [contactFound('09:00')]).when(textReceived('10:00', 'Hello')));
    expect(notice).toMatchObject({ headline: 'Answer Dana Reyes', caller: { name: 'Dana Reyes' } });
  });

  test('at once of what is urgent, and of an emergency whoever is on call, then the next, then everybody', () => {
    expect(noticeOf(given().when(gas))).toMatchObject({ kind: 'needs-person', urgent: true, people: [] });
    const called = given(onCall).when(gas);
    expect(noticeOf(called)).toMatchObject({ kind: 'emergency', urgent: true, level: 1 });
    const next = called.whenTimerFires('on-call');
    expect(noticeOf(next)).toMatchObject({ kind: 'emergency', urgent: true, level: 2 });
    const names = [called, next].flatMap((one) => noticeOf(one).people.map(({ name }) => name));
    expect(names.toSorted()).toEqual(['Ana', 'Ben']);
    const everybody = noticeOf(next.whenTimerFires('on-call'));
    expect(everybody.people).toEqual([ana, ben].map((person) => ({ ...person, email: null })));
    expect(everybody.happened).toBe('Nobody has acknowledged the emergency, so everybody is called on.');
  });

  test('of a reply that nobody has answered in time', () => {
    const reminded = given({}, [textReceived('10:00', 'Hello')]).when(timerFired('10:15', 'answer-due'));
    expect(noticeOf(reminded)).toMatchObject({ kind: 'reminder', headline: 'Still waiting: +15125550142' });
  });

  test('of a missed call that got no text, and on which line', () => {
    const stopped = given({}, [textReceived('09:00', 'STOP')]).when(callMissed('10:30'));
    expect(noticeOf(stopped)).toMatchObject({
      kind: 'needs-person',
      happened: 'They called Main office and nobody answered.',
    });
  });

  test('of a voicemail, and of its words, though a text has answered the call', () => {
    const texted = given({}, [textSent('10:00')]);
    const left = texted.when(voicemailLeft('10:01'));
    expect(noticeOf(left)).toMatchObject({
      kind: 'voicemail',
      urgent: false,
      headline: 'Voicemail from +15125550142',
      happened: 'They left a voicemail.',
    });
    expect(noticeOf(left).conversationId).toBe(left.caller.conversation?.id);
    const read = left.when(transcriptOf('10:02', '10:01', 'Please call about the boiler.'));
    expect(noticeOf(read)).toMatchObject({ kind: 'voicemail', words: 'Please call about the boiler.' });
    expect(left.when(transcriptOf('10:02', '10:01', ' ')).effects('notify')).toEqual([]);
  });

  test('of a voicemail whose caller a person has to call with the task, and its words after it', () => {
    const rule = rules({ detection: { voicemail: { policy: 'without-voicemail' } } });
    const left = given(rule, [callMissed('10:30')]).when(voicemailOf('10:31', '10:30'));
    expect(noticeOf(left)).toMatchObject({ kind: 'needs-person', headline: 'Call back: +15125550142' });
    const read = left.when(transcriptOf('10:32', '10:30', 'Please call about the boiler.'));
    expect(noticeOf(read)).toMatchObject({ kind: 'needs-person', headline: 'Voicemail from +15125550142' });
  });

  test('of a voicemail on a withheld number, and by your rules of one that is all', () => {
    const withheld = given({ phone: null }, [callMissed('10:30')]).when(voicemailOf('10:31', '10:30'));
    expect(noticeOf(withheld)).toMatchObject({ headline: 'Voicemail from a withheld number' });
    const rule = rules({ detection: { causes: { voicemailLeft: 'leave-alone' } } });
    expect(noticeOf(given(rule).when(voicemailLeft('10:30')))).toMatchObject({ kind: 'voicemail' });
  });

  test('of a STOP, but not of one that they or the CRM recorded themselves', () => {
    expect(noticeOf(given().when(textReceived('10:00', 'STOP')))).toMatchObject({ kind: 'opt-out' });
    const recorded = staffActed('10:00', { act: 'opt-out', evidence: 'on the phone' });
    expect(given().when(recorded).effects('notify')).toEqual([]);
    const contact = { id: '5', firstName: 'Dana', lastName: null, ownerId: null, optedOut: true };
    expect(given().when(contactFound('10:00', { contact })).effects('notify')).toEqual([]);
  });

  test('where the rules say, of what is theirs', () => {
    const routed = rules({ routing: { people: [{ ...ana, email: 'ana@example.com' }] } });
    const { people } = noticeOf(given(routed).when(textReceived('10:00', 'Hello')));
    expect(people).toEqual([{ ...ana, email: 'ana@example.com' }]);
  });

  test('nothing of numbers that are blocked', () => {
    const blocked = rules({ groups: { blocked: [callerPhone] } });
    expect(given(blocked).when(textReceived('10:00', 'STOP')).effects('notify')).toEqual([]);
    expect(given(blocked).when(voicemailLeft('10:00')).effects('notify')).toEqual([]);
    expect(given({ phone: staffPhone }).when(voicemailLeft('10:00')).effects('notify')).toEqual([]);
  });
});

describe('a notice is pointless', () => {
  const wrote = given().when(textReceived('10:00', 'Hello'));
  const notice = noticeOf(wrote);

  test('once somebody has answered, taken over, closed, or spoken with the caller', () => {
    expect(isNoticePointless(wrote.caller, notice)).toBe(false);
    for (const event of [
      staffActed('10:01', { act: 'send', body: 'We come at noon.' }),
      staffActed('10:01', { act: 'take-over' }),
      staffActed('10:01', { act: 'close' }),
      callAnswered('10:01'),
    ]) {
      expect(isNoticePointless(wrote.when(event).caller, notice)).toBe(true);
    }
  });

  test('not for whoever has the conversation, while what is new in it waits', () => {
    const theirs = given({}, [textSent('09:00'), staffActed('09:10', { act: 'take-over' })]);
    const asked = theirs.when(textReceived('10:00', 'And the price?'));
    expect(isNoticePointless(asked.caller, noticeOf(asked))).toBe(false);
  });

  test('for a voicemail, once somebody has taken over, closed, or spoken with the caller, but not for a reply', () => {
    const left = given({}, [textSent('10:00')]).when(voicemailLeft('10:01'));
    const voicemail = noticeOf(left);
    expect(isNoticePointless(left.caller, voicemail)).toBe(false);
    expect(isNoticePointless(left.when(textReceived('10:02', 'Hello?')).caller, voicemail)).toBe(false);
    for (const event of [
      staffActed('10:02', { act: 'take-over' }),
      staffActed('10:02', { act: 'close' }),
      callAnswered('10:02'),
    ]) {
      expect(isNoticePointless(left.when(event).caller, voicemail)).toBe(true);
    }
  });

  test('for an emergency, once somebody has acknowledged it', () => {
    const called = given(onCall).when(gas);
    const seen = called.when(staffActed('10:01', { act: 'acknowledge' }));
    expect(isNoticePointless(called.caller, noticeOf(called))).toBe(false);
    expect(isNoticePointless(seen.caller, noticeOf(called))).toBe(true);
  });

  test('for a STOP that was taken back', () => {
    const stopped = given().when(textReceived('10:00', 'STOP'));
    expect(isNoticePointless(stopped.caller, noticeOf(stopped))).toBe(false);
    expect(isNoticePointless(stopped.when(textReceived('10:01', 'START')).caller, noticeOf(stopped))).toBe(
      true,
    );
  });
});

describe('a member of staff', () => {
  const staff = { phone: staffPhone };
  const noticed = {
    type: 'notice-due',
    id: 'notice-1',
    businessId: 'acme-plumbing',
    callerId: staffPhone,
    at: at('10:00'),
    line: linePhone,
    body: 'Answer Maria.',
  } as const;

  test('is told by text, and that is nothing for the CRM', () => {
    const told = given(staff).when(noticed).thenTexts('Answer Maria.');
    const [text] = told.effects('send-text');
    expect(text).toMatchObject({ class: 'notice', from: linePhone, to: staffPhone });
    const sent = {
      ...noticed,
      type: 'text-status-changed',
      id: 'status-1',
      textId: text?.textId ?? '',
      status: 'accepted',
      code: null,
      providerId: 'SM1',
    } as const;
    told.when(sent).thenEffects();
  });

  test('who texts STOP gets one confirmation and no more notices, and is no contact', () => {
    const stopped = given(staff).when(textReceived('09:00', 'STOP'));
    expect(stopped.effects('write-crm')).toEqual([]);
    expect(stopped.effects('send-text')).toHaveLength(1);
    stopped.when(noticed).thenWithheld({ rule: 'suppressed' });
    stopped.when(textReceived('09:30', 'START')).when(noticed).thenTexts('Answer Maria.');
  });

  test('who writes to the line is no caller', () => {
    given(staff).when(textReceived('09:00', 'on my way')).thenEffects().thenReason({ rule: 'staff-number' });
  });
});
