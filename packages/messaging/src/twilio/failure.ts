import { z } from 'zod';
import { MessagingError } from '../errors.ts';
import { readTextFailure } from './errors.ts';

/** What we use of the client's errors: Twilio's answer (`status`, `code`) or the network's (`code`, `cause`). */
const failureSchema = z.object({
  status: z.number().optional().catch(undefined),
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  cause: z.object({ syscall: z.string() }).optional().catch(undefined),
});

/** The connection was never made, so nothing can have been sent. */
const notConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * An error of Twilio's client in our words. What is not known to be a refusal is unclear: it may have happened.
 * Source: https://www.twilio.com/docs/usage/rest-api-best-practices (429 means not processed), read 2026-11-21
 */
export function toMessagingError(cause: unknown): MessagingError {
  const { status, code, cause: network } = failureSchema.safeParse(cause).data ?? {};
  const providerCode = status !== undefined && typeof code === 'number' ? String(code) : null;

  const failure = providerCode === null ? null : readTextFailure(providerCode);
  if (status === 429 || (isRefusal(status) && failure?.kind === 'congested')) {
    return new MessagingError('messaging-busy', 'Twilio asked us to slow down', {
      retry: 'later',
      providerCode,
      cause,
    });
  }
  if (status === 401 || status === 403 || providerCode === '20003' || providerCode === '20404') {
    return new MessagingError('messaging-auth', 'Twilio does not accept our account or token', {
      retry: 'never',
      providerCode,
      failure: readTextFailure('20003'),
      cause,
    });
  }
  // Without Twilio's own code, something between us and Twilio answered, and may have answered late.
  if (isRefusal(status) && failure !== null) {
    return new MessagingError('messaging-refused', `Twilio refused the text (${providerCode})`, {
      retry: 'never',
      providerCode,
      failure,
      cause,
    });
  }
  if (
    status === undefined &&
    ((typeof code === 'string' && notConnected.has(code)) || network?.syscall === 'connect')
  ) {
    return new MessagingError('messaging-unreachable', 'Twilio could not be reached, so nothing was sent', {
      retry: 'later',
      cause,
    });
  }
  return new MessagingError('messaging-unclear', 'Twilio did not give a clear answer', {
    retry: 'unknown',
    providerCode,
    cause,
  });
}

function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}
