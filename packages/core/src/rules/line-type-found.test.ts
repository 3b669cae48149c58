import { expect, test } from 'vitest';
import type { LineType } from '../line-type.ts';
import {
  at,
  callerPhone,
  callMissed,
  given,
  lineTypeFound,
  rules,
  textReceived,
  timerFired,
} from '../testing/given.ts';

const asking = rules({ detection: { lineType: { lookUp: true } } });

test('nobody is asked for a fee unless the rules say so', () => {
  expect(given().when(callMissed('10:30')).effects('look-up-line-type')).toEqual([]);
});

test('where they say so, the carrier is asked while the text waits', () => {
  const missed = given(asking).when(callMissed('10:30'));
  expect(missed.effects('look-up-line-type')).toMatchObject([{ phone: callerPhone }]);
  missed.whenTimerFires('first-text').thenTexts(/sorry we missed your call/);
});

test.each<LineType>([
  'landline',
  'toll-free',
  'premium',
  'shared-cost',
  'universal-access',
  'voicemail',
  'pager',
])('a %s is called back, not texted', (lineType) => {
  const found = given(asking)
    .when(callMissed('10:30'))
    .when(lineTypeFound('10:30:01', lineType))
    .thenWithheld({ rule: 'line-type' });
  expect(found.decision.reasons[0]).toMatchObject({ facts: { lineType } });
  expect(found.effects('clear-timers')).toMatchObject([{ timers: ['first-text'] }]);
  expect(found.published('text_back.withheld')).toHaveLength(1);
  expect(found.effects('write-crm')[0]?.entry).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('cannot receive texts'),
    task: { open: { subject: expect.stringContaining('Call back') } },
  });
});

test.each<LineType>(['mobile', 'voip', 'personal', 'unknown'])('a line of type %s is texted', (lineType) => {
  const found = given(asking).when(callMissed('10:30')).when(lineTypeFound('10:30:01', lineType));
  expect(found.decision.reasons).toMatchObject([{ rule: 'line-type', outcome: 'note', facts: { lineType } }]);
  found.when(timerFired('10:30:02', 'first-text')).thenTexts(/sorry we missed your call/);
});

test('an answer that comes after the text changes nothing now, and spares the next call a text', () => {
  const texted = given(asking).when(callMissed('10:30')).whenTimerFires('first-text');
  const found = texted.when(lineTypeFound('10:31', 'landline')).thenTextsNobody();
  const again = found.when(callMissed(at('10:30', 2)));
  again.thenWithheld({ rule: 'line-type' });
  expect(again.effects('look-up-line-type')).toEqual([]);
});

test('what the carrier said counts for 30 days, and is asked again after that', () => {
  const known = given(asking, [lineTypeFound('09:00', 'landline')]);
  known.when(callMissed(at('08:59', 30))).thenWithheld({ rule: 'line-type' });
  const later = known.when(callMissed(at('09:01', 30)));
  expect(later.effects('look-up-line-type')).toHaveLength(1);
});

test('who writes to us from such a line is answered all the same', () => {
  const known = given(asking, [lineTypeFound('09:00', 'landline')]);
  expect(known.when(textReceived('10:00', 'Can you come today?')).decision.reasons).not.toContainEqual(
    expect.objectContaining({ rule: 'line-type' }),
  );
});
