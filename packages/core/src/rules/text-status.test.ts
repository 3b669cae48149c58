import { describe, expect, test } from 'vitest';
import { callMissed, given, textReceived, textStatus } from '../testing/given.ts';

const sent = () => {
  const due = given().when(callMissed('10:30')).whenTimerFires('first-text');
  return { due, textId: due.effects('send-text')[0]?.textId ?? '' };
};

describe('a first text', () => {
  test('reaches the CRM and other programs once the provider has it', () => {
    const { due, textId } = sent();
    const accepted = due.when(textStatus('10:31', textId, 'accepted')).thenEffects('write-crm', 'publish');
    expect(accepted.effects('write-crm')[0]?.entry).toMatchObject({
      kind: 'text',
      direction: 'out',
      author: 'ringback',
      body: expect.stringContaining('sorry we missed your call'),
    });
    expect(accepted.published('text_back.sent')).toMatchObject([{ data: { textId } }]);
    accepted.when(textStatus('10:32', textId, 'delivered')).thenEffects();
  });

  test('counts as sent when the delivery overtakes the acceptance', () => {
    const { due, textId } = sent();
    const delivered = due.when(textStatus('10:31', textId, 'delivered'));
    expect(delivered.published('text_back.sent')).toHaveLength(1);
    delivered
      .when(textStatus('10:32', textId, 'accepted'))
      .thenEffects()
      .thenReason({ rule: 'text-status' });
  });

  test.each(['failed', 'expired'] as const)('that is %s leaves a task with the reason', (status) => {
    const { due, textId } = sent();
    const failed = due.when(textStatus('10:31', textId, status, { code: '30006' }));
    expect(failed.published('message.failed')).toMatchObject([{ data: { code: '30006', status } }]);
    expect(failed.effects('write-crm')[0]?.entry.task).toMatchObject({
      open: { subject: 'Call back: +15125550142', detail: expect.stringContaining('30006') },
    });
    expect(failed.caller).toMatchObject({ openTexts: [], firstTexts: [{ status }], suppression: null });
  });

  test('that is refused because they opted out brings silence', () => {
    const { due, textId } = sent();
    const refused = due.when(textStatus('10:31', textId, 'failed', { code: '21610' }));
    expect(refused.caller.suppression).toMatchObject({ by: 'provider' });
    expect(refused.published('contact.opted_out')).toHaveLength(1);
    expect(refused.caller.conversation?.taskId).not.toBeNull();
  });

  test('that is withdrawn is told as withheld', () => {
    const { due, textId } = sent();
    const withdrawn = due.when(textStatus('10:31', textId, 'withdrawn'));
    expect(withdrawn.published('text_back.withheld')).toMatchObject([{ data: { rule: 'withdrawn' } }]);
  });

  test('is remembered until its outcome is final', () => {
    const { due, textId } = sent();
    const unknown = due
      .when(textStatus('10:31', textId, 'sending'))
      .when(textStatus('10:32', textId, 'unknown'));
    expect(unknown.caller.openTexts).toMatchObject([{ textId, status: 'unknown' }]);
    const done = unknown.when(textStatus('10:33', textId, 'delivered'));
    expect(done.caller).toMatchObject({ openTexts: [], firstTexts: [{ status: 'delivered' }] });
  });
});

test('a status that does not go forward changes nothing and says so', () => {
  const { due, textId } = sent();
  const accepted = due.when(textStatus('10:31', textId, 'accepted'));
  const stale = accepted.when(textStatus('10:32', textId, 'sending')).thenEffects();
  expect(stale.caller).toEqual(accepted.caller);
  expect(stale.decision.reasons[0].detail).toContain('cannot become sending');
  accepted
    .when(textStatus('10:32', 'nobody-knows', 'failed'))
    .thenEffects()
    .thenReason({ rule: 'text-status' });
});

test('a confirmation that fails leaves nobody waiting', () => {
  const out = given().when(textReceived('10:00', 'STOP'));
  const textId = out.effects('send-text')[0]?.textId ?? '';
  const failed = out.when(textStatus('10:01', textId, 'failed', { code: '21610' }));
  expect(failed.published('message.failed')).toHaveLength(1);
  expect(failed.published('task.created')).toHaveLength(0);
  expect(failed.caller.suppression?.by).toBe('caller');
});
