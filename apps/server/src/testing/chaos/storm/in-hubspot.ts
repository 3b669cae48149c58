import type { HubspotLookalike } from '@ringback/sandbox';

/** What HubSpot has of one caller: how many contacts, and the entries of their timelines by their mark. */
export type InHubspot = { readonly contacts: number; readonly entries: readonly string[] };

/** Looks at the whole portal once and answers by number. */
export function readHubspot(hubspot: HubspotLookalike): (phone: string) => InHubspot {
  const idsOf = new Map<string, string[]>();
  for (const { id, properties } of hubspot.contacts()) {
    const phone = properties.phone ?? properties.ringback_phone ?? '';
    idsOf.set(phone, [...(idsOf.get(phone) ?? []), id]);
  }
  return (phone) => {
    const ids = idsOf.get(phone) ?? [];
    const entries = ids
      .flatMap((id) => hubspot.timeline(id))
      .map(({ kind, bodyHtml, properties }) => {
        const key =
          /Ringback ref ([A-Za-z0-9_-]+?)(?:-hubspot)?$/.exec(bodyHtml)?.[1] ?? `without a mark: ${bodyHtml}`;
        return kind === 'task' ? `task ${key} ${properties.hs_task_status}` : `${kind} ${key}`;
      });
    return { contacts: ids.length, entries };
  };
}
