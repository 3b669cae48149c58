import { createSid, rfc2822 } from './identifiers.ts';

export type Recording = {
  readonly sid: string;
  readonly callSid: string;
  readonly seconds: number;
  /** RFC 2822 */
  readonly startedAt: string;
  /** Where Twilio says it is; with `.wav` appended, the sound. */
  readonly url: string;
};

export type Recordings = {
  all(): Recording[];
  find(sid: string): Recording | undefined;
  remove(sid: string): void;
  add(recording: { callSid: string; seconds: number; startedAt: Date }): Recording;
};

export function createRecordings(accountSid: string, apiBaseUrl: string): Recordings {
  const recordings = new Map<string, Recording>();
  return {
    all: () => [...recordings.values()],
    find: (sid) => recordings.get(sid),
    remove: (sid) => void recordings.delete(sid),
    add({ callSid, seconds, startedAt }) {
      const sid = createSid('RE');
      const url = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
      const recording = { sid, callSid, seconds, startedAt: rfc2822(startedAt), url };
      recordings.set(sid, recording);
      return recording;
    },
  };
}

/** A silent WAV of that length: 8 kHz, one channel, 8 bits. */
export function silentWav(seconds: number): Buffer {
  const samples = Math.max(0, Math.round(seconds)) * 8_000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}
