export {
  BusinessFileError,
  type BusinessSettings,
  type CrmSetting,
  type FileProblem,
  type ImportedBusiness,
  readBusinessFile,
} from './business-file.ts';
export type { CrmConnection, CrmConnections, CrmSystem } from './crm-connections.ts';
export type { CrmNews } from './crm-news/take-news.ts';
export { listActs, recordAct, type StoredAct } from './data-care/audit.ts';
export { CallerBusyError, type Erasure, eraseCaller } from './data-care/erase-caller.ts';
export { type CallerExport, exportCaller } from './data-care/export-caller.ts';
export { type Db, openEmbedded, openPostgres, type PoolUse, type Store } from './database/connection.ts';
export { FolderLockedError } from './database/folder-lock.ts';
export { isUpToDate, migrate } from './database/migrate.ts';
export { type Directory, importBusinesses, type KnownBusiness, loadBusinesses } from './directory.ts';
export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export { type ForwardingTest, readForwardingTest, startForwardingTest } from './forwarding-test.ts';
export type { CallReport, HandledCall } from './handle-call.ts';
export { type EventDraft, type Handled, UnknownBusinessError } from './handle-event.ts';
export type { TextStatusReport } from './handle-text-status.ts';
export type { ClaimedEffect, Outcome } from './lease.ts';
export { type LiftedHold, liftHold } from './lift-hold.ts';
export type { EngineLog } from './log.ts';
export {
  type ChannelName,
  type NoticeChannel,
  type NoticeChannels,
  NoticeError,
  type NoticeMessage,
} from './notices/notice-channel.ts';
export {
  beginPurchase,
  type NumberPurchase,
  PurchaseKeyReusedError,
  settlePurchase,
} from './number-purchases.ts';
export type { EngineObserver } from './observer.ts';
export {
  discardParked,
  findParkedEntries,
  listParkedEntries,
  type ParkedEntry,
  retryParked,
} from './parked-entries.ts';
export { type CallDecision, explainCall } from './queries/call-decision.ts';
export { type CallOutcome, findCalls, listCalls, type StoredCall } from './queries/calls.ts';
export {
  type ConversationState,
  findConversations,
  listConversations,
  type StoredConversation,
} from './queries/conversations.ts';
export {
  type ConnectionCount,
  countWork,
  type Hold,
  type WorkCount,
  type WorkCounts,
} from './queries/counts.ts';
export { type CrmWork, countCrmWork } from './queries/crm-work.ts';
export { countFailedNotices, type FailedNotices } from './queries/failed-notices.ts';
export { findHandledEvent } from './queries/handled-event.ts';
export { readMedia, type StoredMedia } from './queries/media.ts';
export type { Page, PageRequest, Place } from './queries/page.ts';
export { listProductEvents, type StoredProductEvent } from './queries/product-events.ts';
export { reportRecovery } from './queries/recovery.ts';
export { listSendingProblems, type StoredProblem } from './queries/sending-problems.ts';
export { findText, type StoredText } from './queries/texts.ts';
export { listTextsNotOut, type TextNotOut, type TextNotOutState } from './queries/texts-not-out.ts';
export { readTimeline, type Timeline, type TimelineEntry } from './queries/timeline.ts';
export { judge, type Verdict } from './queries/verdict.ts';
export {
  type FilingView,
  RegistrationError,
  type Registrations,
} from './registration/registrations.ts';
export { type FilingStanding, listFilingStandings } from './registration/standings.ts';
export { createSecrets, type Secrets } from './secrets.ts';
export { backUp, restore } from './store-care/back-up.ts';
export { embeddedStoreIn, openExistingStore } from './store-care/existing-store.ts';
export { moveStore } from './store-care/move-store.ts';
export { rotateKeys } from './store-care/rotate-keys.ts';
export { findUnreadable, type Unreadable } from './store-care/sealed-values.ts';
export { StoreError } from './store-care/store-error.ts';
