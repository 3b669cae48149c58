import type { HubspotLookalike } from '../hubspot/lookalike.ts';
import type { SeenContact, SeenDeal, SeenTask, TimelineEntry } from '../hubspot/observation.ts';
import type { ContactView, DealView, PhoneCaller, TaskView, TimelineView } from './snapshot.ts';

/** The CRM's contacts with what hangs on them, the one something happened to last first. */
export function viewContacts(
  hubspot: HubspotLookalike,
  callers: readonly PhoneCaller[],
): readonly ContactView[] {
  const tasks = hubspot.tasks();
  const deals = hubspot.deals();
  return hubspot
    .contacts()
    .map((contact) => {
      const isOwn = ({ contactIds }: { readonly contactIds: readonly string[] }) =>
        contactIds.includes(contact.id);
      const own = { tasks: tasks.filter(isOwn), deals: deals.filter(isOwn) };
      const timeline = hubspot.timeline(contact.id);
      const happened = timeline.filter(({ kind }) => kind !== 'task').map(({ at }) => at);
      const changedAt = [contact.updatedAt, ...happened].sort().at(-1) ?? '';
      return { changedAt, view: viewContact(contact, timeline, own, callers) };
    })
    .sort((one, other) => other.changedAt.localeCompare(one.changedAt))
    .map(({ view }) => view);
}

function viewContact(
  { id, name, properties }: SeenContact,
  timeline: readonly TimelineEntry[],
  { tasks, deals }: { readonly tasks: readonly SeenTask[]; readonly deals: readonly SeenDeal[] },
  callers: readonly PhoneCaller[],
): ContactView {
  const numbers = [properties.phone, properties.mobilephone, properties.ringback_phone].map(localDigits);
  const caller = callers.find(({ number }) => number !== null && numbers.includes(localDigits(number)));
  return {
    id,
    name,
    phone: properties.phone ?? properties.mobilephone ?? null,
    callerId: caller?.id ?? null,
    lifecycleStage: properties.lifecyclestage ?? null,
    mayBeTexted: properties.ringback_sms_status !== 'opted_out',
    timeline: timeline.flatMap((entry) => viewEntry(entry)),
    tasks: tasks.map(viewTask),
    deals: deals.map(viewDeal),
  };
}

/** Area code and local number, so that a number is recognised in whatever format it was typed. */
function localDigits(number: string | undefined): string {
  return (number ?? '').replace(/\D/g, '').slice(-10);
}

/** Tasks have a place of their own on the page. */
function viewEntry({ id, kind, title, bodyHtml, at }: TimelineEntry): TimelineView[] {
  if (kind === 'task') return [];
  return [{ id, kind: kind === 'communication' ? 'text' : kind, title, body: bodyHtml, at }];
}

function viewTask({ id, subject, bodyHtml, dueAt, priority, status }: SeenTask): TaskView {
  const done = status === 'COMPLETED';
  return { id, subject, body: bodyHtml, dueAt, urgent: priority === 'HIGH', done };
}

const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
});

function viewDeal({ id, name, amount, stage, outcome }: SeenDeal): DealView {
  return { id, name, amount: amount === null ? null : dollars.format(Number(amount)), stage, outcome };
}
