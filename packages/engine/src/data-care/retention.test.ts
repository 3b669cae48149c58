import { expect, test } from 'vitest';
import { defaultRetention, retentionSchema } from './retention.ts';

test('what proves consent is kept for five years unless the file says otherwise', () => {
  expect(defaultRetention).toEqual({
    texts: '24 months',
    calls: '60 months',
    events: '60 months',
    work: '90 days',
    productEvents: '12 months',
    audit: '60 months',
    consent: '60 months',
  });
});

test('a period is written in days or months', () => {
  expect(retentionSchema.parse({ texts: '400 days', work: '1 month' })).toMatchObject({
    texts: '400 days',
    work: '1 months',
  });
});

test.each<[string, object, string]>([
  ['a year', { texts: '1 year' }, 'texts: "1 year" is no period; write it as 90 days or 24 months'],
  ['a bare number', { texts: 24 }, 'texts: write it as 90 days or 24 months'],
  ['nothing at all', { texts: '0 days' }, 'texts: "0 days" is no period; write it as 90 days or 24 months'],
  ['too short a proof', { consent: '24 months' }, 'consent: keep it for 48 months at least'],
  ['a week of texts', { texts: '7 days', productEvents: '7 days' }, 'texts: keep it for 30 days at least'],
  [
    'calls that go before their events',
    { calls: '24 months' },
    'calls: keep calls for as long as events: reports find what happened by the calls',
  ],
  [
    'words that outlive their texts',
    { texts: '6 months' },
    'productEvents: keep product events no longer than texts: they hold the words of texts',
  ],
])('%s is refused', (_, retention, problem) => {
  const { error } = retentionSchema.safeParse(retention);
  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toContain(problem);
});
