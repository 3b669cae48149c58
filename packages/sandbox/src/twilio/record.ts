import { isOver, type LiveLeg } from './call-legs.ts';
import { callParameters } from './call-progress.ts';
import { createSid } from './identifiers.ts';
import type { Recording } from './recordings.ts';
import type { TwimlNode } from './twiml.ts';
import { type Flow, type Interpreter, numberOf, requestOf, type Script } from './twiml-interpreter.ts';

const processingMs = 1_000;
const transcribingMs = 5_000;

/** Records what the caller says; after silence alone it goes on to the next verb, with nothing recorded. */
export async function record(interpreter: Interpreter, script: Script, verb: TwimlNode): Promise<Flow> {
  const { legs, clock } = interpreter;
  const { live } = script;
  const maxSeconds = numberOf(verb, 'maxLength', 3_600);
  legs.update(live, { hears: '(a beep)' });

  if (live.voicemailSeconds === null) {
    const signal = await live.signals.next(['speak'], numberOf(verb, 'timeout', 5) * 1_000);
    if (signal?.name !== 'speak') {
      reportRecording(interpreter, script, verb, { callSid: live.leg.sid });
      return isOver(live) ? { to: 'over' } : { to: 'next' };
    }
  }
  const meantSeconds = live.voicemailSeconds ?? 0;
  live.voicemailSeconds = null;
  const startedAt = clock.now();
  const finishedBy = await speakUntil(live, Math.min(meantSeconds, maxSeconds) * 1_000);
  const seconds = Math.round((clock.now().getTime() - startedAt.getTime()) / 1_000);
  // Who has said everything hangs up; who is cut short by the longest time allowed is still there.
  if (finishedBy === '' && meantSeconds <= maxSeconds) legs.end(live, 'completed');

  const recording = interpreter.recordings.add({ callSid: live.leg.sid, seconds, startedAt });
  reportRecording(interpreter, script, verb, recording);
  reportTranscription(interpreter, script, verb, recording);
  const request = requestOf(script, verb.attributes.action, verb.attributes.method);
  const parameters = {
    RecordingSid: recording.sid,
    RecordingUrl: recording.url,
    RecordingDuration: String(seconds),
    Digits: isOver(live) ? 'hangup' : finishedBy,
  };
  if (!isOver(live)) return { to: 'document', request: { ...request, parameters } };
  await interpreter.webhooks.deliver({
    kind: 'voice',
    ...request,
    parameters: { ...callParameters(interpreter.accountSid, live.leg), ...parameters },
  });
  return { to: 'over' };
}

/** The key that ended the speech, or '' when it was said to its end or the line is dead. */
async function speakUntil(live: LiveLeg, ms: number): Promise<string> {
  const signal = await live.signals.next(['digit'], ms);
  return signal?.name === 'digit' ? signal.digit : '';
}

/** Tells the `recordingStatusCallback` a little later; without a recording, that it is absent. */
function reportRecording(
  { accountSid, clock, webhooks }: Interpreter,
  script: Script,
  verb: TwimlNode,
  recording: Recording | { callSid: string },
): void {
  const { recordingStatusCallback, recordingStatusCallbackMethod } = verb.attributes;
  const events = verb.attributes.recordingStatusCallbackEvent?.split(/\s+/) ?? ['completed'];
  const status = 'sid' in recording ? 'completed' : 'absent';
  if (!recordingStatusCallback || !events.includes(status)) return;
  const { url, method } = requestOf(script, recordingStatusCallback, recordingStatusCallbackMethod);
  const recorded =
    'sid' in recording
      ? {
          RecordingSid: recording.sid,
          RecordingUrl: recording.url,
          RecordingDuration: String(recording.seconds),
          RecordingStartTime: recording.startedAt,
        }
      : {};
  const parameters = {
    AccountSid: accountSid,
    CallSid: recording.callSid,
    RecordingStatus: status,
    ...recorded,
    RecordingChannels: '1',
    RecordingSource: 'RecordVerb',
    RecordingTrack: 'inbound',
  };
  clock.after(processingMs, () => webhooks.notify({ kind: 'recording-status', url, method, parameters }));
}

/** Tells the `transcribeCallback` what was said; Twilio writes down 2 to 120 seconds, in English. */
function reportTranscription(
  { accountSid, clock, webhooks }: Interpreter,
  script: Script,
  verb: TwimlNode,
  recording: Recording,
): void {
  const { transcribe, transcribeCallback } = verb.attributes;
  if (!transcribeCallback || transcribe === 'false') return;
  const words = script.live.voicemailWords;
  const isCompleted = words !== null && recording.seconds >= 2 && recording.seconds <= 120;
  const { url } = requestOf(script, transcribeCallback, undefined);
  const parameters = {
    ...callParameters(accountSid, script.live.leg),
    TranscriptionSid: createSid('TR'),
    TranscriptionStatus: isCompleted ? 'completed' : 'failed',
    ...(isCompleted ? { TranscriptionText: words } : {}),
    RecordingSid: recording.sid,
    RecordingUrl: recording.url,
  };
  clock.after(transcribingMs, () =>
    webhooks.notify({ kind: 'transcription', url, method: 'POST', parameters }),
  );
}
