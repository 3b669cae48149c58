import { describe, expect, test } from 'vitest';
import { type CallLogRow, headerKey } from './call-log.ts';
import { recogniseCallLog } from './recognise.ts';

const setting = { timeZone: 'America/Chicago', country: 'US' };

function read(row: { readonly [header: string]: string }) {
  const format = recogniseCallLog(Object.keys(row));
  const keyed: CallLogRow = Object.fromEntries(
    Object.entries(row).map(([header, cell]) => [headerKey(header), cell]),
  );
  return { name: format?.name, ...format?.read(keyed, setting) };
}

const call = (fields: object) => ({ type: 'call', call: expect.objectContaining(fields) });

describe('Twilio', () => {
  const row = (cells: object) =>
    read({
      'Call Sid': 'CA1',
      Status: 'no-answer',
      From: '+15125550142',
      To: '+15125550100',
      'Start Time': '2026-11-02 09:14:07 CST',
      Duration: '0',
      Direction: 'inbound',
      ...cells,
    });

  test.each([
    [
      {},
      call({ id: 'CA1', from: '+15125550142', line: '+15125550100', outcome: 'missed', cause: 'no-answer' }),
    ],
    [{ Status: 'busy' }, call({ outcome: 'missed', cause: 'busy' })],
    [{ Status: 'completed', Duration: '95' }, call({ outcome: 'answered' })],
    [{ Status: 'completed', Duration: '3' }, call({ outcome: 'abandoned', ringSeconds: 3 })],
    [{ Direction: 'outbound-dial' }, { type: 'other' }],
    [
      { Direction: 'outbound-api', Status: 'completed' },
      { type: 'called-back', to: '+15125550100' },
    ],
    [{ Status: 'ringing' }, { type: 'unreadable', why: '"ringing" is no status of a finished call' }],
    [{ 'Start Time': 'yesterday' }, { type: 'unreadable', why: '"yesterday" is no time' }],
    [{ From: 'client:sam' }, { type: 'unreadable', why: '"client:sam" is no phone number' }],
  ])('a row with %j', (cells, expected) => {
    expect(row(cells)).toMatchObject({ name: 'Twilio', ...expected });
  });
});

describe('RingCentral', () => {
  const older = {
    Type: 'Voice',
    'Phone Number': '(512) 555-0142',
    Name: 'Dana Reyes',
    Date: 'Mon 11/02/2026',
    Time: '9:14 AM',
    Action: 'Phone Call',
    'Action Result': 'Missed',
    'Result Description': '',
    Duration: '0:00:22',
  };

  test('its older form has one column of numbers', () => {
    expect(read(older)).toMatchObject({
      name: 'RingCentral',
      ...call({ from: '+15125550142', startedAt: '2026-11-02T15:14:00.000Z', ringSeconds: 22 }),
    });
  });

  test.each([
    [{ 'Action Result': 'Voicemail' }, call({ outcome: 'voicemail', voicemailSeconds: 22 })],
    [{ 'Action Result': 'Hang Up' }, call({ outcome: 'abandoned', ringSeconds: 22 })],
    [{ 'Action Result': 'Accepted' }, call({ outcome: 'answered' })],
    [{ Type: 'Fax' }, { type: 'other' }],
    [{ Action: 'VoIP Call', Direction: 'Outbound' }, { type: 'other' }],
    [{ 'Action Result': 'Sent to Mars' }, { type: 'unreadable' }],
  ])('a row with %j', (cells, expected) => {
    expect(read({ ...older, ...cells })).toMatchObject(expected);
  });
});

describe('CallRail', () => {
  const row = (cells: object) =>
    read({
      'Call Status': 'Missed Call',
      'Tracking Number': '512-555-0100',
      Source: 'Google Ads',
      'Start Time': '2026-11-02 09:14:07 -0600',
      'Duration (seconds)': '24',
      'Phone Number': '512-555-0142',
      ...cells,
    });

  test.each([
    [{}, call({ outcome: 'missed', source: 'Google Ads', ringSeconds: 24 })],
    [{ 'Call Status': 'Abandoned' }, call({ outcome: 'abandoned' })],
    [{ 'Call Status': 'Inbound answered call' }, call({ outcome: 'answered' })],
    [{ 'Call Status': 'Outbound call' }, { type: 'other' }],
    [{ 'Call Status': 'Lost' }, { type: 'unreadable' }],
  ])('a row with %j', (cells, expected) => {
    expect(row(cells)).toMatchObject({ name: 'CallRail', ...expected });
  });
});

test('the headers of no format are not taken for one', () => {
  expect(recogniseCallLog(['from', 'to', 'amount'])).toBeNull();
  expect(recogniseCallLog([])).toBeNull();
});

test('headers are the same in every spelling', () => {
  expect(recogniseCallLog([' From', 'Started At', 'OUTCOME'])?.name).toBe('Plain');
  expect(recogniseCallLog(['from', 'startedAt', 'outcome'])?.name).toBe('Plain');
});
