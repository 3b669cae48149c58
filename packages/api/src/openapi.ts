import { z } from 'zod';
import { call, callDecision, callList } from './calls.ts';
import { connection, connectionList } from './connections.ts';
import { consent } from './contacts.ts';
import { routes } from './contract.ts';
import {
  contact,
  conversation,
  conversationDetail,
  conversationList,
  message,
  staffMessage,
  timelineEntry,
} from './conversations.ts';
import { productEvent, productEventList } from './events.ts';
import { reason } from './fields.ts';
import { identity } from './identity.ts';
import { availableNumber, availableNumberList, numberList, phoneNumber } from './numbers.ts';
import { parkedEntry, parkedList } from './parked.ts';
import { type ProblemCode, problemSchema, problems, problemType } from './problems.ts';
import { recoveryReport } from './reports.ts';
import type { Route } from './route.ts';
import { simulation, simulationRequest } from './simulations.ts';
import { liftedHold, textNotOut, textNotOutList } from './texts.ts';

type Json = { readonly [name: string]: unknown };

/** The schemas that have a name of their own in the document. */
const named = {
  AvailableNumber: availableNumber,
  AvailableNumberList: availableNumberList,
  Call: call,
  CallDecision: callDecision,
  CallList: callList,
  Connection: connection,
  ConnectionList: connectionList,
  Consent: consent,
  Contact: contact,
  Conversation: conversation,
  ConversationDetail: conversationDetail,
  ConversationList: conversationList,
  Identity: identity,
  LiftedHold: liftedHold,
  Message: message,
  NumberList: numberList,
  ParkedEntry: parkedEntry,
  ParkedList: parkedList,
  PhoneNumber: phoneNumber,
  Problem: problemSchema,
  ProductEvent: productEvent,
  ProductEventList: productEventList,
  Reason: reason,
  RecoveryReport: recoveryReport,
  Simulation: simulation,
  SimulationRequest: simulationRequest,
  StaffMessage: staffMessage,
  TextNotOut: textNotOut,
  TextNotOutList: textNotOutList,
  TimelineEntry: timelineEntry,
} as const;

const refTo = (name: string): string => `#/components/schemas/${name}`;

/** The contract as an OpenAPI 3.1 document; its schemas are those that the server validates with. */
export function describeApi({ serverUrl }: { readonly serverUrl: string }): Json {
  const paths: { [path: string]: { [method: string]: Json } } = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringback',
      version: '1',
      description: 'Missed calls, the texts that answer them, and why. Times are UTC, numbers E.164.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: describeSchemas(),
    },
  };
}

function describeRoute(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.isPublic ? { security: [] } : {}),
    parameters: describeParameters(route),
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse(undefined).success,
            content: { 'application/json': { schema: describe(route.body) } },
          },
        }
      : {}),
    responses: {
      [route.status]: {
        description: 'All is well',
        content: { 'application/json': { schema: describe(route.answer) } },
      },
      ...describeProblems(problemsOf(route)),
    },
  };
}

function problemsOf(route: Route): readonly ProblemCode[] {
  const always: ProblemCode[] = ['internal-error'];
  if (!route.isPublic) always.push('unauthorized');
  if (route.params || route.query || route.body) always.push('invalid-request');
  if (route.body) always.push('malformed-body', 'body-too-large', 'unsupported-media-type');
  return [...always, ...route.problems];
}

function describeProblems(codes: readonly ProblemCode[]): Json {
  const statuses = [...new Set(codes.map((code) => problems[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes
          .filter((code) => problems[code].status === status)
          .map((code) => `${problemType(code)}: ${problems[code].title}`)
          .join('; '),
        content: { 'application/problem+json': { schema: { $ref: refTo('Problem') } } },
      },
    ]),
  );
}

function describeParameters(route: Route): readonly Json[] {
  return [
    ...describeFields(route.params, 'path'),
    ...describeFields(route.query, 'query'),
    ...(route.takesIdempotencyKey
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            description:
              'Repeating a request with the same key gives the first answer and does nothing twice.',
            schema: { type: 'string', minLength: 1, maxLength: 255 },
          },
        ]
      : []),
  ];
}

function describeFields(schema: z.ZodObject | undefined, where: 'path' | 'query'): readonly Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: property,
  }));
}

/** A named schema by reference, any other in place. */
function describe(schema: z.ZodType): Json {
  const name = Object.entries(named).find(([, candidate]) => candidate === schema)?.[0];
  if (name) return { $ref: refTo(name) };
  const { $schema: _, ...inPlace } = z.toJSONSchema(schema, { io: 'input' });
  return inPlace;
}

function describeSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: refTo });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}
