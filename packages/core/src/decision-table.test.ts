import { describe, expect, test } from 'vitest';
import { consentLevelOf, consentLevels } from './consent.ts';
import { type Answer, decisionTable, type Occasion } from './decision-table.ts';
import type { Event } from './event.ts';
import { mayText } from './rules/may-text.ts';
import {
  at,
  callMissed,
  type Decided,
  type Given,
  given,
  type History,
  staffActed,
  textReceived,
  textSent,
  textStatus,
} from './testing/given.ts';

/** One row for each occasion, one column for each level, as `consentLevels` orders them. */
const expected: { readonly [occasion in Occasion]: string } = {
  'first-missed-call': 'impossible send send send send task',
  'repeat-in-window': 'impossible tell-staff tell-staff tell-staff tell-staff task',
  'repeat-after-window': 'impossible send send send send task',
  'missed-in-conversation': 'impossible tell-staff tell-staff tell-staff tell-staff task',
  'untextable-call': 'task task task task task task',
  'text-received': 'impossible send send send send restore-only',
  help: 'send send send send send help-once',
  'opt-out': 'confirm confirm confirm confirm confirm silence',
  'no-reply': 'never send-if-heard send send send never',
  appointment: 'never never send send send never',
  'staff-text': 'never send-once send send send never',
  'review-request': 'never never never send send never',
  marketing: 'never never never never send never',
};

const wrote = textReceived('09:00', 'Do you do boilers?');
const answered = staffActed('09:05', { act: 'send', body: 'We do' });
const replied = [
  wrote,
  answered,
  textStatus('09:06', `${answered.id}-1`, 'accepted'),
  staffActed('09:07', { act: 'hand-back' }),
];
const agreed = (level: 'express' | 'written') =>
  staffActed('09:10', { act: 'record-consent', level, evidence: 'form' });

/** What brings a caller to each level, none of it a text of ours that counts for dedupe. */
const histories: readonly History[] = [
  [],
  [callMissed('09:00', { cause: 'unclear' })],
  [replied],
  [agreed('express')],
  [agreed('written')],
  [textReceived('09:00', 'STOP')],
];

const before: { readonly [occasion in Occasion]?: readonly Event[] } = {
  'repeat-in-window': textSent('08:10'),
  'repeat-after-window': textSent(at('08:10', -2)),
  'missed-in-conversation': textSent(at('08:10', -2)),
};
const after: { readonly [occasion in Occasion]?: readonly Event[] } = {
  'missed-in-conversation': [staffActed('09:30', { act: 'take-over' })],
};

const call = callMissed('10:30');
const staffText = (time: string) => staffActed(time, { act: 'send', body: 'Hello from Sam' });
const events: { readonly [occasion in Occasion]?: Event } = {
  'first-missed-call': call,
  'repeat-in-window': call,
  'repeat-after-window': call,
  'missed-in-conversation': call,
  'untextable-call': callMissed('10:30', { attestation: 'failed' }),
  'text-received': textReceived('10:30', 'Can you come on Friday?'),
  help: textReceived('10:30', 'HELP'),
  'opt-out': textReceived('10:30', 'STOP'),
  'staff-text': staffText('10:30'),
};

/** What each answer means for the event; for a call the text leaves when its timer fires. */
const proofs: { readonly [answer in Answer]: (decided: Decided, occasion: Occasion) => void } = {
  send: (decided, occasion) => {
    if (occasion === 'text-received') decided.when(staffText('10:31')).thenTexts('Hello from Sam');
    else if (occasion === 'help' || occasion === 'staff-text') decided.thenTexts(/./);
    else decided.whenTimerFires('first-text').thenTexts(/Acme/);
  },
  'send-once': (decided) => {
    decided.thenTexts(/./).when(staffText('10:31')).thenWithheld({ rule: 'consent' });
  },
  task: (decided) => {
    expect(decided.decision.reasons[0].outcome).toBe('withhold');
    expect(decided.thenTextsNobody().caller).toMatchObject({
      waiting: null,
      conversation: { state: expect.stringContaining('person'), urgent: false, taskId: expect.any(String) },
    });
  },
  'tell-staff': (decided) => {
    expect(decided.decision.reasons[0].outcome).toBe('withhold');
    expect(decided.thenTextsNobody().caller).toMatchObject({ waiting: null, conversation: { urgent: true } });
    expect(decided.published('conversation.needs_human')).toHaveLength(1);
  },
  confirm: (decided) => {
    decided.thenTexts(/No more messages/);
    expect(decided.effects('send-text')).toMatchObject([
      { class: 'opt-out-confirmation', notAfter: at('10:35') },
    ]);
    decided.when(textReceived('10:31', 'STOP')).thenTextsNobody();
  },
  'help-once': (decided) => {
    decided
      .thenTexts(/for help call/)
      .when(textReceived('10:31', 'HELP'))
      .thenTextsNobody();
  },
  'restore-only': (decided) => {
    decided.thenTextsNobody().when(staffText('10:31')).thenWithheld({ rule: 'suppressed' });
    decided.when(textReceived('10:32', 'START')).thenTexts(/texts from Acme Plumbing again/);
  },
  silence: (decided) => {
    decided.thenTextsNobody().thenEffects();
  },
  never: (decided) => {
    expect(decided.thenTextsNobody().decision.reasons[0].outcome).toBe('withhold');
  },
  impossible: (decided) => {
    expect(consentLevelOf(decided.caller)).not.toBe('none');
  },
  'send-if-heard': () => expect.unreachable(),
};

const cells = Object.entries(expected).flatMap(([occasion, row]) =>
  row.split(' ').map((answer, index) => ({
    occasion: occasion as Occasion,
    level: consentLevels[index] ?? 'none',
    answer: answer as Answer,
    history: histories[index] ?? [],
  })),
);

describe('the decision table', () => {
  test.each(cells)('$occasion, $level: $answer', ({ occasion, level, answer, history }) => {
    expect(decisionTable[occasion][level]).toBe(answer);
    const start: Given = given({}, [...(before[occasion] ?? []), ...history, ...(after[occasion] ?? [])]);
    const event = events[occasion];
    if (event) {
      proofs[answer](start.when(event), occasion);
      return;
    }
    expect(consentLevelOf(start.state.caller)).toBe(level);
    const { outcome } = mayText(start.state, occasion as Parameters<typeof mayText>[1]);
    expect(outcome).toBe(answer === 'never' ? 'withhold' : 'allow');
  });

  test('has a cell for every occasion and level', () => {
    expect(cells).toHaveLength(Object.keys(decisionTable).length * consentLevels.length);
  });
});
