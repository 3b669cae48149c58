import { type CrmEntry, type E164, type FollowUp, type Instant, toInstant } from '@ringback/core';
import {
  type CrmContact,
  type CrmRef,
  type CrmSettings,
  describeConsentSource,
  describeEntry,
  describeTask,
  fieldAgainstTexts,
  fieldsNamed,
  ownNumbers,
} from '@ringback/crm';
import { z } from 'zod';
import type { HubspotAccount } from './account.ts';

/** HubSpot gives property values as strings, at times as numbers or booleans. */
const value = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((raw) => (raw === null || raw === undefined || raw === '' ? null : String(raw)));

const id = z.union([z.string(), z.number()]).transform(String);

const known = {
  firstname: value,
  lastname: value,
  phone: value,
  mobilephone: value,
  hubspot_owner_id: value,
  lastmodifieddate: value,
  ringback_phone: value,
  ringback_sms_status: value,
};

/** A contact with the properties that were asked for, those of the business's own among them. */
export const contactSchema = z.object({ id, properties: z.object(known).catchall(value) });

export type ContactAnswer = z.output<typeof contactSchema>;

/** What has to be asked for: only what is asked for comes back. */
export function contactProperties({ doNotText = [] }: CrmSettings): readonly string[] {
  return [...new Set([...Object.keys(known), ...fieldsNamed(doNotText)])];
}

/** The property by which somebody has said that this person gets no texts; null: none. */
export function propertyAgainstTexts(
  { properties }: ContactAnswer,
  { doNotText = [] }: CrmSettings,
): string | null {
  if (properties.ringback_sms_status === 'opted_out') return 'ringback_sms_status';
  return fieldAgainstTexts(properties, doNotText);
}

type Reading = Pick<HubspotAccount, 'country' | 'settings'>;

/** A contact in our words; null when none of the numbers that people see on it is `phone`. */
export function toContact(answer: ContactAnswer, phone: E164, reading: Reading): CrmContact | null {
  const { phone: main, mobilephone } = answer.properties;
  const numbers = ownNumbers([main, mobilephone], reading.country);
  if (!numbers.includes(phone)) return null;
  return namedContact(answer, new Set([phone, ...numbers]), reading);
}

/** The contact that holds `phone` as its key of ours, whatever staff have made of its other numbers. */
export function toKeyedContact(answer: ContactAnswer, phone: E164, reading: Reading): CrmContact {
  return namedContact(answer, new Set([phone]), reading);
}

/**
 * A contact as it stands, whoever asks. The number that is our key counts as well: whoever calls from it is this contact,
 * whatever staff have made of the others.
 */
export function toContactNow(answer: ContactAnswer, reading: Reading): CrmContact {
  const { phone, mobilephone, ringback_phone } = answer.properties;
  const numbers = ownNumbers([phone, mobilephone, ringback_phone], reading.country);
  return namedContact(answer, new Set(numbers), reading);
}

function namedContact(answer: ContactAnswer, phones: ReadonlySet<E164>, { settings }: Reading): CrmContact {
  const { properties } = answer;
  const changed = properties.lastmodifieddate;
  return {
    ref: { kind: 'contacts', id: answer.id },
    firstName: properties.firstname,
    lastName: properties.lastname,
    phones: [...phones],
    ownerId: properties.hubspot_owner_id,
    optedOut: propertyAgainstTexts(answer, settings) !== null,
    lastActiveAt: changed === null ? null : instantOf(changed),
  };
}

/** HubSpot gives ISO 8601, older accounts milliseconds. */
function instantOf(raw: string): Instant {
  return toInstant(/^\d+$/.test(raw) ? Number(raw) : raw);
}

/** What HubSpot keeps of the things that happen around a contact. */
export type Engagement = {
  readonly type: 'calls' | 'communications' | 'notes' | 'tasks';
  /** The property that people read, at whose end our mark stands. */
  readonly bodyProperty: string;
  /** HubSpot's own association of this type with a contact: its `associationTypeId`. */
  readonly toContact: number;
};

// Ids from the AssociationTypes enum of @hubspot/api-client 14.0.1.
const calls: Engagement = { type: 'calls', bodyProperty: 'hs_call_body', toContact: 194 };
const communications: Engagement = {
  type: 'communications',
  bodyProperty: 'hs_communication_body',
  toContact: 81,
};
const notes: Engagement = { type: 'notes', bodyProperty: 'hs_note_body', toContact: 202 };
export const tasks: Engagement = { type: 'tasks', bodyProperty: 'hs_task_body', toContact: 204 };

export type EngagementDraft = {
  readonly engagement: Engagement;
  readonly properties: { readonly [name: string]: string };
  /** Whose records show it; left out: the contact's that it is written for. */
  readonly contacts?: readonly CrmRef[];
};

/** The engagement that shows an entry; consent is no engagement but properties of the contact. */
export function toEngagement(entry: CrmEntry, contact: CrmContact, key: string): EngagementDraft {
  const { title, lines } = describeEntry(entry);
  const timestamp = { hs_timestamp: entry.at };
  switch (entry.kind) {
    case 'missed-call': {
      const [caller] = contact.phones;
      return {
        engagement: calls,
        properties: {
          ...timestamp,
          hs_call_title: title,
          hs_call_body: toHtml(lines, key),
          hs_call_direction: 'INBOUND',
          // HubSpot shows MISSED itself, but does not list it among what may be set.
          hs_call_status: 'NO_ANSWER',
          hs_call_to_number: entry.line,
          ...(caller && { hs_call_from_number: caller }),
        },
      };
    }
    case 'text':
      return {
        engagement: communications,
        properties: {
          ...timestamp,
          hs_communication_channel_type: 'SMS',
          hs_communication_logged_from: 'CRM',
          hs_communication_body: toHtml(lines, key),
        },
      };
    case 'consent':
    case 'qualified':
    case 'note':
      return { engagement: notes, properties: { ...timestamp, hs_note_body: toHtml(lines, key) } };
    default:
      return entry satisfies never;
  }
}

export function toTask(
  followUp: FollowUp,
  {
    after,
    ownerId,
    key,
  }: { readonly after: CrmEntry['kind'] | 'question'; readonly ownerId: string | null; readonly key: string },
): EngagementDraft {
  const { subject, lines } = describeTask(followUp);
  return {
    engagement: tasks,
    properties: {
      hs_timestamp: followUp.dueAt,
      hs_task_subject: subject,
      hs_task_body: toHtml(lines, key),
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: followUp.urgent ? 'HIGH' : 'MEDIUM',
      hs_task_type: after === 'missed-call' ? 'CALL' : 'TODO',
      ...(ownerId && { hubspot_owner_id: ownerId }),
    },
  };
}

export function toConsentProperties(entry: Extract<CrmEntry, { kind: 'consent' }>): {
  readonly [name: string]: string;
} {
  const ringback_sms_opt_source = describeConsentSource(entry);
  return entry.status === 'opted-out'
    ? { ringback_sms_status: 'opted_out', ringback_sms_opted_out_at: entry.at, ringback_sms_opt_source }
    : { ringback_sms_status: 'opted_in', ringback_sms_opted_in_at: entry.at, ringback_sms_opt_source };
}

/** Plain lines as HubSpot's timeline renders them, with the mark by which a retry finds its own record. */
function toHtml(lines: readonly string[], key: string): string {
  return [...lines, '', `Ringback ref ${key}`].map(escapeHtml).join('<br>');
}

/** Whether a body ends with the mark of exactly this key, whatever markup HubSpot has put around it. */
export function hasMark(body: string, key: string): boolean {
  const [, ...afterMark] = body.split(`Ringback ref ${key}`);
  return afterMark.some((rest) => !/^[A-Za-z0-9_-]/.test(rest));
}

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
