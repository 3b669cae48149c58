export type { AuditEntry } from './audit.ts';
export type { Call, CallDecision } from './calls.ts';
export { ApiError, type Client, type ClientOptions, createClient } from './client.ts';
export type { Connection } from './connections.ts';
export type { Consent } from './contacts.ts';
export { type RouteName, type Routes, routes } from './contract.ts';
export type { Contact, Conversation, ConversationDetail, Message, TimelineEntry } from './conversations.ts';
export type { ProductEvent } from './events.ts';
export type { Forwarding } from './forwarding.ts';
export type { AvailableNumber, PhoneNumber } from './numbers.ts';
export { describeApi } from './openapi.ts';
export type { ParkedEntry } from './parked.ts';
export { type Problem, type ProblemCode, problemSchema, problems, problemType } from './problems.ts';
export type { RegistrationAnswer } from './registration.ts';
export type { RecoveryReport } from './reports.ts';
export type { AnswerOf, ReadRequest, RequestTo, Route } from './route.ts';
export {
  mostShownDecisions,
  mostSimulatedCalls,
  type SimulationAnswer,
  type SimulationRequest,
} from './simulations.ts';
export type { TextNotOut } from './texts.ts';
