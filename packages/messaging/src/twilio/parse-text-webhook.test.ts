import { describe, expect, test } from 'vitest';
import { readFixture } from '../testing/fixture.ts';
import { parseIncomingText, parseTextStatus } from './parse-text-webhook.ts';

const providerId = `SM${'3'.repeat(32)}`;

describe('an incoming text', () => {
  test('keeps its words as they were written', () => {
    expect(parseIncomingText(readFixture('incoming-text'))).toEqual({
      providerId,
      line: '+15125550100',
      channel: 'sms',
      from: '+15125550142',
      body: 'Hi, my kitchen sink is leaking. ¿Mañana? 👍',
      media: [],
      handledByProvider: null,
    });
  });

  test('brings its pictures in order', () => {
    const params = readFixture('incoming-text-media');
    expect(parseIncomingText(params).media).toEqual([
      { url: params.MediaUrl0, contentType: 'image/jpeg' },
      { url: params.MediaUrl1, contentType: 'video/mp4' },
    ]);
  });

  test('brings ten pictures at most and skips one without an address', () => {
    const params: { [name: string]: string } = { ...readFixture('incoming-text'), NumMedia: '999999999' };
    for (let index = 1; index < 20; index += 1) params[`MediaUrl${index}`] = `https://example.com/${index}`;
    expect(parseIncomingText(params).media).toHaveLength(9);
  });

  test.each(['whatsapp:+15125550142', 'rcs:acme_agent', 'messenger:123', '242733', 'anonymous'])(
    'from %s has no sender who could be texted',
    (From) => {
      expect(parseIncomingText({ ...readFixture('incoming-text'), From }).from).toBeNull();
    },
  );

  test('on another channel still names the line', () => {
    const params = {
      ...readFixture('incoming-text'),
      From: 'whatsapp:+15125550142',
      To: 'whatsapp:+15125550100',
    };
    expect(parseIncomingText(params)).toMatchObject({ line: '+15125550100', from: null });
  });

  test.each([
    [{ From: 'whatsapp:+15125550142', To: 'whatsapp:+15125550100' }, 'whatsapp'],
    [{ From: 'rcs:+15125550142', To: 'rcs:acme_agent' }, 'rcs'],
    [{ From: '+15125550142', To: 'rcs:acme_agent' }, 'rcs'],
    [{ From: 'messenger:123', To: 'messenger:456' }, 'messenger'],
  ])('with %o came over %s', (addresses, channel) => {
    expect(parseIncomingText({ ...readFixture('incoming-text'), ...addresses }).channel).toBe(channel);
  });

  test('keeps every word of one that was sent in ten parts', () => {
    const Body = 'Ünd so weiter, 👍. '.repeat(90);
    expect(parseIncomingText({ ...readFixture('incoming-text'), Body, NumSegments: '10' }).body).toBe(Body);
  });

  test.each([
    ['STOP', 'opt-out'],
    ['START', 'opt-in'],
    ['HELP', 'help'],
  ])('that Twilio marks as %s has been handled as %s, whatever its words', (OptOutType, handled) => {
    const params = { ...readFixture('incoming-text'), Body: 'basta', OptOutType };
    expect(parseIncomingText(params).handledByProvider).toBe(handled);
  });

  test.each([
    ['stop', 'opt-out'],
    [' Cancel\n', 'opt-out'],
    ['UNSUBSCRIBE', 'opt-out'],
    ['OptOut', 'opt-out'],
    ['start', 'opt-in'],
    ['unstop', 'opt-in'],
    ['help', 'help'],
    ['info', 'help'],
    ['yes', null],
    ['stop please', null],
    ['STOP.', null],
    ['parar', null],
    ['can you stop by?', null],
    ['', null],
  ])('"%s" is handled by Twilio as %s', (Body, handled) => {
    expect(parseIncomingText({ ...readFixture('incoming-text'), Body }).handledByProvider).toBe(handled);
  });

  test.each(['MessageSid', 'From', 'To'])(
    'without %s is refused by the name of the parameter',
    (parameter) => {
      const params = Object.fromEntries(
        Object.entries(readFixture('incoming-text')).filter(([name]) => name !== parameter),
      );
      expect(() => parseIncomingText(params)).toThrow(expect.objectContaining({ parameter }));
    },
  );
});

describe('the status of a text', () => {
  test('is told with the id that Twilio gave it', () => {
    expect(parseTextStatus(readFixture('text-status-delivered'))).toEqual({
      providerId,
      status: 'delivered',
      code: null,
      failure: null,
    });
  });

  test('carries the code of a failure', () => {
    expect(parseTextStatus(readFixture('text-status-failed'))).toEqual({
      providerId,
      status: 'failed',
      code: '30003',
      failure: { kind: 'unreachable', meaning: 'The phone is switched off or out of reach.' },
    });
  });

  test.each([
    ['queued', 'accepted'],
    ['accepted', 'accepted'],
    ['sending', 'accepted'],
    ['sent', 'sent'],
    ['read', 'delivered'],
    ['failed', 'failed'],
    ['canceled', 'withdrawn'],
  ])('%s is %s', (MessageStatus, status) => {
    expect(parseTextStatus({ ...readFixture('text-status-delivered'), MessageStatus })?.status).toBe(status);
  });

  test.each(['received', 'receiving', 'a-status-of-tomorrow'])('%s says nothing', (MessageStatus) => {
    expect(parseTextStatus({ ...readFixture('text-status-delivered'), MessageStatus })).toBeNull();
  });

  test('without MessageStatus is refused by its name', () => {
    expect(() => parseTextStatus(readFixture('incoming-text'))).toThrow(
      expect.objectContaining({ parameter: 'MessageStatus' }),
    );
  });
});
