import { serve } from '../sandbox/serve.ts';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const served = await serve(() => {});
  await served.close();
  return Number(new URL(served.url).port);
}
