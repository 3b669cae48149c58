import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What Twilio signs, and where the processes under load answer: they are asked by turns. */
export type Target = { readonly publicUrl: string; readonly urls: readonly string[] };

export const account = {
  accountSid: `AC${randomBytes(16).toString('hex')}`,
  authToken: randomBytes(16).toString('hex'),
};

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const areaCodes = [212, 305, 312, 415, 512, 602, 702, 808, 206, 617];
const firstNumber = 2_000_000;
const numbersPerArea = 7_000_000;
let turn = 0;

/** A number that nobody else in this run has. */
export function callerNumber(index: number): string {
  const area = areaCodes[index % areaCodes.length];
  return `+1${area}${firstNumber + (Math.floor(index / areaCodes.length) % numbersPerArea)}`;
}

export function businessName(index: number): string {
  return `shop-${index}`;
}

export function lineNumber(index: number): string {
  return `+1303${firstNumber + index}`;
}

/** One call that nobody answers, as Twilio tells of it in three webhooks; the second one is the miss. */
export type MissedCall = {
  readonly from: string;
  /** Rings. */
  incoming(): Promise<void>;
  /** Nobody picked up. */
  missed(): Promise<void>;
  /** Has ended. */
  ended(): Promise<void>;
};

export function missedCall(target: Target, index: number, shop: number): MissedCall {
  const from = callerNumber(index);
  const callId = `CA${index.toString(16).padStart(32, '0')}`;
  const party = { CallSid: callId, From: from, To: lineNumber(shop), Direction: 'inbound' };
  const dialed = `/webhooks/twilio/voice/dialed?business=${businessName(shop)}&call=${callId}`;
  return {
    from,
    incoming: () => post(target, '/webhooks/twilio/voice', { ...party, CallStatus: 'ringing' }),
    missed: () =>
      post(target, dialed, {
        ...party,
        CallStatus: 'in-progress',
        DialCallStatus: 'no-answer',
        DialCallDuration: '0',
      }),
    ended: () =>
      post(target, '/webhooks/twilio/voice/status', {
        ...party,
        CallStatus: 'completed',
        CallDuration: '21',
      }),
  };
}

/**
 * A webhook as Twilio signs and sends it.
 * @throws Error when it is not answered with 2xx
 */
export function post(
  { publicUrl, urls }: Target,
  path: string,
  params: { readonly [name: string]: string },
): Promise<void> {
  const signed = Object.keys(params)
    .toSorted()
    .reduce((text, name) => text + name + params[name], publicUrl + path);
  const body = new URLSearchParams(params).toString();
  return new Promise((resolve, reject) => {
    const sending = request(urls[turn++ % urls.length] + path, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'x-twilio-signature': createHmac('sha1', account.authToken).update(signed).digest('base64'),
      },
    });
    sending.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that the server has just let go; the webhook may be sent again.
      if (sending.reusedSocket && error.code === 'ECONNRESET')
        resolve(post({ publicUrl, urls }, path, params));
      else reject(error);
    });
    sending.on('response', (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`${path} was answered with ${status}`));
      });
    });
    sending.end(body);
  });
}
