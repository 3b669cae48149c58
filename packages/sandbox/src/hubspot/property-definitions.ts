import type { ObjectType } from './object-type.ts';

type PropertyKind = 'string' | 'number' | 'datetime' | 'date' | 'enumeration' | 'bool';

type Option = { readonly label: string; readonly value: string };

export type PropertyDefinition = {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyKind;
  readonly fieldType: string;
  readonly groupName: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly hasUniqueValue: boolean;
  /** HubSpot computes it; a write is refused. */
  readonly readOnly: boolean;
  readonly hubspotDefined: boolean;
};

const fieldTypes: { readonly [kind in PropertyKind]: string } = {
  string: 'text',
  number: 'number',
  datetime: 'date',
  date: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
};

function define(
  name: string,
  type: PropertyKind,
  more: { readonly options?: readonly string[]; readonly readOnly?: boolean; readonly unique?: boolean } = {},
): PropertyDefinition {
  return {
    name,
    label: name.replace(/^hs_/, '').replaceAll('_', ' '),
    type,
    fieldType: fieldTypes[type],
    groupName: '',
    description: '',
    options: (more.options ?? []).map((value) => ({ label: value, value })),
    hasUniqueValue: more.unique ?? false,
    readOnly: more.readOnly ?? false,
    hubspotDefined: true,
  };
}

const texts = (...names: string[]) => names.map((name) => define(name, 'string'));
const choice = (name: string, ...options: string[]) => define(name, 'enumeration', { options });
const computed = (name: string, type: PropertyKind = 'string') => define(name, type, { readOnly: true });

const everywhere = [
  computed('hs_object_id', 'number'),
  computed('hs_object_source'),
  define('hubspot_owner_id', 'string'),
];

const activity = [
  ...everywhere,
  computed('hs_createdate', 'datetime'),
  computed('hs_lastmodifieddate', 'datetime'),
  define('hs_timestamp', 'datetime'),
];

/**
 * The standard properties a missed-call integration meets, a selection of HubSpot's hundreds.
 * Source: the guides for contacts, calls, communications, notes, tasks and deals on developers.hubspot.com, read
 * 2026-11-20.
 */
export const standardProperties: { readonly [type in ObjectType]: readonly PropertyDefinition[] } = {
  contacts: [
    ...everywhere,
    define('email', 'string', { unique: true }),
    ...texts('firstname', 'lastname', 'phone', 'mobilephone', 'fax', 'company', 'jobtitle', 'website'),
    ...texts('address', 'city', 'state', 'zip', 'country', 'hs_language'),
    choice(
      'lifecyclestage',
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
      'opportunity',
      'customer',
      'evangelist',
      'other',
    ),
    choice('hs_lead_status', 'NEW', 'OPEN', 'IN_PROGRESS', 'OPEN_DEAL', 'UNQUALIFIED', 'CONNECTED'),
    computed('createdate', 'datetime'),
    computed('lastmodifieddate', 'datetime'),
    computed('hs_analytics_source'),
    computed('hs_latest_source'),
    computed('hs_searchable_calculated_phone_number'),
    computed('hs_searchable_calculated_mobile_number'),
    computed('hs_searchable_calculated_international_phone_number'),
    computed('hs_searchable_calculated_international_mobile_number'),
  ],
  companies: [
    ...everywhere,
    ...texts('name', 'domain', 'phone', 'city', 'state', 'country', 'industry'),
    computed('createdate', 'datetime'),
    computed('hs_lastmodifieddate', 'datetime'),
    computed('hs_searchable_calculated_phone_number'),
  ],
  deals: [
    ...everywhere,
    ...texts('dealname', 'dealstage', 'pipeline', 'description'),
    define('amount', 'number'),
    define('closedate', 'datetime'),
    choice('dealtype', 'newbusiness', 'existingbusiness'),
    define('createdate', 'datetime'),
    computed('hs_lastmodifieddate', 'datetime'),
    computed('hs_is_closed', 'bool'),
    computed('hs_is_closed_won', 'bool'),
    computed('hs_is_closed_lost', 'bool'),
  ],
  calls: [
    ...activity,
    ...texts('hs_call_title', 'hs_call_body', 'hs_call_from_number', 'hs_call_to_number'),
    ...texts('hs_call_recording_url', 'hs_call_disposition', 'hs_call_callee_object_id'),
    choice('hs_call_direction', 'INBOUND', 'OUTBOUND'),
    choice('hs_call_source', 'INTEGRATIONS_PLATFORM'),
    define('hs_call_duration', 'number'),
    choice(
      'hs_call_status',
      'BUSY',
      'CALLING_CRM_USER',
      'CANCELED',
      'COMPLETED',
      'CONNECTING',
      'FAILED',
      'IN_PROGRESS',
      'NO_ANSWER',
      'QUEUED',
      'RINGING',
    ),
  ],
  communications: [
    ...activity,
    choice('hs_communication_channel_type', 'SMS', 'WHATS_APP', 'LINKEDIN_MESSAGE'),
    choice('hs_communication_logged_from', 'CRM'),
    ...texts('hs_communication_body'),
  ],
  notes: [...activity, ...texts('hs_note_body', 'hs_attachment_ids')],
  tasks: [
    ...activity,
    ...texts('hs_task_subject', 'hs_task_body'),
    choice('hs_task_status', 'NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED'),
    choice('hs_task_priority', 'NONE', 'LOW', 'MEDIUM', 'HIGH'),
    choice('hs_task_type', 'CALL', 'EMAIL', 'TODO'),
    define('hs_task_reminders', 'string'),
  ],
};

/** Without one of these (or all, where `all`) a record of the type cannot be created. Same source. */
export const requiredProperties: {
  readonly [type in ObjectType]: { readonly oneOf?: readonly string[]; readonly all?: readonly string[] };
} = {
  contacts: { oneOf: ['email', 'firstname', 'lastname'] },
  companies: { oneOf: ['name', 'domain'] },
  deals: { all: ['dealname', 'dealstage'] },
  calls: { all: ['hs_timestamp'] },
  communications: {
    all: ['hs_timestamp', 'hs_communication_channel_type', 'hs_communication_logged_from'],
  },
  notes: { all: ['hs_timestamp'] },
  tasks: { all: ['hs_timestamp'] },
};

/** What a read gives when it asks for nothing in particular, besides the id and the times. */
export const defaultProperties: { readonly [type in ObjectType]: readonly string[] } = {
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['name', 'domain'],
  deals: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
  calls: [],
  communications: [],
  notes: [],
  tasks: [],
};

export const defaultGroup: { readonly [type in ObjectType]: string } = {
  contacts: 'contactinformation',
  companies: 'companyinformation',
  deals: 'dealinformation',
  calls: 'call',
  communications: 'communication',
  notes: 'note',
  tasks: 'task',
};

/** What HubSpot fills in itself when a new record does not say. */
export const initialValues: { readonly [type in ObjectType]: { readonly [name: string]: string } } = {
  contacts: {},
  companies: {},
  deals: { pipeline: 'default' },
  calls: {},
  communications: {},
  notes: {},
  tasks: { hs_task_status: 'NOT_STARTED', hs_task_priority: 'NONE', hs_task_type: 'TODO' },
};
