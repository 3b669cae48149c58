import type { Conversation } from '../caller.ts';
import type { Reason } from '../decision.ts';
import type { E164 } from '../phone.ts';
import type { Rules } from '../rule-set.ts';
import { lineOf, note, type Turn } from './turn.ts';

type Person = Rules['routing']['people'][number];
type Assigned = Pick<Conversation, 'assignee' | 'assignedBy'>;

/**
 * Whose a conversation on this line is. The contact's owner in the CRM comes first; else those who look after the
 * line, the service, the location and the language, of whom who is named for one goes before who does all; among
 * several it goes round.
 */
export function assign(turn: Turn, number: E164): Assigned {
  const { people, fallback } = turn.rules.routing;
  const owner = ownerAmong(turn, people);
  if (owner) return { assignee: owner.name, assignedBy: 'owner' };
  const able = narrow(turn, number);
  const chosen = able.length > 1 ? spread(turn, able) : able[0];
  if (chosen) return { assignee: chosen.name, assignedBy: 'rule' };
  return fallback === undefined
    ? { assignee: null, assignedBy: null }
    : { assignee: fallback, assignedBy: 'fallback' };
}

/** The owner whom a CRM has named since goes before everybody but whom staff have chosen. */
export function reassignToOwner(turn: Turn, conversation: Conversation): Conversation {
  const owner = ownerAmong(turn, turn.rules.routing.people);
  if (!owner || conversation.assignedBy === 'staff' || conversation.assignee === owner.name)
    return conversation;
  return { ...conversation, assignee: owner.name, assignedBy: 'owner' };
}

/** Why it is theirs, if that has just changed. */
export function explainAssignment({ before, caller, event, rules }: Turn): readonly Reason[] {
  const now = caller.conversation;
  const earlier = before.conversation?.id === now?.id ? before.conversation : null;
  if (!now || now.assignee === null || now.assignedBy === null || now.assignee === earlier?.assignee)
    return [];
  const { assignee, assignedBy, line } = now;
  if (assignedBy === 'staff') return [];
  const facts = {
    assignee,
    by: assignedBy,
    line,
    spread: rules.routing.spread,
    counted: event.team !== undefined,
  };
  return [note('routing', `${whyTheirs[assignedBy]} ${assignee}.`, facts)];
}

const whyTheirs = {
  owner: 'The CRM names the owner of this contact, so the conversation goes to',
  rule: 'By line, service, location and language, in turn, the conversation goes to',
  fallback: 'Nobody looks after this line, service, location and language, so the conversation goes to',
} as const;

function ownerAmong({ caller }: Turn, people: readonly Person[]): Person | undefined {
  const ownerId = caller.contact?.match === 'one' ? caller.contact.contact?.ownerId : null;
  return ownerId ? people.find(({ crmOwnerIds }) => crmOwnerIds.includes(ownerId)) : undefined;
}

function narrow(turn: Turn, number: E164): readonly Person[] {
  const line = lineOf(turn, number);
  const wanted = [
    (person: Person) => [person.lines, number],
    (person: Person) => [person.services, line?.service],
    (person: Person) => [person.locations, line?.location],
    (person: Person) => [person.languages, turn.business.language],
  ] as const satisfies readonly ((person: Person) => readonly [readonly string[], string | undefined])[];
  return wanted.reduce<readonly Person[]>((able, look) => {
    const named = able.filter((person) => {
      const [list, value] = look(person);
      return value !== undefined && (list as readonly string[]).includes(value);
    });
    return named.length > 0 ? named : able.filter((person) => look(person)[0].length === 0);
  }, turn.rules.routing.people);
}

/** In turn, or to who has least, where somebody has counted; else evenly by the caller, and the same one each time. */
function spread({ event, caller, rules }: Turn, able: readonly Person[]): Person | undefined {
  const { team } = event;
  if (!team) return able[hash(caller.id) % able.length];
  const weigh = ({ name }: Person): string => {
    const member = team.find((one) => one.name === name);
    const open = String(member?.openConversations ?? 0).padStart(9, '0');
    const since = member?.lastAssignedAt ?? '';
    return rules.routing.spread === 'least-loaded' ? `${open} ${since}` : since;
  };
  return able.reduce((best, person) => (weigh(person) < weigh(best) ? person : best));
}

function hash(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum;
}
