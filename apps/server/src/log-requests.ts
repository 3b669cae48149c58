import type { RequestHandler } from 'express';
import type { Log } from './log.ts';

/** At level debug: one line for each request, when it has been answered. */
export function logRequests(log: Log): RequestHandler {
  return (request, response, next) => {
    const beganMs = performance.now();
    response.on('finish', () => {
      const path = readablePath(request.originalUrl);
      const ms = Math.round(performance.now() - beganMs);
      log.debug({ method: request.method, path, status: response.statusCode, ms }, 'request');
    });
    next();
  };
}

/** Decoded, as the log masks numbers only where it can read them: `%2B1512…` is one, too. */
function readablePath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  // Each triple by itself: one that is no character must not leave the others unread.
  return path.replace(/%[2-7][0-9a-f]/gi, (triple) => decodeURIComponent(triple));
}
