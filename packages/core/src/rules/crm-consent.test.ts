import { expect, test } from 'vitest';
import {
  callMissed,
  crmConsentRead,
  given,
  rules,
  staffActed,
  textReceived,
  textSent,
} from '../testing/given.ts';

test('an opt-out in the CRM silences the number at once, and the waiting text with it', () => {
  const silenced = given(rules({ firstText: { delaySeconds: 30 } }), [callMissed('10:00')]).when(
    crmConsentRead('10:00:10'),
  );
  silenced.thenTextsNobody();
  expect(silenced.caller).toMatchObject({ waiting: null, suppression: { by: 'crm' } });
  expect(silenced.published('contact.opted_out')[0]?.data).toMatchObject({ source: 'do_not_text' });
  // The CRM need not be told what it said; whoever waits for the text gets a call.
  expect(silenced.effects('write-crm').map(({ entry }) => entry)).toMatchObject([
    { kind: 'note', task: { open: { subject: expect.stringContaining('Call back') } } },
  ]);
});

test('it counts for what staff write, too', () => {
  given({}, [textSent('09:00'), textReceived('09:01', 'How much?'), crmConsentRead('09:02')])
    .when(staffActed('09:03', { act: 'send', body: 'From 90 dollars' }))
    .thenWithheld({ rule: 'suppressed' });
});

test('the CRM takes back what only it had said', () => {
  const back = given({}, [crmConsentRead('09:00')]).when(crmConsentRead('10:00', { optedOut: false }));
  expect(back.caller.suppression).toBeNull();
  expect(back.caller.ledger.at(-1)).toMatchObject({ kind: 'restored', channel: 'crm', matched: 'hubspot' });
});

test('it does not take back what another CRM said', () => {
  const still = given({}, [crmConsentRead('09:00')]).when(
    crmConsentRead('10:00', { optedOut: false, system: 'salesforce' }),
  );
  expect(still.caller.suppression).not.toBeNull();
});

test("a STOP of the caller's own stands, and the CRM is corrected", () => {
  const still = given({}, [textReceived('09:00', 'STOP')]).when(crmConsentRead('10:00', { optedOut: false }));
  expect(still.caller.suppression).toMatchObject({ by: 'caller' });
  expect(still.effects('write-crm').map(({ entry }) => entry)).toMatchObject([
    { kind: 'consent', status: 'opted-out', words: 'STOP' },
  ]);
});

test('a second opt-out changes nothing', () => {
  given({}, [textReceived('09:00', 'STOP')])
    .when(crmConsentRead('10:00'))
    .thenEffects();
});
