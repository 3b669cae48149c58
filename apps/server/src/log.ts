import { type Logger, pino } from 'pino';

export type Log = Logger;

/** A number, of which a log shows the country and the last two digits. */
const phoneNumber = /\+(\d{1,3})\d{5,10}(\d{2})/g;

export function maskNumbers(text: string): string {
  return text.replace(phoneNumber, '+$1•••••$2');
}

/**
 * The server's log: one JSON line each, without the body of a text, a whole phone number or a token. Of an error it
 * keeps what helps to find it; the details of a database's error may hold the values of a row, and stay out.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describeError },
    hooks: {
      streamWrite: maskNumbers,
    },
  });
}

type Described = {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: Described | undefined;
};

function describeError(error: unknown): Described | string {
  if (!(error instanceof Error)) return String(error);
  return {
    name: error.name,
    code: 'code' in error ? String(error.code) : undefined,
    message: error.message,
    stack: error.stack?.split('\n').slice(1, 8).join('\n'),
    cause: error.cause instanceof Error ? (describeError(error.cause) as Described) : undefined,
  };
}
