import { businessSchema } from '@ringback/core';
import { describe, expect, test } from 'vitest';
import type { CallMoment } from '../call-flow.ts';
import { createTwilioCallFlow } from './twiml.ts';

const flow = createTwilioCallFlow({ publicUrl: 'https://ringback.example.com/' });
const callId = `CA${'1'.repeat(32)}`;
const head = '<?xml version="1.0" encoding="UTF-8"?>';

function moment(
  line: { readonly [setting: string]: unknown } = {},
  about: { readonly name?: string; readonly language?: 'en' | 'es'; readonly openNow?: boolean } = {},
): CallMoment {
  const { openNow = true, ...business } = about;
  const parsed = businessSchema.parse({
    id: 'acme-plumbing',
    name: 'Acme Plumbing',
    timeZone: 'America/Chicago',
    lines: [{ number: '+15125550100', forwardTo: ['+15125550111'], ...line }],
    ...business,
  });
  const [first] = parsed.lines;
  if (!first) throw new Error('the schema asks for a line');
  return { business: parsed, line: first, callId, openNow };
}

function url(step: string): string {
  return (
    `https://ringback.example.com/webhooks/twilio/voice/${step}` +
    `?business=acme-plumbing&amp;call=${callId}#rc=3&amp;rp=ct,rt,5xx`
  );
}

describe('an incoming call', () => {
  test('rings one person after the other, each asked to press 1, while the caller hears it ring', () => {
    const call = moment({ forwardTo: ['+15125550111', '+15125550112'], ringSeconds: 20 });
    expect(flow.incoming(call)).toBe(
      `${head}<Response><Dial answerOnBridge="true" timeout="20" sequential="true" action="${url('dialed')}">` +
        `<Number url="${url('screen')}">+15125550111</Number>` +
        `<Number url="${url('screen')}">+15125550112</Number></Dial></Response>`,
    );
  });

  test('rings without a question where the line wants none', () => {
    const twiml = flow.incoming(moment({ screening: 'none' }));
    expect(twiml).toContain('<Number>+15125550111</Number>');
  });

  test('rings everybody at once where the line says so, each asked to press 1', () => {
    const call = moment({ forwardTo: ['+15125550111', '+15125550112'], ringing: 'at-once' });
    expect(flow.incoming(call)).toBe(
      `${head}<Response><Dial answerOnBridge="true" timeout="18" action="${url('dialed')}">` +
        `<Number url="${url('screen')}">+15125550111</Number>` +
        `<Number url="${url('screen')}">+15125550112</Number></Dial></Response>`,
    );
  });

  test('of somebody whom the owner has blocked is busy', () => {
    expect(flow.rejected()).toBe(`${head}<Response><Reject reason="busy"/></Response>`);
  });

  test('on a line that receives forwarded calls takes a message at once', () => {
    const call = moment({ forwardTo: [] });
    expect(flow.incoming(call)).toBe(flow.missed(call));
    expect(flow.incoming(call)).toContain('<Record');
  });
});

describe('screening', () => {
  test('says whom the call is for and hangs up unless a key is pressed', () => {
    expect(flow.screen(moment())).toBe(
      `${head}<Response><Gather numDigits="1" timeout="6" action="${url('accept')}">` +
        '<Say language="en-US">Call for Acme Plumbing. Press 1 to accept.</Say></Gather><Hangup/></Response>',
    );
  });

  test('speaks Spanish for a business that does', () => {
    expect(flow.screen(moment({}, { language: 'es' }))).toContain(
      '<Say language="es-US">Llamada para Acme Plumbing. Presione 1 para aceptar.</Say>',
    );
  });

  test('connects on 1', () => {
    expect(flow.accepted({ digits: '1' })).toBe(`${head}<Response/>`);
  });

  test.each([null, '', '2', '11'])('ends the leg on %s', (digits) => {
    expect(flow.accepted({ digits })).toBe(`${head}<Response><Hangup/></Response>`);
  });
});

describe('a missed call', () => {
  const record =
    `<Record action="${url('recorded')}" recordingStatusCallback="${url('recording')}" ` +
    'recordingStatusCallbackEvent="completed absent" maxLength="120" playBeep="true"/>';

  test('hears the notice about the text before it leaves a message', () => {
    expect(flow.missed(moment())).toBe(
      `${head}<Response><Say language="en-US">You've reached Acme Plumbing. We can't answer right now. ` +
        'We may text you at this number about your call. Message frequency varies. Message and data rates may ' +
        'apply. Reply STOP to opt out, HELP for help.</Say>' +
        `<Say language="en-US">Please leave a message after the tone.</Say>${record}<Hangup/></Response>`,
    );
  });

  test('is asked for a key where the line texts only those who agree', () => {
    const twiml = flow.missed(moment({ consent: 'key-press' }));
    expect(twiml).toContain(`<Gather numDigits="1" timeout="6" action="${url('consent')}">`);
    expect(twiml).toContain(
      'To get a text message from us about your call, press 1. Message frequency varies. Message and data rates ' +
        'may apply. Reply STOP to opt out, HELP for help. ' +
        'Terms and privacy: ringback.example.com/sms/acme-plumbing.',
    );
    expect(twiml).toMatch(/<\/Gather><Say[^>]*>Please leave a message[^<]*<\/Say><Record/);
  });

  test('hears nothing about texts where the call alone is the reason for one', () => {
    const twiml = flow.missed(moment({ consent: 'call-alone' }));
    expect(twiml).not.toMatch(/text|STOP/);
    expect(twiml).toContain(record);
  });

  test.each(['notice', 'key-press', 'call-alone'])(
    'is said goodbye to on a line without voicemail whose consent is %s',
    (consent) => {
      const twiml = flow.missed(moment({ consent, voicemail: false }));
      expect(twiml).not.toContain('<Record');
      expect(twiml).not.toContain('leave a message');
      expect(twiml).toMatch(/<Say language="en-US">Goodbye\.<\/Say><Hangup\/><\/Response>$/);
      expect(twiml.includes('Reply STOP to opt out')).toBe(consent !== 'call-alone');
    },
  );

  test('is told when the business is closed', () => {
    expect(flow.missed(moment({}, { openNow: false }))).toContain('We are closed right now.');
  });

  test.each(['notice', 'key-press'])('hears all that carriers ask for in Spanish, with %s', (consent) => {
    const twiml = flow.missed(moment({ consent }, { language: 'es' }));
    expect(twiml).toContain('<Say language="es-US">Ha llamado a Acme Plumbing.');
    for (const part of ['mensaje de texto', 'frecuencia', 'tarifas', 'STOP', 'HELP']) {
      expect(twiml).toContain(part);
    }
    expect(twiml).not.toContain('en-US');
  });

  const greeting = {
    open: { say: 'Hi, this is Ann & Bob\u0007 <Plumbers>.' },
    closed: { play: 'https://example.com/closed.mp3?a=1&b=2' },
  };

  test('hears the line’s own words in open hours, and the notice all the same', () => {
    expect(flow.missed(moment({ greeting }))).toContain(
      '<Response><Say language="en-US">Hi, this is Ann &amp; Bob  &lt;Plumbers&gt;. We may text you',
    );
  });

  test('hears the line’s own recording in closed hours, and the notice after it', () => {
    const twiml = flow.missed(moment({ greeting }, { openNow: false }));
    expect(twiml).toContain(
      '<Response><Play>https://example.com/closed.mp3?a=1&amp;b=2</Play><Say language="en-US">We may text you',
    );
    expect(twiml).not.toContain('We are closed right now');
  });

  test('is asked for a key after the recording, and may press it during the recording', () => {
    const twiml = flow.missed(moment({ greeting: { open: greeting.closed }, consent: 'key-press' }));
    expect(twiml).toMatch(/<Gather [^>]*><Play>[^<]*<\/Play><Say [^>]*>To get a text message/);
  });

  test('has what it says written down where the line asks for it', () => {
    const twiml = flow.missed(moment({ transcribe: true }));
    expect(twiml).toContain(`transcribe="true" transcribeCallback="${url('transcribed')}"`);
    expect(flow.missed(moment())).not.toContain('transcribe');
  });

  test('survives a name that XML would choke on', () => {
    const twiml = flow.missed(moment({}, { name: 'A&B <Plumbers>\u0007 "24/7"' }));
    expect(twiml).toContain('A&amp;B &lt;Plumbers&gt;');
    expect(twiml).not.toContain('\u0007');
  });
});

test('a caller who agreed is thanked and may still leave a message', () => {
  const twiml = flow.consented({ ...moment({ consent: 'key-press' }), isAgreed: true });
  expect(twiml).toContain('Thank you. We will text you shortly.');
  expect(twiml).toContain('<Record');
  expect(twiml).not.toContain('<Gather');
});

test('a caller who pressed another key is promised no text', () => {
  const twiml = flow.consented({ ...moment({ consent: 'key-press' }), isAgreed: false });
  expect(twiml).not.toContain('text');
  expect(twiml).toContain('<Record');
});

test('nothing is said after people have spoken with each other', () => {
  expect(flow.answered()).toBe(`${head}<Response><Hangup/></Response>`);
});

test('a message is thanked for', () => {
  expect(flow.recorded(moment())).toBe(
    `${head}<Response><Say language="en-US">Thank you. Goodbye.</Say><Hangup/></Response>`,
  );
});
