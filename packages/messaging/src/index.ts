export type { CallFlow, CallMoment } from './call-flow.ts';
export type { CallHistory, ListedCall, ListedVoicemail, Ringing } from './call-history.ts';
export { MessagingError } from './errors.ts';
export type { LineTypes } from './line-types.ts';
export type { FetchedMedia, MediaSource } from './media-source.ts';
export type { Messenger, OutgoingText, SentText } from './messenger.ts';
export type { AvailableNumber, NumberProblem, OwnedNumber, PhoneNumbers } from './phone-numbers.ts';
export type { AccountState, ProviderAccount } from './provider-account.ts';
export type { ProviderCopies } from './provider-copies.ts';
export type { RegisteredSenders, SenderStanding } from './registered-senders.ts';
export { type ConsentWording, consentWording, noSharing } from './registration/consent-wording.ts';
export {
  type Campaign,
  createEvidencePack,
  type EvidencePack,
  termsPageOf,
  textsPromised,
} from './registration/evidence-pack.ts';
export { checkEvidence, type Finding } from './registration/pre-flight.ts';
export type {
  Call,
  Dossier,
  Price,
  Problem,
  Registration,
  StepName,
  StepStatus,
  Subject,
} from './registration/registration.ts';
export { explainRejection, type Rejection } from './registration/rejections.ts';
export { createTwilioAccount } from './twilio/account.ts';
export { createTwilioCallHistory } from './twilio/call-history.ts';
export { preloadTwilioClient } from './twilio/client.ts';
export {
  explainTwilioError,
  readTextFailure,
  type TwilioErrorKind,
  type TwilioErrorMeaning,
} from './twilio/errors.ts';
export { type FormParams, parseForm, withoutNul } from './twilio/form.ts';
export { createTwilioLineTypes } from './twilio/line-types.ts';
export { createTwilioMedia } from './twilio/media.ts';
export { createTwilioMessenger, type TwilioMessengerOptions } from './twilio/messenger.ts';
export {
  type CallReport,
  type IncomingCall,
  parseAccept,
  parseCallEnd,
  parseConsent,
  parseDialEnd,
  parseIncomingCall,
  parseRecording,
  parseTranscription,
} from './twilio/parse-call-webhook.ts';
export {
  type IncomingText,
  parseIncomingText,
  parseTextStatus,
  type TextStatusReport,
} from './twilio/parse-text-webhook.ts';
export { createTwilioPhoneNumbers, type TwilioPhoneNumbersOptions } from './twilio/phone-numbers.ts';
export { createTwilioCopies } from './twilio/provider-copies.ts';
export { createTwilioRegisteredSenders } from './twilio/registered-senders.ts';
export { idsInNotice } from './twilio/registration/events.ts';
export { createTwilioRegistration } from './twilio/registration/registration.ts';
export { createTwilioCallFlow } from './twilio/twiml.ts';
export { signTwilioRequest, verifyTwilioJsonRequest, verifyTwilioRequest } from './twilio/verify-request.ts';
export { writeVoiceFallback } from './twilio/voice-fallback.ts';
export { WebhookError } from './twilio/webhook-error.ts';
