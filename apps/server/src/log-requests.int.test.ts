import express from 'express';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { maskNumbers } from './log.ts';
import { logRequests } from './log-requests.ts';
import { serve } from './sandbox/serve.ts';

test.each([
  '/api/v1/contacts/%2B15125550142',
  '/api/v1/contacts/+15125550142',
  '/api/v1/contacts/%2b%31%35%31%32%35%35%35%30%31%34%32',
  '/api/v1/contacts/%2B15125550142/%FF',
])('a number in the address %s is masked in the log', async (path) => {
  let written = '';
  const log = pino(
    { level: 'debug', hooks: { streamWrite: maskNumbers } },
    {
      write(line: string) {
        written += line;
      },
    },
  );
  const app = express().use(logRequests(log));
  const served = await serve(app);
  await fetch(served.url + path);
  await vi.waitFor(() => expect(written).toContain('"msg":"request"'));
  await served.close();
  expect(written).toContain('/api/v1/contacts/+151•••••42');
  expect(written).not.toContain('5550142');
});
