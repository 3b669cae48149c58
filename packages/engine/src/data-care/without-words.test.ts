import { expect, test } from 'vitest';
import { withoutWords } from './without-words.ts';

test('what somebody wrote, said or is called goes; codes, moments and figures stay', () => {
  const event = {
    id: 'text-SM1',
    type: 'text-received',
    at: '2026-11-19T16:00:00.000Z',
    callerId: '+15125550142',
    body: 'my boiler',
    media: [{ url: 'https://api.twilio.com/photo', contentType: 'image/png' }],
    seconds: 12,
    isNew: true,
    contact: { id: '4711', firstName: 'Maria' },
  };
  expect(withoutWords(event)).toEqual({
    id: 'text-SM1',
    type: 'text-received',
    at: '2026-11-19T16:00:00.000Z',
    callerId: '',
    body: '',
    media: [{ url: '', contentType: '' }],
    seconds: 12,
    isNew: true,
    contact: null,
  });
});

test('a field that nobody has thought of is blanked', () => {
  expect(withoutWords({ mood: 'angry', type: 'mood' })).toEqual({ mood: '', type: 'mood' });
});

test('a moment within a sentence is no moment', () => {
  expect(withoutWords({ facts: { note: 'at 2026-11-19T16:00:00.000Z' } })).toEqual({ facts: { note: '' } });
});

test('fields that are asked for stay', () => {
  expect(withoutWords([{ to: '+15125550142', body: 'hi' }], new Set(['to']))).toEqual([
    { to: '+15125550142', body: '' },
  ]);
});
