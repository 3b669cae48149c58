import { UnknownBusinessError } from '@ringback/engine';
import type { Log } from '../log.ts';

/** The shop's phone must ring even while the store is away: a call is answered after this at the latest. */
const storeDeadlineMs = 2_500;

/**
 * Waits for the store as long as a caller may be kept waiting; null when it has not taken the call by then. It may still
 * take it later. A call that it never takes is found afterwards in Twilio's list of calls, as Twilio does not tell it again.
 * @throws UnknownBusinessError
 */
export async function untilStored<T>(
  storing: Promise<T>,
  { path, log, deadlineMs = storeDeadlineMs }: { path: string; log: Pick<Log, 'error'>; deadlineMs?: number },
): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<null>((give) => {
    timer = setTimeout(() => give(null), deadlineMs);
  });
  try {
    const stored = await Promise.race([storing, deadline]);
    if (stored === null) {
      log.error({ path }, 'a call was answered before the store took it');
      storing.catch((error: unknown) =>
        log.error({ path, error }, 'the store did not take a call that had been answered'),
      );
    }
    return stored;
  } catch (error) {
    if (error instanceof UnknownBusinessError) throw error;
    log.error({ path, error }, 'a call was answered although the store did not take it');
    return null;
  } finally {
    clearTimeout(timer);
  }
}
