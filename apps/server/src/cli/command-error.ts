/** What stops a command; shown to whoever typed it, without a stack. The message says what to do. */
export class CommandError extends Error {
  /** 1: it could not be done; 2: it was called in a wrong way. */
  readonly exitCode: 1 | 2;

  constructor(message: string, { exitCode = 1 }: { readonly exitCode?: 1 | 2 } = {}) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
