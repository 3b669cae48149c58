import { createHash, randomUUID } from 'node:crypto';
import { type Conversation, type Message, type Routes, routes } from '@ringback/api';
import type { Decision, Event, Reason } from '@ringback/core';
import { type Engine, findHandledEvent, findText, type StoredConversation } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { findConversation, showConversation } from './conversations.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Identity, Tokens } from './tokens.ts';

type Act = 'take-over' | 'hand-back' | 'close' | 'acknowledge';
type ActAnswerer = (
  request: {
    readonly params: { readonly id: string };
    readonly query: { readonly business?: string | undefined };
  },
  identity: Identity,
) => Promise<Conversation>;
type Handled = { readonly event: Event; readonly decision: Decision };

/** What staff do with a conversation: each is an event, and the rules have the last word. */
export function createStaffActEndpoints(engine: Engine, tokens: Tokens) {
  const { db } = engine.store;

  const send: Answerer<Routes['sendMessage']> = async (request, identity) => {
    const { id, business } = { ...request.params, ...request.query };
    const conversation = await findConversation(engine, identity, { id, business });
    const eventId = staffEventId(identity, conversation, request.idempotencyKey);
    const { businessId, callerId } = conversation;
    const { body } = request.body;
    // A repeat gets the first answer, also when the conversation has been closed since.
    let handled: Handled | null = await findHandledEvent(db, businessId, eventId);
    if (!handled) {
      refuseClosed(conversation);
      const textId = `${eventId}-text`;
      const draft = {
        type: 'staff-acted',
        act: 'send',
        id: eventId,
        businessId,
        callerId,
        textId,
        body,
      } as const;
      handled = await engine.handle({ ...draft, by: identity.name });
    }
    refuseOtherBody(handled.event, body);
    return showSentMessage(businessId, handled.decision);
  };

  async function showSentMessage(businessId: string, { effects, reasons }: Decision): Promise<Message> {
    const effect = effects.find(({ type }) => type === 'send-text');
    if (effect?.type !== 'send-text') throw refusal('text-withheld', reasons);
    const text = await findText(db, businessId, effect.textId);
    if (!text) throw new Error(`the text ${effect.textId} is not in the store`);
    return text;
  }

  function acting(act: Act): ActAnswerer {
    return async ({ params, query }, identity) => {
      const asked = { id: params.id, business: query.business };
      const conversation = await findConversation(engine, identity, asked);
      refuseClosed(conversation);
      const { decision } = await engine.handle({
        type: 'staff-acted',
        act,
        by: identity.name,
        id: `staff-${randomUUID()}`,
        businessId: conversation.businessId,
        callerId: conversation.callerId,
      });
      if (isRefused(decision)) throw refusal('act-refused', decision.reasons);
      return showConversation(await findConversation(engine, identity, asked));
    };
  }

  return {
    sendMessage: answering(tokens, routes.sendMessage, send),
    takeOver: answering(tokens, routes.takeOver, acting('take-over')),
    handBack: answering(tokens, routes.handBack, acting('hand-back')),
    close: answering(tokens, routes.close, acting('close')),
    acknowledge: answering(tokens, routes.acknowledge, acting('acknowledge')),
  };
}

/** The same key for the same conversation by the same token is the same event. */
function staffEventId(identity: Identity, conversation: StoredConversation, key: string | null): string {
  if (key === null) return `staff-${randomUUID()}`;
  const meant = JSON.stringify([identity.id, conversation.id, key]);
  return `staff-${createHash('sha256').update(meant).digest('hex').slice(0, 32)}`;
}

function refuseClosed({ id, state, caller }: StoredConversation): void {
  if (state !== 'closed' && caller.conversation?.id === id) return;
  throw new ApiProblem(
    'conversation-closed',
    'The conversation is closed and can only be read; act on the open conversation with this caller, if there is one: GET /api/v1/conversations lists them.',
  );
}

function refuseOtherBody(event: Event, body: string): void {
  if (event.type === 'staff-acted' && event.act === 'send' && event.body === body) return;
  throw new ApiProblem(
    'idempotency-key-reused',
    'header.Idempotency-Key: another text was sent with this key; take a new key for every new text.',
  );
}

export function isRefused({ reasons }: Decision): boolean {
  return reasons.every(({ outcome }) => outcome === 'withhold');
}

export function refusal(code: 'text-withheld' | 'act-refused', reasons: readonly Reason[]): ApiProblem {
  const withheld = reasons.filter(({ outcome }) => outcome === 'withhold');
  const told = withheld.length > 0 ? withheld : reasons;
  return new ApiProblem(code, told.map(({ detail }) => detail).join(' '), { reasons: [...reasons] });
}
