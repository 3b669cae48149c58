import { describe, expect, test } from 'vitest';
import { parsePhone, parsePhones } from './phone.ts';

/** How people put down +1 512 555 0142; `A`, `B` and `C` are its three parts. */
const bodies = [
  'ABC',
  'A-B-C',
  'A.B.C',
  'A B C',
  'A/B-C',
  '(A) B-C',
  '(A)B-C',
  '(A) B C',
  '(A)BC',
  '(A) BC',
  'A-BC',
  'AB-C',
  'A BC',
  'A–B–C',
  'A‑B‑C',
  'A·B·C',
  'A_B_C',
  'A - B - C',
  '( A ) B - C',
  'A)B-C',
];
const countryCodes = ['', '1', '1-', '1 ', '+1', '+1 ', '001 ', '011 1 '];
const labels = ['', 'cell: ', 'Mobile ', 'tel:', '(m) ', 'Dana Reyes ', 'Phone No. '];
const endings = ['', ' x12', ' ext. 4', ' #9', ', Ext 1234', ',,12#', ' (cell)', '.', ' - Dana'];

const put = (pattern: string) =>
  pattern.replace(/[ABC](?![a-z])/g, (part) => ({ A: '512', B: '555', C: '0142' })[part] ?? part);

/** Each body in turn with every country code, label and ending, so that all of them meet. */
const written = bodies.flatMap((body, index) => [
  ...countryCodes.map((code) => code + put(body)),
  ...labels.slice(1).map((label) => label + put(body)),
  ...endings.slice(1).map((ending) => (countryCodes[index % 6] ?? '') + put(body) + ending),
]);

test('there are more than two hundred ways to put down one number', () => {
  expect(new Set(written).size).toBeGreaterThan(200);
});

test.each([...new Set(written)])('reads %j', (raw) => {
  expect(parsePhones(raw, 'US').map(({ e164 }) => e164)).toEqual(['+15125550142']);
});

test.each([
  '５１２－５５５－０１４２',
  '٥١٢٥٥٥٠١٤٢',
  '५१२ ५५५ ०१४२',
  '\u202A+1 512-555-0142\u202C',
  '512\u00A0555\u00A00142',
  '512\u200B-555-0142',
  '\uFF0B1 512 555 0142',
  '5125550142.0',
  '*67 512 555 0142',
  '*675125550142',
  '5 1 2 5 5 5 0 1 4 2',
  '512 555 01 42',
  '="5125550142"',
  "'5125550142",
  'tel:+1-512-555-0142;ext=12',
  'tel:5125550142;phone-context=+1',
  'Cell512-555-0142',
  'c512.555.0142',
  '512-555-0142cell',
  '#512-555-0142',
  '<512-555-0142>',
  'suite 1234 512 555 0142',
  'phone=5125550142',
  'whatsapp:+15125550142',
  '512-555-0142/43',
  'dana@example.com 512-555-0142',
  'Bill 512-555-0142',
  'Ph#5125550142',
  'phone #5125550142',
  'Cell #: 512-555-0142',
  '[512] 555-0142',
  '512--555--0142',
  '1.512.555.0142',
  '(512)-555-0142',
  '5125550142x4',
  '512-555-0142x',
  '512-555-0142 & 555-0199',
  'tel. 512 / 555 01 42',
  '📞512-555-0142',
  '+1 (0) 512 555 0142',
  "mom's cell 512-555-0142 (text only)",
  '512-555-0142-cell',
  'celular:5125550142',
  '512-555-0142 wife, 512-555-0142 work',
])('reads %j', (raw) => {
  expect(parsePhones(raw, 'US').map(({ e164 }) => e164)).toEqual(['+15125550142']);
});

describe('letters in place of digits', () => {
  test.each([
    ['1-800-FLOWERS', '+18003569377'],
    ['1800FLOWERS', '+18003569377'],
    ['1 800 FLOWERS', '+18003569377'],
    ['800-FLOWERS', '+18003569377'],
    ['800 FLOWERS', '+18003569377'],
    ['1-800-flowers', '+18003569377'],
    ['+1 800 FLOWERS', '+18003569377'],
    ['1-800-GOT-JUNK?', '+18004685865'],
    ['1 800 GOT JUNK', '+18004685865'],
    ['1-800-GO-FEDEX', '+18004633339'],
    ['1-888-PLUMBERS', '+18887586237'],
    ['(512) GET-HVAC', '+15124384822'],
    ['512-555-PIPE', '+15125557473'],
    ['call 1-800-FLOWERS x3', '+18003569377'],
  ])('%s', (raw, e164) => {
    expect(parsePhone(raw, 'US')?.e164).toBe(e164);
  });

  test('dial nothing where other countries write words', () => {
    expect(parsePhone('1-800-FLOWERS', 'GB')).toBeNull();
  });
});

describe('numbers of other countries', () => {
  test.each([
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['+44(0)2079460018', '+442079460018'],
    ['0044 20 7946 0018', '+442079460018'],
    ['0044 (0) 20 7946 0018', '+442079460018'],
    ['011 44 20 7946 0018', '+442079460018'],
    ['+44 020 7946 0018', '+442079460018'],
    ['+49 (0) 30/123456', '+4930123456'],
    ['011 52 55 1234 5678', '+525512345678'],
    ['0115255 12345678', '+525512345678'],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['011 52 1 55 1234 5678', '+525512345678'],
    ['+5215512345678', '+525512345678'],
  ])('%s', (raw, e164) => {
    expect(parsePhone(raw, 'US')?.e164).toBe(e164);
  });

  test('are read at home as people there write them', () => {
    const numbers = parsePhones('07400-123456 / (020) 7946 0018', 'GB').map(({ e164 }) => e164);
    expect(numbers).toEqual(['+447400123456', '+442079460018']);
  });

  test('need a country code where the country is not known', () => {
    expect(parsePhone('512-555-0142', 'ZZ')).toBeNull();
    expect(parsePhone('+1 512-555-0142', 'ZZ')?.e164).toBe('+15125550142');
  });
});

test('what stands far back in a long note is not looked at', () => {
  expect(parsePhone(`${'x '.repeat(450)}512-555-0142`, 'US')?.e164).toBe('+15125550142');
  expect(parsePhone(`${'x '.repeat(500)}512-555-0142`, 'US')).toBeNull();
});

test.each([
  '512-555-0142 / 512-555-0199',
  '512-555-0142/512-555-0199',
  '5125550142, 5125550199',
  '5125550142 5125550199',
  '512 555 0142 512 555 0199',
  '(512)555-0142(512)555-0199',
  '512-555-0142 or 512-555-0199',
  'h 512-555-0142 c 512-555-0199',
  '512-555-0142 x12; 512-555-0199',
  '512-555-0142\n512-555-0199',
  '+1 512 555 0142 +1 512 555 0199',
  '512-555-0142, +1 (512) 555-0142 and 512-555-0199',
  'order 5125550111; home 512-555-0142, work 512-555-0199',
])('reads both numbers of %j, each once', (raw) => {
  expect(parsePhones(raw, 'US').map(({ e164 }) => e164)).toEqual(['+15125550142', '+15125550199']);
  expect(parsePhone(raw, 'US')?.e164).toBe('+15125550142');
});

test.each(
  `anonymous|Anonymous|Unknown|restricted|UNAVAILABLE|private|blocked|+266696687|266696687|+7378742833|7378742833
+86282452253|+2562533|+8656696|N/A|sip:+15125550142@pbx.example.com|sip:5125550142|5125550142@vtext.com
https://example.com/5125550142|www.example.com/5125550142|wa.me/15125550142|2026-11-21|2026-11-21 10:30
20261121103000|11/21/2026 10:30|$5125550142|$5,125,550,142|5125550142.50|512555.0142|512.5550142|1.5125550142
192.168.100.200|512.555.01.42|78701-1234|123-45-6789|12-3456789|4111 1111 1111 1111|3782 822463 10005
978-3-16-148410-0|0-306-40615-2|INV-5125550142|SO5125550142|ABC-512-555-0142|#5125550142|order 5125550142
Order no. 512-555-0142|acct# 5125550142|Account number: 5125550142|ticket #5125550142|PO 5125550142
1Z999AA10123456784|550e8400-e29b-41d4-a716-446655440000|30.267153, -97.743061|1763722200|1763722200000
512-555-0142-8831|5125550142-1|10-5125550142|512-555-014|555-0142|(512) 555|911|+1 512|5125550142.pdf|5125550142%
v512.555.0142|x5125550142|5125550142:30|GB29 NWBK 6016 1331 9268 19|5.12555E+09|512+555+0142|51 25 55 01 42
212-Broadway|512 Congress Avenue|800 Main Street|9999999999|1234567890|0000000000|00000000000|24273|tel:7042`
    .split(/[|\n]/)
    .filter((raw) => raw !== ''),
)('%j is nobody’s number', (raw) => {
  expect(parsePhones(raw, 'US')).toEqual([]);
  expect(parsePhone(raw, 'US')).toBeNull();
});
