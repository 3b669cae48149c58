/**
 * Waits for `work` until `signal` aborts, then throws `abandoned()`. For vendors' clients that know no signal:
 * the work itself goes on unseen, so an abandoned write counts as unclear.
 */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  abandoned: () => Error,
): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    throw abandoned();
  }
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(abandoned());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
