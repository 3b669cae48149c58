import { aircall } from './aircall.ts';
import { type CallLogFormat, headerKey } from './call-log.ts';
import { callrail } from './callrail.ts';
import { plain } from './plain.ts';
import { quo } from './quo.ts';
import { ringcentral } from './ringcentral.ts';
import { twilio } from './twilio.ts';

/** Every kind of call log that is recognised. Those that ask for the most particular headers come first. */
export const callLogFormats: readonly CallLogFormat[] = [aircall, callrail, twilio, ringcentral, quo, plain];

/** The format whose headers these are; null when it is none that we know. */
export function recogniseCallLog(headers: readonly string[]): CallLogFormat | null {
  const keys = new Set(headers.map(headerKey));
  return (
    callLogFormats.find(({ headers: needed }) =>
      needed.every((header) => [header].flat().some((name) => keys.has(name))),
    ) ?? null
  );
}
