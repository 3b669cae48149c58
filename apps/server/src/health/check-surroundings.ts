import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { signTwilioRequest } from '@ringback/messaging';
import type { Config } from '../config.ts';
import { type Checked, passed, problem, warning } from './finding.ts';

const addressTimeoutMs = 5_000;
const lowBytes = 1e9;
const fullBytes = 200e6;

/** Whether whoever is told PUBLIC_URL finds this server there. In the sandbox nobody is told. */
export async function checkAddressAnswers({ publicUrl, twilio }: Config): Promise<readonly Checked[]> {
  if (twilio === null) return [];
  const why = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(addressTimeoutMs) }).then(
    async (response) => {
      const isOurs = response.ok && (await response.text()) === 'ok\n';
      return isOurs ? null : `it answers ${response.status}, and not as this server does`;
    },
    (error: Error) => String(error.cause instanceof Error ? error.cause.message : error.message),
  );
  if (why === null) {
    const isHere = passed('address', `${publicUrl} leads to this server.`);
    return [isHere, ...(await checkSignature(publicUrl, twilio.authTokens[0]))];
  }
  return [
    problem({
      code: 'address-unreachable',
      what: `${publicUrl} does not lead to this server: ${why}. Twilio's webhooks do not come in.`,
      whatToDo: 'See that a server runs, and that DNS, proxy and certificate of PUBLIC_URL lead to it.',
    }),
  ];
}

/** Whether a request that is signed as Twilio signs comes through proxies as it was sent. Nothing is stored of it. */
async function checkSignature(publicUrl: string, authToken: string): Promise<readonly Checked[]> {
  const nonce = randomUUID();
  const url = `${publicUrl}/webhooks/twilio/echo`;
  const params = { nonce };
  const why = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signTwilioRequest({ authToken, url, params }) },
    body: new URLSearchParams(params),
    redirect: 'manual',
    signal: AbortSignal.timeout(addressTimeoutMs),
  }).then(
    async (response) => {
      if (response.status === 403) return 'the server there does not accept the signature';
      return (await response.text()) === `ringback ${nonce}` ? null : `it is answered ${response.status}`;
    },
    (error: Error) => String(error.cause instanceof Error ? error.cause.message : error.message),
  );
  if (why === null)
    return [passed('signature', `A request signed as Twilio signs comes through ${publicUrl}.`)];
  return [
    problem({
      code: 'signature-refused',
      what: `A request signed as Twilio signs does not come through ${publicUrl}: ${why}. Twilio's webhooks are refused.`,
      whatToDo:
        'See that PUBLIC_URL is the very address that Twilio calls, that no proxy changes paths or bodies, and that the server there has this TWILIO_AUTH_TOKEN.',
    }),
  ];
}

/** Room for the embedded store; PostgreSQL's is elsewhere. */
export async function checkDisk(
  { databaseUrl, dataDir }: Config,
  freeBytesIn: (folder: string) => Promise<number | null> = freeBytes,
): Promise<readonly Checked[]> {
  if (databaseUrl !== null) return [];
  const free = await freeBytesIn(dataDir);
  if (free === null) return [];
  if (free >= lowBytes) return [passed('disk', `RINGBACK_DATA_DIR has ${Math.round(free / 1e9)} GB left.`)];
  return [
    (free < fullBytes ? problem : warning)({
      code: 'disk-full-soon',
      what: `RINGBACK_DATA_DIR has ${Math.round(free / 1e6)} MB left; a full disk stops every call from being stored.`,
      whatToDo: 'Make room, or keep data for a shorter time with `retention` in the business file.',
    }),
  ];
}

/** null: there is no such folder yet. */
async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
