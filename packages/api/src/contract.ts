import { z } from 'zod';
import { callDecision, callList, callsQuery } from './calls.ts';
import { connectionList, connectionsQuery } from './connections.ts';
import { consent, consentPath, consentQuery, optIn, optOut } from './contacts.ts';
import {
  conversation,
  conversationDetail,
  conversationList,
  conversationsQuery,
  message,
  staffMessage,
} from './conversations.ts';
import { eventsQuery, productEventList } from './events.ts';
import { isStorable, ofBusiness } from './fields.ts';
import { identity } from './identity.ts';
import type { ProblemCode } from './problems.ts';
import { recoveryQuery, recoveryReport } from './reports.ts';
import { simulation, simulationRequest } from './simulations.ts';

/** One call of the API, under `/api/v1`. Server, client and OpenAPI document are all made from it. */
export type Route = {
  readonly method: 'get' | 'post';
  /** `{name}` stands for a field of `params`. */
  readonly path: string;
  readonly summary: string;
  /** Answered without a token. */
  readonly isPublic?: true;
  readonly takesIdempotencyKey?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Left out: 64 kB. */
  readonly largestBody?: '2mb';
  readonly status: 200 | 201;
  readonly answer: z.ZodType;
  /** Besides those that every call may answer with. */
  readonly problems: readonly ProblemCode[];
};

const byId = z.strictObject({ id: z.string().min(1).max(200).refine(isStorable, 'is no id') });

/** What the acts on a conversation have in common. */
const act = {
  method: 'post',
  params: byId,
  query: ofBusiness,
  status: 200,
  answer: conversation,
  problems: [
    'unknown-business',
    'unknown-conversation',
    'business-needed',
    'conversation-closed',
    'act-refused',
  ],
} as const;

export const routes = {
  me: {
    method: 'get',
    path: '/me',
    summary: 'Whom the token belongs to',
    status: 200,
    answer: identity,
    problems: [],
  },
  listCalls: {
    method: 'get',
    path: '/calls',
    summary: 'Phone calls, newest first',
    query: callsQuery,
    status: 200,
    answer: callList,
    problems: ['unknown-business'],
  },
  explainCall: {
    method: 'get',
    path: '/calls/{id}/decision',
    summary: 'What was decided about a call and why',
    params: byId,
    query: ofBusiness,
    status: 200,
    answer: callDecision,
    problems: ['unknown-business', 'unknown-call', 'business-needed'],
  },
  listConversations: {
    method: 'get',
    path: '/conversations',
    summary: 'Conversations, the last opened first',
    query: conversationsQuery,
    status: 200,
    answer: conversationList,
    problems: ['unknown-business'],
  },
  readConversation: {
    method: 'get',
    path: '/conversations/{id}',
    summary: 'One conversation with its timeline',
    params: byId,
    query: ofBusiness,
    status: 200,
    answer: conversationDetail,
    problems: ['unknown-business', 'unknown-conversation', 'business-needed'],
  },
  sendMessage: {
    method: 'post',
    path: '/conversations/{id}/messages',
    summary: 'Send a text as a member of staff',
    takesIdempotencyKey: true,
    params: byId,
    query: ofBusiness,
    body: staffMessage,
    status: 201,
    answer: message,
    problems: [
      'unknown-business',
      'unknown-conversation',
      'business-needed',
      'conversation-closed',
      'text-withheld',
      'idempotency-key-reused',
    ],
  },
  takeOver: { ...act, path: '/conversations/{id}/takeover', summary: 'A person answers from here on' },
  handBack: { ...act, path: '/conversations/{id}/handback', summary: 'Automatic texts may answer again' },
  close: { ...act, path: '/conversations/{id}/close', summary: 'Close the conversation' },
  acknowledge: {
    ...act,
    path: '/conversations/{id}/acknowledge',
    summary: 'A person has seen what has to be done',
  },
  optOut: {
    method: 'post',
    path: '/contacts/{phone}/opt-out',
    summary: 'Send no more texts to a number',
    params: consentPath,
    query: consentQuery,
    body: optOut,
    status: 200,
    answer: consent,
    problems: ['unknown-business', 'act-refused'],
  },
  optIn: {
    method: 'post',
    path: '/contacts/{phone}/opt-in',
    summary: 'Lift an opt-out, with the evidence of the new consent',
    params: consentPath,
    query: consentQuery,
    body: optIn,
    status: 200,
    answer: consent,
    problems: ['unknown-business', 'act-refused'],
  },
  listEvents: {
    method: 'get',
    path: '/events',
    summary: 'Product events, newest first, in the shape of the hooks',
    query: eventsQuery,
    status: 200,
    answer: productEventList,
    problems: ['unknown-business'],
  },
  listConnections: {
    method: 'get',
    path: '/connections',
    summary: 'The CRM connections and what waits for them',
    query: connectionsQuery,
    status: 200,
    answer: connectionList,
    problems: ['unknown-business'],
  },
  reportRecovery: {
    method: 'get',
    path: '/reports/recovery',
    summary: 'What became of the calls missed in a period',
    query: recoveryQuery,
    status: 200,
    answer: recoveryReport,
    problems: ['unknown-business', 'business-needed'],
  },
  simulate: {
    method: 'post',
    path: '/simulations',
    summary: 'Replay a call log against a rule set: what would have been sent, when and why',
    largestBody: '2mb',
    body: simulationRequest,
    status: 200,
    answer: simulation,
    problems: ['unknown-business', 'business-needed'],
  },
  openapi: {
    method: 'get',
    path: '/openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    isPublic: true,
    status: 200,
    answer: z.record(z.string(), z.unknown()),
    problems: [],
  },
} as const satisfies { readonly [name: string]: Route };

export type Routes = typeof routes;
export type RouteName = keyof Routes;

/** What a route answers when all is well. */
export type AnswerOf<R extends Route> = z.output<R['answer']>;

type Sent<K extends string, S extends z.ZodType> =
  Record<never, never> extends z.input<S>
    ? { readonly [key in K]?: z.input<S> }
    : { readonly [key in K]: z.input<S> };

/** What a client gives. Parts whose fields are all optional may be left out. */
export type RequestTo<R extends Route> = (R extends { readonly params: infer S extends z.ZodType }
  ? Sent<'params', S>
  : unknown) &
  (R extends { readonly query: infer S extends z.ZodType } ? Sent<'query', S> : unknown) &
  (R extends { readonly body: infer S extends z.ZodType } ? Sent<'body', S> : unknown) &
  (R extends { readonly takesIdempotencyKey: true } ? { readonly idempotencyKey?: string } : unknown) & {
    readonly signal?: AbortSignal;
  };

/** What the server reads: validated, every default filled in. */
export type ReadRequest<R extends Route> = {
  readonly params: R extends { readonly params: infer S extends z.ZodType } ? z.output<S> : null;
  readonly query: R extends { readonly query: infer S extends z.ZodType } ? z.output<S> : null;
  readonly body: R extends { readonly body: infer S extends z.ZodType } ? z.output<S> : null;
  readonly idempotencyKey: string | null;
};
