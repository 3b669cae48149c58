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
export type { CallReport } from './handle-call.ts';
export { type EventDraft, type Handled, UnknownBusinessError } from './handle-event.ts';
export type { EngineLog } from './log.ts';
export { createSecrets, type Secrets } from './secrets.ts';
