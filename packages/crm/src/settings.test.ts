import { describe, expect, test } from 'vitest';
import { fieldAgainstTexts, fieldsNamed } from './settings.ts';

describe('fieldAgainstTexts', () => {
  test.each([
    [['do_not_text'], { do_not_text: 'true' }, 'do_not_text'],
    [['do_not_text'], { do_not_text: 'Yes' }, 'do_not_text'],
    [['do_not_text'], { do_not_text: 'false' }, null],
    [['do_not_text'], { do_not_text: null }, null],
    [['do_not_text'], {}, null],
    [['channel = No Texts'], { channel: 'no texts' }, 'channel'],
    [['channel=no texts'], { channel: 'no calls;No texts' }, 'channel'],
    [['channel=no texts'], { channel: 'no texts please' }, null],
    [['channel=true'], { channel: 'yes' }, null],
    [['one', 'two'], { two: '1' }, 'two'],
    [[], { do_not_text: 'true' }, null],
  ])('%j and %j: %s', (doNotText, values, field) => {
    expect(fieldAgainstTexts(values, doNotText)).toBe(field);
  });
});

test('a field that is named twice is read once', () => {
  expect(fieldsNamed(['channel=a', 'channel=b', 'quiet'])).toEqual(['channel', 'quiet']);
});
