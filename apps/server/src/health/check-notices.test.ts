import { expect, test } from 'vitest';
import { checkNotices } from './check-notices.ts';

test('notices that reached nobody are told by business and channel, with the words of the other side', () => {
  expect(checkNotices([])).toMatchObject([{ severity: 'ok', check: 'notices' }]);
  const failed = { businessId: 'acme', channel: 'email', count: 2, problem: 'no such mailbox' } as const;
  expect(checkNotices([failed])).toMatchObject([
    {
      code: 'notices-failed',
      severity: 'problem',
      business: 'acme',
      what: '2 notices to staff by e-mail reached nobody in the last day: no such mailbox.',
    },
  ]);
});
