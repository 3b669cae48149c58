import type { Business, Call, Caller, Decision, Effect, Event, Rules } from '@ringback/core';
import type { CrmContact, CrmRef } from '@ringback/crm';
import type { ColumnType, Generated } from 'kysely';
import type { BusinessSettings } from '../business-file.ts';

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
  effect: Json<Effect>;
  state: 'open' | 'done' | 'parked';
  due_at: Timestamp;
  attempts: Generated<number>;
  lease_owner: string | null;
  lease_until: Timestamp | null;
  /** Why it has not been done yet, in the vendor's words. */
  problem: string | null;
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
};

export type OAuthStateTable = {
  business_id: string;
  state: string;
  system: string;
  session: string;
  expires_at: Timestamp;
};

export type CrmContactTable = {
  business_id: string;
  system: string;
  caller_id: string;
  contact: Json<CrmContact>;
};

export type CrmTaskTable = { business_id: string; system: string; task_id: string; ref: Json<CrmRef> };

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
  crm_tasks: CrmTaskTable;
};
