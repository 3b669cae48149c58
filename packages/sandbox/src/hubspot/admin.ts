import { defaultTypeId } from './associations.ts';
import { type ObjectType, objectTypes } from './object-type.ts';
import type { SeenContact, SeenDeal } from './observation.ts';
import { seenContact, seenDeals } from './observation.ts';
import type { Portal } from './portal.ts';
import type { StoredRecord } from './records.ts';
import { getRecord, putRecord } from './writes.ts';

type Values = { readonly [name: string]: string };

/** What people do in the portal by hand; the search knows it at once, and webhooks name a user as its source. */
export type Admin = {
  /**
   * A new contact, or new values of the one with `id`.
   * @throws Error when HubSpot would refuse the values
   */
  putContact(properties: Values, id?: string): SeenContact;
  /** Into the recycling bin: gone for the API, besides those who ask for archived records. */
  deleteContact(id: string): void;
  /** Deleted for good because the person asked for it: its activities go with it. */
  eraseContact(id: string): void;
  /**
   * Joins two contacts. The values of `primaryId` win, and everything that hung on the other moves over. The id that is
   * left is that of the primary, or with `intoNew` one of its own, as HubSpot does it in some cases; it is the answer.
   */
  mergeContacts(primaryId: string, otherId: string, options?: { readonly intoNew: boolean }): string;
  /** A new deal of the contact, or new values of the one with `id`. @throws Error as `putContact` */
  putDeal(properties: Values, of: { readonly contactId: string } | { readonly id: string }): SeenDeal;
  /** The task is ticked off, or with `done: false` opened again. */
  completeTask(id: string, options?: { readonly done: boolean }): void;
};

/** What hangs on a contact. */
const hangers: readonly ObjectType[] = objectTypes.filter((type) => type !== 'contacts');

export function createAdmin(portal: Portal): Admin {
  const { records, associations } = portal;
  const contactOf = (id: string) => getRecord('contacts', id, undefined, portal);

  function tellOf(change: 'merged' | 'erased', id: string, mergedIds: readonly string[] = []): void {
    portal.tell({ change, type: 'contacts', id, properties: {}, mergedIds, by: 'person' });
  }

  function moveAll(from: StoredRecord, to: StoredRecord): void {
    for (const type of hangers) {
      for (const { id } of associations.list(from, type)) {
        associations.unlink(from, { type, id });
        associations.link({ type, id }, to, defaultTypeId(type, 'contacts'));
      }
    }
  }

  return {
    putContact: (properties, id) => seenContact(putRecord('contacts', properties, id, portal)),
    deleteContact: (id) => records.archive(contactOf(id), { by: 'person' }),
    eraseContact(id) {
      const contact = contactOf(id);
      for (const type of ['calls', 'communications', 'notes', 'tasks'] as const) {
        for (const each of associations.list(contact, type)) {
          const record = records.find(type, each.id);
          if (record !== null) records.remove(record);
        }
      }
      records.remove(contact);
      tellOf('erased', id);
    },
    mergeContacts(primaryId, otherId, { intoNew } = { intoNew: false }) {
      const [primary, other] = [contactOf(primaryId), contactOf(otherId)];
      // Out of the way first: what must be unique may go over to the record that is left.
      records.remove(other);
      if (intoNew) records.remove(primary);
      const values = { ...writable(other, portal), ...writable(primary, portal) };
      const left = putRecord('contacts', values, intoNew ? undefined : primaryId, portal);
      moveAll(other, left);
      if (intoNew) moveAll(primary, left);
      tellOf('merged', left.id, [primaryId, otherId]);
      return left.id;
    },
    putDeal(properties, of) {
      const known = 'id' in of ? of.id : undefined;
      const deal = putRecord('deals', properties, known, portal);
      if ('contactId' in of) {
        associations.link(deal, contactOf(of.contactId), defaultTypeId('deals', 'contacts'));
      }
      const seen = seenDeals(portal).find(({ id }) => id === deal.id);
      if (seen === undefined) throw new Error(`deal ${deal.id} is not there`);
      return seen;
    },
    completeTask(id, { done } = { done: true }) {
      putRecord('tasks', { hs_task_status: done ? 'COMPLETED' : 'NOT_STARTED' }, id, portal);
    },
  };
}

/** What people or programs have written, without what HubSpot computes. */
function writable({ type, properties }: StoredRecord, { schema }: Portal): Values {
  const names = Object.keys(properties).filter((name) => schema.find(type, name)?.readOnly === false);
  return Object.fromEntries(names.map((name) => [name, properties[name] ?? '']));
}
