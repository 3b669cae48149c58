export { type Applicant, type ApplicantInput, applicantSchema } from './applicant.ts';
export {
  type Business,
  type BusinessInput,
  businessSchema,
  type Line,
  numberSchema,
  type Trade,
} from './business.ts';
export {
  type Call,
  type CallObservation,
  type CallOutcome,
  type CallSignal,
  type CallStart,
  callOutcome,
  type Observed,
  observeCall,
  phonesToRing,
  startCall,
} from './call.ts';
export {
  type CallLogFormat,
  type CallLogRow,
  type CallLogSetting,
  headerKey,
  type LoggedCall,
  type RowRead,
} from './call-log/call-log.ts';
export { callLogFormats, recogniseCallLog } from './call-log/recognise.ts';
export { type CallbackWindow, callbackWindows } from './callback-window.ts';
export {
  type Caller,
  type Conversation,
  callerIdOf,
  type FirstText,
  type LastText,
  type Lead,
  newState,
  type OpenText,
  type Resend,
  type SecondText,
  type State,
  type Suppression,
  type Undeliverable,
  type WaitingText,
} from './caller.ts';
export {
  type ConsentEntry,
  type ConsentKind,
  type ConsentLevel,
  consentLevelOf,
  type Evidence,
  exportEvidence,
  type MatchedBy,
} from './consent.ts';
export { decide, evolve, type Step, step } from './decide.ts';
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
export { type Answer, decisionTable, type Occasion } from './decision-table.ts';
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
  TeamMember,
  TextStatus,
  TimerName,
} from './event.ts';
export { type ExampleTexts, exampleTexts } from './example-texts.ts';
export { addOpenMinutes, isOpenAt, nextOpening } from './hours.ts';
export { addHours, addMinutes, addMs, addSeconds, type Instant, msBetween, toInstant } from './instant.ts';
export type { LineType } from './line-type.ts';
export {
  isNoticePointless,
  type Notice,
  type NoticedPerson,
  type NoticeKind,
  noticeKinds,
} from './notice.ts';
export { overlongOpenText } from './open-text.ts';
export {
  countryOf,
  type E164,
  isShortCode,
  type Phone,
  type PhoneKind,
  parsePhone,
  parsePhones,
} from './phone.ts';
export { allowedAt, nextAllowed, type QuietHoursMode } from './quiet-hours.ts';
export type { ReplyLanguage } from './read-reply/language.ts';
export { type Reading, type ReplyContext, type ReplyIntent, readReply } from './read-reply/read-reply.ts';
export {
  createReport,
  type Decided,
  type Milestone,
  type Report,
  type ReportMaker,
  type ReportSetting,
  type Withheld,
} from './report.ts';
export type { Funnel, Rates } from './report-funnel.ts';
export type { Times } from './report-times.ts';
export {
  type CheckedRules,
  checkRules,
  defineRules,
  type Rules,
  RulesError,
  type RulesInput,
  type RulesProblem,
  rulesJsonSchema,
} from './rule-set.ts';
export { mayText, type Purpose } from './rules/may-text.ts';
export { isBlocked } from './rules-in-force.ts';
export {
  measureText,
  type SenderKind,
  type TextMeasure,
  type Ucs2Character,
  withPlainCharacters,
} from './segments.ts';
export { type LoggedReply, type SimulatedDecision, type Simulation, simulate } from './simulate.ts';
export { whyUnwanted } from './still-wanted.ts';
export { keepsBack, type SendingProblem, type TextFailure, type TextFailureKind } from './text-failure.ts';
export { canFollow, isFinal, statusesBefore, textSteps } from './text-status.ts';
export { type Validated, type ValidationProblem, validate } from './validate.ts';
export { statesOf, zonesOf } from './zones.ts';
