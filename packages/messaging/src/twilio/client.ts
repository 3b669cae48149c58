/** What it takes to ask Twilio's REST API. */
export type TwilioClientOptions = {
  /** `AC...` */
  readonly accountSid: string;
  readonly authToken: string;
  /** Replaces scheme and host of Twilio's addresses; the path stays. */
  readonly apiBaseUrl?: string;
  /** How long one request may take, from connecting to the last byte. */
  readonly timeoutMs: number;
};

/** Loads Twilio's client ahead of the first request, which would otherwise be some 150 ms late. */
export async function preloadTwilioClient(): Promise<void> {
  await import('twilio');
}

/**
 * Gives a client for one request (or several at once), since Twilio's own can be given neither a signal nor a
 * deadline by the call. It is loaded with the first of them, or by `preloadTwilioClient`, because it costs 100 ms
 * and 30 MB that a process which only answers webhooks need not pay.
 * @throws RangeError when the account SID is none
 */
export function createClientOpener({ accountSid, authToken, apiBaseUrl, timeoutMs }: TwilioClientOptions) {
  if (!/^AC/.test(accountSid)) throw new RangeError('a Twilio account SID begins with AC');
  return async function openClient(signal: AbortSignal) {
    const { default: twilio } = await import('twilio');
    const httpClient = new twilio.RequestClient({
      timeout: timeoutMs,
      // A kept connection that Twilio has just closed would turn a text that never left into an unclear one.
      keepAlive: false,
    });
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    httpClient.axios.interceptors.request.use((config) => {
      config.signal = deadline;
      if (apiBaseUrl && config.url) config.url = swapHost(config.url, apiBaseUrl);
      return config;
    });
    return twilio(accountSid, authToken, { httpClient, autoRetry: false });
  };
}

function swapHost(url: string, baseUrl: string): string {
  const { pathname, search } = new URL(url);
  return new URL(`${pathname}${search}`, baseUrl).href;
}
