/** An answer of Twilio's REST API that refuses something. */
export class TwilioApiError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  toBody() {
    return {
      code: this.code,
      message: this.message,
      more_info: `https://www.twilio.com/docs/errors/${this.code}`,
      status: this.status,
    };
  }
}

/** Source: https://www.twilio.com/docs/api/errors/20009, read 2026-11-21 */
export function notOver(): TwilioApiError {
  return new TwilioApiError(409, 20009, 'Cannot delete this resource before it is complete');
}

export function notFound(path: string): TwilioApiError {
  return new TwilioApiError(404, 20404, `The requested resource ${path} was not found`);
}
