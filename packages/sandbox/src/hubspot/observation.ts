import type { ObjectType } from './object-type.ts';
import { findStage } from './pipelines.ts';
import type { Portal } from './portal.ts';
import type { Properties, StoredRecord } from './records.ts';

/** A contact as an admin sees it in a list; `name` is never empty. */
export type SeenContact = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly properties: Properties;
};

/**
 * One entry of a contact's timeline. `bodyHtml` is what was written, unescaped and not cleaned: HubSpot renders it
 * as HTML, so whoever shows it must keep scripts out.
 */
export type TimelineEntry = {
  readonly id: string;
  readonly kind: 'call' | 'communication' | 'note' | 'task';
  /** hs_timestamp: when it happened, for a task when it is due. */
  readonly at: string;
  readonly title: string;
  readonly bodyHtml: string;
  readonly properties: Properties;
};

export type SeenTask = {
  readonly id: string;
  readonly subject: string;
  readonly bodyHtml: string;
  /** NOT_STARTED, IN_PROGRESS, WAITING, COMPLETED or DEFERRED */
  readonly status: string;
  /** NONE, LOW, MEDIUM or HIGH */
  readonly priority: string;
  readonly dueAt: string;
  readonly createdAt: string;
  readonly ownerName: string | null;
  readonly contactIds: readonly string[];
};

export type SeenDeal = {
  readonly id: string;
  readonly name: string;
  /** As it was written: a number as text; null when nobody has said. */
  readonly amount: string | null;
  readonly stage: string;
  readonly outcome: 'open' | 'won' | 'lost';
  readonly ownerName: string | null;
  readonly createdAt: string;
  readonly contactIds: readonly string[];
};

const channelNames: { readonly [channel: string]: string } = {
  SMS: 'SMS',
  WHATS_APP: 'WhatsApp',
  LINKEDIN_MESSAGE: 'LinkedIn message',
};

type View = { readonly type: ObjectType; readonly kind: TimelineEntry['kind']; readonly body: string };

const views: readonly View[] = [
  { type: 'calls', kind: 'call', body: 'hs_call_body' },
  { type: 'communications', kind: 'communication', body: 'hs_communication_body' },
  { type: 'notes', kind: 'note', body: 'hs_note_body' },
  { type: 'tasks', kind: 'task', body: 'hs_task_body' },
];

function titleOf(kind: TimelineEntry['kind'], properties: Properties): string {
  switch (kind) {
    case 'call':
      return properties.hs_call_title ?? 'Call';
    case 'communication':
      return channelNames[properties.hs_communication_channel_type ?? ''] ?? 'Message';
    case 'note':
      return 'Note';
    case 'task':
      return properties.hs_task_subject ?? 'Task';
    default:
      return kind satisfies never;
  }
}

function nameOf({ id, properties }: StoredRecord): string {
  const names = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
  return names || properties.email || `Contact ${id}`;
}

export const seenContact = (record: StoredRecord): SeenContact => ({
  id: record.id,
  name: nameOf(record),
  createdAt: record.createdAt.toISOString(),
  updatedAt: record.updatedAt.toISOString(),
  properties: record.properties,
});

/** Oldest first. */
export const seenContacts = ({ records }: Portal): readonly SeenContact[] =>
  records.all('contacts').map(seenContact);

/** Calls, communications, notes and tasks of a contact, newest first; [] for a contact that is not there. */
export function seenTimeline(contactId: string, portal: Portal): readonly TimelineEntry[] {
  const contact = { type: 'contacts', id: contactId } as const;
  const entries = views.flatMap(({ type, kind, body }) =>
    portal.associations.list(contact, type).flatMap(({ id }): TimelineEntry[] => {
      const record = portal.records.find(type, id);
      if (record === null) return [];
      const { properties } = record;
      const at = properties.hs_timestamp ?? record.createdAt.toISOString();
      return [
        { id, kind, at, title: titleOf(kind, properties), bodyHtml: properties[body] ?? '', properties },
      ];
    }),
  );
  return entries.sort((one, other) => other.at.localeCompare(one.at) || Number(other.id) - Number(one.id));
}

/** Every task of the portal, the latest made first. */
export const seenTasks = ({ records, associations, owners }: Portal): readonly SeenTask[] =>
  records
    .all('tasks')
    .map((record) => {
      const { properties } = record;
      return {
        id: record.id,
        subject: properties.hs_task_subject ?? '',
        bodyHtml: properties.hs_task_body ?? '',
        status: properties.hs_task_status ?? 'NOT_STARTED',
        priority: properties.hs_task_priority ?? 'NONE',
        dueAt: properties.hs_timestamp ?? '',
        createdAt: record.createdAt.toISOString(),
        ownerName: ownerNameOf(record, owners),
        contactIds: associations.list(record, 'contacts').map(({ id }) => id),
      };
    })
    .reverse();

/** Every deal of the portal, the latest made first. */
export const seenDeals = ({ records, associations, owners }: Portal): readonly SeenDeal[] =>
  records
    .all('deals')
    .map((record): SeenDeal => {
      const { properties } = record;
      const stage = findStage(properties.pipeline ?? 'default', properties.dealstage ?? '');
      return {
        id: record.id,
        name: properties.dealname ?? '',
        amount: properties.amount ?? null,
        stage: stage.label,
        outcome: stage.isClosed ? (properties.hs_is_closed_won === 'true' ? 'won' : 'lost') : 'open',
        ownerName: ownerNameOf(record, owners),
        createdAt: record.createdAt.toISOString(),
        contactIds: associations.list(record, 'contacts').map(({ id }) => id),
      };
    })
    .reverse();

function ownerNameOf({ properties }: StoredRecord, owners: Portal['owners']): string | null {
  const owner = owners.find(({ id }) => id === properties.hubspot_owner_id);
  return owner === undefined ? null : `${owner.firstName} ${owner.lastName}`;
}
