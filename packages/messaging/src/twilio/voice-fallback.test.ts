import { businessSchema } from '@ringback/core';
import { expect, test } from 'vitest';
import { writeVoiceFallback } from './voice-fallback.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>';

function fallbackOf(line: { readonly [setting: string]: unknown }, language: 'en' | 'es' = 'en'): string {
  const business = businessSchema.parse({
    id: 'acme',
    name: 'A & B\u0007',
    timeZone: 'America/Chicago',
    language,
    lines: [{ number: '+15125550100', ...line }],
  });
  const [first] = business.lines;
  if (!first) throw new Error('the schema asks for a line');
  return writeVoiceFallback({ business, line: first });
}

test('rings the people of the line and asks nothing of us', () => {
  const twiml = fallbackOf({ forwardTo: ['+15125550111', '+15125550112'], ringSeconds: 20 });
  expect(twiml).toBe(
    `${head}<Response><Dial answerOnBridge="true" timeout="20" sequential="true">` +
      '<Number>+15125550111</Number><Number>+15125550112</Number></Dial>' +
      '<Say language="en-US">Thank you for calling A &amp; B. Goodbye.</Say><Hangup/></Response>',
  );
  expect(twiml).not.toContain('http');
});

test('rings all at once where the line does', () => {
  const twiml = fallbackOf({ forwardTo: ['+15125550111'], ringing: 'at-once' }, 'es');
  expect(twiml).toContain('<Dial answerOnBridge="true" timeout="18"><Number>');
  expect(twiml).toContain('<Say language="es-US">Gracias por llamar a A &amp; B. Adiós.</Say>');
});

test('says on a line of forwarded calls that nobody can answer', () => {
  expect(fallbackOf({})).toBe(
    `${head}<Response><Say language="en-US">You've reached A &amp; B. We can't answer right now. Goodbye.</Say>` +
      '<Hangup/></Response>',
  );
});
