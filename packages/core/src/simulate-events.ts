import type { Business } from './business.ts';
import type { LoggedCall } from './call-log/call-log.ts';
import { callerIdOf } from './caller.ts';
import type { Event, MissedCause } from './event.ts';
import { addSeconds, toInstant } from './instant.ts';
import type { E164 } from './phone.ts';

/** A call whose log does not say how long it rang rang as long as its line rings. */
const usualRingSeconds = 18;

/** What a voicemail lasts whose length nobody wrote down. */
const usualVoicemailSeconds = 20;

/** The events that a logged call comes to, in order, as the engine would have recorded them. */
export function eventsOfCall(business: Business, logged: LoggedCall, place: number): readonly Event[] {
  const callId = logged.id ?? `log-${place}`;
  const line = logged.line ?? (business.lines[0]?.number as E164);
  const startedAt = toInstant(logged.startedAt);
  const own = business.lines.find(({ number }) => number === line);
  const ringSeconds = logged.ringSeconds ?? own?.ringSeconds ?? usualRingSeconds;
  const at = addSeconds(startedAt, ringSeconds);
  const base = { businessId: business.id, callerId: callerIdOf(logged.from, callId) };
  const id = `call-${callId}`;
  if (logged.outcome === 'answered') return [{ ...base, id, at, type: 'call-answered', callId, line }];
  const missed: Event = {
    ...base,
    id,
    at,
    type: 'call-missed',
    callId,
    line,
    cause: logged.cause ?? causeOf(logged),
    ringSeconds,
    missedAt: at,
    attestation: logged.attestation ?? 'unknown',
  };
  if (logged.outcome !== 'voicemail') return [missed];
  const seconds = logged.voicemailSeconds ?? usualVoicemailSeconds;
  return [
    missed,
    {
      ...base,
      id: `${id}-voicemail`,
      at: addSeconds(at, seconds),
      type: 'voicemail-left',
      callId,
      line,
      recordingUrl: '',
      seconds,
    },
  ];
}

/** Who gave up is only said to have done so where the log tells how long they waited. */
function causeOf({ outcome, ringSeconds }: LoggedCall): MissedCause {
  return outcome === 'abandoned' && ringSeconds !== undefined ? 'abandoned' : 'no-answer';
}
