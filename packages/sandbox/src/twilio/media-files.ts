import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { createSid } from './identifiers.ts';

/** A picture or another file as a handset attaches it. */
export type Attachment = { readonly contentType: string; readonly bytes: Uint8Array };

/** What came with a text, as Twilio keeps it. */
export type MediaFile = Attachment & {
  readonly sid: string;
  readonly messageSid: string;
  /** ISO 8601 */
  readonly createdAt: string;
  /** In the account, behind its password; it leads on to `openPath`. */
  readonly url: string;
  /** Where whoever has the address gets the file itself. */
  readonly openPath: string;
};

export type MediaFiles = {
  add(messageSid: string, attachment: Attachment): MediaFile;
  /** In the order in which they came. */
  of(messageSid: string): MediaFile[];
  at(openPath: string): MediaFile | undefined;
  remove(sid: string): void;
};

export const openMediaPath = '/open-media';

export function createMediaFiles(options: {
  accountSid: string;
  apiBaseUrl: string;
  clock: Clock;
}): MediaFiles {
  const { accountSid, apiBaseUrl, clock } = options;
  const files = new Map<string, MediaFile>();
  return {
    add(messageSid, attachment) {
      const sid = createSid('ME');
      const file = {
        ...attachment,
        sid,
        messageSid,
        createdAt: clock.now().toISOString(),
        url: `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid}`,
        openPath: `${openMediaPath}/${randomBytes(16).toString('hex')}`,
      };
      files.set(sid, file);
      return file;
    },
    of: (messageSid) => [...files.values()].filter((file) => file.messageSid === messageSid),
    at: (openPath) => [...files.values()].find((file) => file.openPath === openPath),
    remove: (sid) => void files.delete(sid),
  };
}
