export type { CallFlow, CallMoment } from './call-flow.ts';
export { MessagingError } from './errors.ts';
export type { Messenger, OutgoingText, SentText } from './messenger.ts';
export { explainTwilioError, type TwilioErrorKind, type TwilioErrorMeaning } from './twilio/errors.ts';
export { type FormParams, parseForm, withoutNul } from './twilio/form.ts';
export {
  createTwilioMessenger,
  preloadTwilioClient,
  type TwilioMessengerOptions,
} from './twilio/messenger.ts';
export {
  type CallReport,
  type IncomingCall,
  parseAccept,
  parseCallEnd,
  parseConsent,
  parseDialEnd,
  parseIncomingCall,
  parseRecording,
} from './twilio/parse-call-webhook.ts';
export {
  type IncomingText,
  parseIncomingText,
  parseTextStatus,
  type TextStatusReport,
} from './twilio/parse-text-webhook.ts';
export { createTwilioCallFlow } from './twilio/twiml.ts';
export { verifyTwilioJsonRequest, verifyTwilioRequest } from './twilio/verify-request.ts';
export { WebhookError } from './twilio/webhook-error.ts';
