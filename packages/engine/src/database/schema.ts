import type {
  Business,
  Call,
  Caller,
  Decision,
  E164,
  Effect,
  Event,
  Notice,
  Rules,
  SendingProblem,
} from '@ringback/core';
import type { CrmContact, CrmRef } from '@ringback/crm';
import type { EvidencePack, Problem } from '@ringback/messaging';
import type { ColumnType, Generated } from 'kysely';
import type { BusinessSettings } from '../business-file.ts';
import type { Work } from '../lease.ts';
import type { EffectState } from '../life-cycles.ts';
import type { ChannelName } from '../notices/notice-channel.ts';

/** Written as an ISO string or a `Date`, read as a `Date`. */
type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** Written as JSON text, read parsed. */
type Json<T> = ColumnType<T, string, string>;

export type BusinessTable = { business_id: string; version: number; enabled: boolean };

export type BusinessVersionTable = {
  business_id: string;
  version: number;
  business: Json<Business>;
  rules: Json<Rules>;
  settings: Json<BusinessSettings>;
  imported_at: Timestamp;
};

export type CallerTable = {
  business_id: string;
  caller_id: string;
  phone: string | null;
  state: Json<Caller>;
  first_seen_at: Timestamp;
  updated_at: Timestamp;
};

export type CallTable = {
  business_id: string;
  call_id: string;
  caller_id: string;
  line: string;
  call: Json<Call>;
  outcome: string | null;
  started_at: Timestamp;
};

export type EventTable = {
  business_id: string;
  event_id: string;
  caller_id: string;
  conversation_id: string | null;
  type: Event['type'];
  at: Timestamp;
  sequence: Generated<string>;
  event: Json<Event>;
  /** The version of the business's rules that the decision rested on. */
  version: number;
  reasons: Json<Decision['reasons']>;
  effects: Json<readonly Effect[]>;
};

export type EffectTable = {
  business_id: string;
  /** The effect's key; with the CRM's name behind it where one effect goes to several. */
  effect_key: string;
  caller_id: string;
  lane: string;
  sequence: Generated<string>;
  effect: Json<Work>;
  state: EffectState;
  /** What goes first within its lane: the smaller, the sooner. */
  rank: Generated<number>;
  due_at: Timestamp;
  attempts: Generated<number>;
  lease_owner: string | null;
  lease_until: Timestamp | null;
  /** Why it has not been done yet, in the vendor's words. */
  problem: string | null;
  /** Who said that it is not to be performed any more. */
  discarded_by: string | null;
  /** How often it has failed although its CRM answers, see `strikes.ts`; the last time. */
  strikes: Generated<number>;
  struck_at: Timestamp | null;
  /** When it left `open`; written by the store itself. */
  settled_at: Timestamp | null;
  created_at: Timestamp;
};

export type TimerTable = {
  business_id: string;
  caller_id: string;
  timer: string;
  due_at: Timestamp;
  set_by: string;
};

export type TextTable = {
  business_id: string;
  text_id: string;
  caller_id: string;
  conversation_id: string | null;
  direction: 'in' | 'out';
  line: string;
  phone: string | null;
  body: string;
  class: string;
  author: string;
  state: string;
  provider_id: string | null;
  /** Another id under which the provider took the same text: the caller got it twice. */
  double_provider_id: string | null;
  code: string | null;
  not_after: Timestamp | null;
  attempts: Generated<number>;
  first_attempt_at: Timestamp | null;
  last_attempt_at: Timestamp | null;
  empty_look_ups: Generated<number>;
  /** How often the provider was asked what became of it, as it did not say; the last time. */
  looks: Generated<number>;
  looked_at: Timestamp | null;
  created_at: Timestamp;
  accepted_at: Timestamp | null;
};

export type ConversationTable = {
  business_id: string;
  conversation_id: string;
  caller_id: string;
  line: string;
  state: string;
  urgent: boolean;
  task_id: string | null;
  opened_at: Timestamp;
  last_activity_at: Timestamp;
};

export type ProductEventTable = {
  business_id: string;
  product_event_id: string;
  caller_id: string;
  type: string;
  at: Timestamp;
  sequence: Generated<string>;
  data: Json<{ readonly [name: string]: unknown }>;
};

export type CrmConnectionTable = {
  business_id: string;
  system: string;
  state: 'connected' | 'broken';
  account_id: string;
  account_name: string;
  /** Encrypted, see `secrets.ts`. */
  tokens: string;
  problem: string | null;
  connected_at: Timestamp;
  /** How often in a row the CRM has not done what it was asked, for reasons that pass. */
  failures: Generated<number>;
  failing_since: Timestamp | null;
  /** Why, in its words. */
  failure: string | null;
  /** Nothing is asked of it before; null: it is asked as usual. */
  retry_at: Timestamp | null;
  /** See `crm-allowance.ts`. */
  requests_free_at: Timestamp | null;
  searches_free_at: Timestamp | null;
  /** See `deal-reader.ts`. */
  deals_read_at: Timestamp | null;
};

export type OAuthStateTable = {
  business_id: string;
  state: string;
  system: string;
  session: string;
  expires_at: Timestamp;
  /** Who began to connect, as the audit log names them. */
  started_by: Generated<string>;
};

export type CrmContactTable = {
  business_id: string;
  system: string;
  caller_id: string;
  contact: Json<CrmContact>;
};

/** Whose a contact was that has been deleted there, or became part of another. */
export type CrmPastContactTable = {
  business_id: string;
  system: string;
  contact_id: string;
  caller_id: string;
  ended_at: Timestamp;
};

export type CrmTaskTable = {
  business_id: string;
  system: string;
  task_id: string;
  ref: Json<CrmRef>;
  created_at: Generated<Date>;
};

/** A business's own key, under which its secrets are sealed; itself sealed under `RINGBACK_SECRET_KEY`. */
export type DataKeyTable = {
  business_id: string;
  key_id: string;
  wrapped: string;
  created_at: Timestamp;
  /** null: the one that seals; the others only open. */
  retired_at: Timestamp | null;
  /** Ids of the installation's keys that rotations have replaced. */
  former_masters: Generated<string[]>;
};

/** Only ever added to, which a trigger keeps. */
export type AuditTable = {
  business_id: string;
  audit_id: string;
  at: Timestamp;
  sequence: Generated<string>;
  by: string;
  act: string;
  caller_id: string | null;
  outcome: 'done' | 'refused';
  details: Json<AuditDetails>;
};

/** Never the words of a text. */
export type AuditDetails = { readonly [name: string]: string | number | boolean | null };

export type RetentionRunTable = {
  business_id: string;
  next_at: Timestamp;
  lease_owner: string | null;
  lease_until: Timestamp | null;
  /** The words of everything before are gone. */
  words_until: Timestamp | null;
  finished_at: Timestamp | null;
  /** Rows of the run that goes on, or of the last one, by kind. */
  removed: Json<{ readonly [kind: string]: number }>;
};

/** A number that was to be bought: written before anybody was asked for it. */
export type NumberPurchaseTable = {
  business_id: string;
  purchase_key: string;
  number: string;
  /** `asked`: it may have been bought, if nobody has heard. */
  state: 'asked' | 'bought' | 'refused';
  provider_id: string | null;
  problem: string | null;
  asked_by: string;
  asked_at: Timestamp;
  settled_at: Timestamp | null;
};

/** When the provider was last asked, for a fee, what kind of line a caller has. */
export type LineTypeAskTable = {
  business_id: string;
  caller_id: string;
  asked_at: Timestamp;
};

/** Whether the carrier really forwards missed calls to a line: the last test of it. */
export type ForwardingTestTable = {
  business_id: string;
  line: string;
  started_by: string;
  started_at: Timestamp;
  ends_at: Timestamp;
  call_id: string | null;
  confirmed_at: Timestamp | null;
};

export type NoticeTable = {
  business_id: string;
  /** The key of the effect that tells it. */
  notice_id: string;
  /** Of whom it tells. */
  caller_id: string;
  channel: ChannelName;
  /** An e-mail address or a number; empty where only the settings know it. */
  recipient: string;
  recipient_name: string | null;
  notice: Json<Notice>;
  urgent: boolean;
  /** `unknown`: nobody saw whether it was taken, and it is not repeated again. */
  state: Generated<'waiting' | 'sending' | 'sent' | 'withdrawn' | 'failed' | 'unknown'>;
  /** Those with the same one are told in one message, or were put off with it. */
  message_id: string | null;
  attempts: Generated<number>;
  /** Why it has not been told, or not yet. */
  problem: string | null;
  created_at: Timestamp;
  due_at: Timestamp;
  sent_at: Timestamp | null;
};

/** What a text that failed has shown of those to come; see the core's `SendingProblem`. */
export type SendingProblemTable = {
  business_id: string;
  kind: string;
  /** The line, and the key of the words, as far as it concerns those alone. */
  scope: string;
  problem: Json<SendingProblem>;
  failures: Generated<number>;
  last_at: Timestamp;
};

/** How far the provider's list of calls has been gone through for a business. */
export type CallLookTable = {
  business_id: string;
  /** Of every call that came in before, it is known what became of it. */
  known_until: Timestamp;
  next_at: Timestamp;
  lease_owner: string | null;
  lease_until: Timestamp | null;
};

export type RegistrationTable = {
  business_id: string;
  /** What the carriers want to know of the business, encrypted. */
  applicant: string;
  updated_at: Timestamp;
  updated_by: string;
};

/** Something submitted to the carriers: a business's local numbers together, or one toll-free number. */
export type RegistrationFilingTable = {
  business_id: string;
  /** `local`, or the toll-free number. */
  subject: string;
  state: 'submitted' | 'approved' | 'rejected';
  numbers: Json<readonly E164[]>;
  /** As it was submitted. */
  evidence: Json<EvidencePack>;
  waits_for: 'us' | 'reviewer' | 'owner' | 'nobody';
  /** Where it stands, for the owner. */
  detail: string;
  submitted_at: Timestamp;
  submitted_by: string;
  next_check_at: Timestamp;
  /** How often in a row it stood as before. */
  checks: Generated<number>;
  lease_owner: string | null;
  lease_until: Timestamp | null;
  updated_at: Timestamp;
};

export type RegistrationStepTable = {
  business_id: string;
  subject: string;
  step: string;
  /** null: it is not known to have been made. */
  provider_id: string | null;
  state: 'begun' | 'made' | 'to-amend' | 'approved' | 'rejected';
  problems: Json<readonly Problem[]>;
  /** Whether it may be handed in again. */
  mendable: Generated<boolean>;
  begun_at: Timestamp;
  updated_at: Timestamp;
};

/** A file that came with a text; what it holds lies in a table of its own, so that a list need not read it. */
export type TextMediaTable = {
  business_id: string;
  text_id: string;
  /** Its place in the text, from 0. */
  position: number;
  caller_id: string;
  content_type: string;
  state: Generated<'waiting' | 'stored' | 'refused'>;
  size: number | null;
  /** Why it is not kept. */
  problem: string | null;
  created_at: Timestamp;
};

export type TextMediaBytesTable = {
  business_id: string;
  text_id: string;
  position: number;
  bytes: Uint8Array;
};

export type Schema = {
  businesses: BusinessTable;
  business_versions: BusinessVersionTable;
  callers: CallerTable;
  calls: CallTable;
  events: EventTable;
  effects: EffectTable;
  timers: TimerTable;
  texts: TextTable;
  conversations: ConversationTable;
  product_events: ProductEventTable;
  crm_connections: CrmConnectionTable;
  oauth_states: OAuthStateTable;
  crm_contacts: CrmContactTable;
  crm_past_contacts: CrmPastContactTable;
  crm_tasks: CrmTaskTable;
  data_keys: DataKeyTable;
  audit_log: AuditTable;
  retention_runs: RetentionRunTable;
  call_looks: CallLookTable;
  number_purchases: NumberPurchaseTable;
  line_type_asks: LineTypeAskTable;
  forwarding_tests: ForwardingTestTable;
  notices: NoticeTable;
  sending_problems: SendingProblemTable;
  registrations: RegistrationTable;
  registration_filings: RegistrationFilingTable;
  registration_steps: RegistrationStepTable;
  text_media: TextMediaTable;
  text_media_bytes: TextMediaBytesTable;
};
