import type { Conversation } from '../caller.ts';
import { type Conversed, nameOf, openConversation } from './conversation.ts';
import { lineOf, type Turn, writeCrm } from './turn.ts';

/** Makes a lead of a conversation, once; what it is worth stays what it was then. */
export function qualify(
  turn: Turn,
  { conversation, effects }: Conversed,
  { by, worth }: { readonly by: string; readonly worth: number | null },
): Conversed {
  if (conversation.lead !== null) return { conversation, effects };
  const { currency } = turn.rules.qualification;
  const lead = { qualifiedAt: turn.event.at, by, worth: worth ?? worthOf(turn, conversation), currency };
  const data = {
    conversationId: conversation.id,
    phone: turn.caller.phone,
    line: conversation.line,
    by,
    worth: lead.worth,
    currency,
  };
  return {
    conversation: { ...conversation, lead },
    effects: [
      ...effects,
      ...writeCrm(turn, {
        at: turn.event.at,
        kind: 'qualified',
        conversationId: conversation.id,
        name: nameOf(turn),
        worth: lead.worth,
        currency,
        by,
      }),
      { type: 'publish', event: 'lead.qualified', data },
    ],
  };
}

export function hasJustQualified(turn: Turn): boolean {
  const lead = openConversation(turn)?.lead ?? null;
  return lead !== null && lead.qualifiedAt === turn.event.at && turn.before.conversation?.lead !== lead;
}

function worthOf(turn: Turn, { line }: Conversation): number {
  const { worth, worthByService } = turn.rules.qualification;
  const service = lineOf(turn, line)?.service;
  return (service === undefined ? undefined : worthByService[service]) ?? worth;
}
