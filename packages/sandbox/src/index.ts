export { type Clock, createManualClock, createRealClock, type ManualClock } from './clock.ts';
export type { Fault as HubspotFault, FaultKind as HubspotFaultKind } from './hubspot/faults.ts';
export {
  createHubspotLookalike,
  type HubspotLookalike,
  type HubspotLookalikeOptions,
} from './hubspot/lookalike.ts';
export type { SeenContact, SeenDeal, SeenTask, TimelineEntry } from './hubspot/observation.ts';
export type { PortalChange } from './hubspot/portal.ts';
export type { Subscription as HubspotSubscription } from './hubspot/subscriptions.ts';
export type {
  HubspotDelivery,
  HubspotWebhooks,
  WebhookTarget as HubspotWebhookTarget,
} from './hubspot/webhooks.ts';
export { createPhone, type PhoneOptions } from './phone/phone.ts';
export type { PhoneCaller, PhoneLine, PhoneSnapshot } from './phone/snapshot.ts';
export type {
  Story,
  StoryConversation,
  StoryCrm,
  StoryDecision,
  StoryNotice,
  StoryReason,
} from './phone/story.ts';
export type { Attestation, CallLeg, CallStatus } from './twilio/call-legs.ts';
export type { CallControl, IncomingCall } from './twilio/calls.ts';
export type {
  Fault as TwilioFault,
  FaultKind as TwilioFaultKind,
  Faults as TwilioFaults,
  Operation as TwilioOperation,
  WebhookFaults,
} from './twilio/faults.ts';
export type { IncomingText } from './twilio/incoming-texts.ts';
export {
  createTwilioLookalike,
  type TwilioLookalike,
  type TwilioLookalikeOptions,
} from './twilio/lookalike.ts';
export type { Attachment, MediaFile } from './twilio/media-files.ts';
export type { DeliveryOutcome, Message, MessageStatus } from './twilio/messages.ts';
export type { CarrierNumber, LineType, SandboxNumber } from './twilio/numbers.ts';
export type { Recording } from './twilio/recordings.ts';
export type { WebhookDelivery, WebhookKind } from './twilio/webhook-sender.ts';
