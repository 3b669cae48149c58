export {
  BusinessFileError,
  type BusinessSettings,
  type CrmSetting,
  type FileProblem,
  type ImportedBusiness,
  readBusinessFile,
} from './business-file.ts';
export type { CrmConnection, CrmConnections, CrmSystem } from './crm-connections.ts';
export { type Db, openEmbedded, openPostgres, type Store } from './database/connection.ts';
export { migrate } from './database/migrate.ts';
export { type Directory, importBusinesses, type KnownBusiness } from './directory.ts';
export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export type { CallReport, HandledCall } from './handle-call.ts';
export { type EventDraft, type Handled, UnknownBusinessError } from './handle-event.ts';
export type { TextStatusReport } from './handle-text-status.ts';
export type { EngineLog } from './log.ts';
export { type CallDecision, explainCall } from './queries/call-decision.ts';
export { type CallOutcome, findCalls, listCalls, type StoredCall } from './queries/calls.ts';
export {
  type ConversationState,
  findConversations,
  listConversations,
  type StoredConversation,
} from './queries/conversations.ts';
export { type CrmWork, countCrmWork } from './queries/crm-work.ts';
export { findHandledEvent } from './queries/handled-event.ts';
export type { Page, PageRequest, Place } from './queries/page.ts';
export { listProductEvents, type StoredProductEvent } from './queries/product-events.ts';
export { reportRecovery } from './queries/recovery.ts';
export { findText, type StoredText } from './queries/texts.ts';
export { readTimeline, type Timeline, type TimelineEntry } from './queries/timeline.ts';
export { judge, type Verdict } from './queries/verdict.ts';
export { createSecrets, type Secrets } from './secrets.ts';
