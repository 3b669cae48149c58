import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Clock } from '../clock.ts';
import { type Admin, createAdmin } from './admin.ts';
import { associationRoutes } from './association-routes.ts';
import { batchRoutes } from './batch-routes.ts';
import { type Exchange, type Route, serveRoute } from './exchange.ts';
import { createFaultBox, type Faults } from './faults.ts';
import { createGrants, type Grants } from './grants.ts';
import { createLimitKeeper, type Limits, marketplaceLimits } from './limits.ts';
import {
  answerIntrospect,
  answerRevoke,
  answerToken,
  createInstallPages,
  type OauthApp,
  type PortalIdentity,
} from './oauth.ts';
import { objectRoutes } from './object-routes.ts';
import type { ObjectType } from './object-type.ts';
import {
  type SeenContact,
  type SeenDeal,
  type SeenTask,
  seenContacts,
  seenDeals,
  seenTasks,
  seenTimeline,
  type TimelineEntry,
} from './observation.ts';
import { createPortal, defaultOwners, type Owner, type PortalChange } from './portal.ts';
import { invalid, notFound, Refusal } from './reply.ts';
import type { RequiredWhen } from './schema.ts';
import { settingsRoutes } from './settings-routes.ts';
import { createTraffic, type LoggedRequest } from './traffic.ts';
import { createWebhooks, type HubspotWebhooks, type WebhookTarget } from './webhooks.ts';

export type HubspotLookalikeOptions = OauthApp & {
  readonly clock: Clock;
  readonly portal: PortalIdentity;
  /** How long the search index takes to learn of a write made over HTTP; 0 when left out. */
  readonly searchLagMs?: number;
  readonly owners?: readonly Owner[];
  /** 110 requests in 10 s and 5 searches a second when left out. */
  readonly limits?: Limits;
  /** Where the app is told of changes; left out: nowhere. */
  readonly webhooks?: WebhookTarget;
  readonly log?: (request: LoggedRequest) => void;
};

export type HubspotLookalike = Admin & {
  /** Mounted or listened to as it is; API base URL and authorize URL (`/oauth/authorize`) both lead here. */
  readonly app: Express;
  readonly faults: Faults;
  /** While down every connection is cut without an answer. */
  setDown(down: boolean): void;
  /**
   * The portal's admin uninstalls the app: refreshing answers BAD_REFRESH_TOKEN. Access tokens already issued go on
   * until they expire, as in HubSpot; `expireAccessTokens` ends those.
   */
  revokeGrant(): void;
  expireAccessTokens(): void;
  contacts(): readonly SeenContact[];
  timeline(contactId: string): readonly TimelineEntry[];
  tasks(): readonly SeenTask[];
  deals(): readonly SeenDeal[];
  /** How many records of a type there are, archived ones left out. */
  count(type: ObjectType): number;
  /**
   * The portal's admins make a property compulsory, everywhere or where another one has a value; API writes must obey
   * from version 2026-09 on.
   */
  requireProperty(type: ObjectType, name: string, when?: RequiredWhen): void;
  readonly webhooks: HubspotWebhooks;
  /** The listener hears of every change of the portal's records; call the answer to stop. */
  subscribe(listener: (change: PortalChange) => void): () => void;
  requests(): readonly LoggedRequest[];
  /**
   * Resolves when no request is being worked on and no webhook is on its way; answers held back by `slow`, and retries,
   * wait for the clock and do not count.
   */
  idle(): Promise<void>;
};

const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const isBadBody = error instanceof Error && 'status' in error && error.status === 400;
  const known = error instanceof Refusal ? error : isBadBody ? invalid('Invalid input JSON') : null;
  if (known === null) return next(error);
  response.status(known.reply.status).json(known.reply.body);
};

function oauthRoutes(app: OauthApp, portal: PortalIdentity, grants: Grants): readonly Route[] {
  const common = { method: 'post', operation: 'token', access: 'open' } as const;
  const path = '/oauth/:version/token';
  return [
    { ...common, path, handle: (request) => answerToken(request, app, portal, grants) },
    {
      ...common,
      path: `${path}/introspect`,
      handle: (request) => answerIntrospect(request, app, portal, grants),
    },
    { ...common, path: `${path}/revoke`, handle: (request) => answerRevoke(request, app, grants) },
    {
      method: 'delete',
      path: '/appinstalls/:version/external-install',
      operation: 'account',
      access: 'oauth',
      handle() {
        grants.revokeAll();
        return { status: 204 };
      },
    },
  ];
}

/**
 * One HubSpot account with one app to connect, spoken to over HTTP: OAuth, objects, search, associations,
 * properties, owners and pipelines under the dated paths of 2026-03 and 2026-09 only.
 */
export function createHubspotLookalike(options: HubspotLookalikeOptions): HubspotLookalike {
  const { clock, portal: identity } = options;
  const listeners = new Set<(change: PortalChange) => void>();
  const portal = createPortal({
    identity,
    clock,
    searchLagMs: options.searchLagMs ?? 0,
    owners: options.owners ?? defaultOwners,
    onChange(change) {
      webhooks.hear(change);
      for (const listener of listeners) listener(change);
    },
  });
  const webhooks = createWebhooks({
    clock,
    portalId: identity.id,
    clientSecret: options.clientSecret,
    target: options.webhooks ?? null,
  });
  const grants = createGrants(clock);
  const faults = createFaultBox();
  const traffic = createTraffic(clock, options.log ?? (() => {}));
  const limits = createLimitKeeper(clock, options.limits ?? marketplaceLimits);
  const exchange: Exchange = { clock, grants, limits, faults, hold: traffic.hold };
  let isDown = false;

  const app = express();
  app.disable('x-powered-by');
  app.use(traffic.watch);
  app.use((request, _response, next) => {
    if (isDown) request.socket.destroy();
    else next();
  });
  app.use(express.json({ limit: '2mb' }), express.urlencoded({ extended: false }));
  app.use(createInstallPages(options, identity, grants));
  const routes = [
    ...oauthRoutes(options, identity, grants),
    ...batchRoutes(portal),
    ...objectRoutes(portal),
    ...associationRoutes(portal),
    ...settingsRoutes(portal),
  ];
  for (const route of routes) app[route.method](route.path, serveRoute(route, exchange));
  app.use(() => {
    throw notFound('Not found');
  });
  app.use(answerError);

  return {
    app,
    faults: { next: faults.next, clear: faults.clear },
    setDown(down) {
      isDown = down;
    },
    revokeGrant: grants.revokeAll,
    expireAccessTokens: grants.expireAccessTokens,
    ...createAdmin(portal),
    contacts: () => seenContacts(portal),
    timeline: (contactId) => seenTimeline(contactId, portal),
    tasks: () => seenTasks(portal),
    deals: () => seenDeals(portal),
    count: (type) => portal.records.all(type).length,
    requireProperty: portal.schema.requireProperty,
    webhooks,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requests: traffic.requests,
    async idle() {
      await webhooks.idle();
      await traffic.idle();
    },
  };
}
