import { describe, expect, test } from 'vitest';
import { describeEntry, describeTask } from './activity.ts';
import { followUp, missedCall, note, optedOut, textIn, textOut } from './conformance/cases.ts';

describe('describeEntry', () => {
  test('tells of a missed call where it came in, why nobody answered, how long it rang and what was decided', () => {
    expect(describeEntry(missedCall)).toEqual({
      title: 'Missed call',
      lines: [
        'Incoming call to Main office (+15125550100)',
        'Nobody answered.',
        'It rang for 18 seconds.',
        'A text was sent at once, because this was the first missed call of the day.',
      ],
    });
  });

  test('says nothing of ringing when the carrier forwarded the call', () => {
    const { lines } = describeEntry({ ...missedCall, cause: 'forwarded', ringSeconds: 0, reasons: [] });
    expect(lines).toEqual([
      'Incoming call to Main office (+15125550100)',
      'The carrier forwarded the call because nobody had answered.',
    ]);
  });

  test('keeps the words of a text as they were typed, a line each', () => {
    expect(describeEntry(textIn)).toEqual({
      title: 'Text from caller',
      lines: ['From caller to +15125550100:', 'Water & gas <b>off</b>?', 'Please "call" me at 5 > 6'],
    });
  });

  test('names who wrote a text to the caller', () => {
    expect(describeEntry(textOut).lines[0]).toBe('To caller from +15125550100, by Ringback:');
    expect(describeEntry({ ...textOut, author: 'Maria' }).lines[0]).toBe(
      'To caller from +15125550100, by Maria:',
    );
  });

  test('quotes the words by which texts were refused', () => {
    expect(describeEntry(optedOut)).toEqual({
      title: 'No more texts',
      lines: ['The caller wants no texts.', 'text: "STOP"'],
    });
  });

  test('names the business when it is given', () => {
    expect(describeEntry(note, 'Acme Plumbing').title).toBe('Note at Acme Plumbing');
  });
});

test.each([
  [350, 'Ana Lopez, worth about 350 USD (booking).'],
  [0, 'Ana Lopez (booking).'],
])('tells of a lead what it is worth, where anybody has said: %d', (worth, line) => {
  const lead = { conversationId: 'c-1', name: 'Ana Lopez', worth, currency: 'USD', by: 'booking' };
  expect(describeEntry({ kind: 'qualified', at: note.at, ...lead })).toEqual({
    title: 'Qualified lead',
    lines: [line],
  });
});

test('a task keeps its subject and detail', () => {
  expect(describeTask(followUp)).toEqual({ subject: followUp.subject, lines: [followUp.detail] });
});
