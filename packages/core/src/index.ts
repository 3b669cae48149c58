export { type Business, type BusinessInput, businessSchema, type Line, type Trade } from './business.ts';
export type { Call, CallObservation, CallSignal } from './call.ts';
export {
  type Caller,
  type Conversation,
  callerIdOf,
  type FirstText,
  type OpenText,
  type State,
  type Suppression,
  type WaitingText,
} from './caller.ts';
export type {
  CrmEntry,
  CrmTask,
  Decision,
  Effect,
  EffectOf,
  EffectType,
  Fact,
  Facts,
  FollowUp,
  ProductEventType,
  Reason,
  TextClass,
} from './decision.ts';
export type {
  CallerIdAttestation,
  Event,
  EventOf,
  EventType,
  FoundContact,
  HandledByProvider,
  Media,
  MissedCause,
  StaffAct,
  TextStatus,
  TimerName,
} from './event.ts';
export { addHours, addMinutes, addMs, addSeconds, type Instant, msBetween, toInstant } from './instant.ts';
export { type E164, type Phone, type PhoneKind, parsePhone } from './phone.ts';
export { defineRules, type Rules, RulesError, type RulesInput, type RulesProblem } from './rule-set.ts';
