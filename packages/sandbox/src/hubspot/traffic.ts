import type { RequestHandler, Response } from 'express';
import type { Clock } from '../clock.ts';

/** One request as it went. `status` is null when no answer was given: the connection broke, or is still waiting. */
export type LoggedRequest = {
  readonly at: string;
  readonly method: string;
  /** With the query, below wherever the look-alike is mounted. */
  readonly path: string;
  readonly status: number | null;
};

type Entry = { readonly at: string; readonly method: string; readonly path: string; status: number | null };

const longestLog = 5_000;

/** Watches the requests go by: the log of them, and whether any is still being worked on. */
export function createTraffic(clock: Clock, log: (request: LoggedRequest) => void) {
  const entries: Entry[] = [];
  const underWay = new Set<Response>();
  const waiting: (() => void)[] = [];

  const settle = (response: Response) => {
    underWay.delete(response);
    if (underWay.size === 0) for (const resolve of waiting.splice(0)) resolve();
  };

  const watch: RequestHandler = (request, response, next) => {
    const entry: Entry = {
      at: clock.now().toISOString(),
      method: request.method,
      path: request.url,
      status: null,
    };
    entries.push(entry);
    if (entries.length > longestLog) entries.shift();
    underWay.add(response);
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
    response.on('close', () => {
      log({ ...entry });
      settle(response);
    });
    next();
  };

  return {
    watch,
    requests: (): readonly LoggedRequest[] => entries.map((entry) => ({ ...entry })),
    /** A response that waits for the clock is not being worked on: time has to pass first. */
    hold: settle,
    /** Resolves when no request is being worked on. */
    idle: (): Promise<void> =>
      underWay.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
  };
}
