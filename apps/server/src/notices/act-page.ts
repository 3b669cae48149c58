import type { Business, Conversation } from '@ringback/core';
import { type Engine, findConversations, type StoredConversation } from '@ringback/engine';
import express, { type Request, type Response, Router } from 'express';
import { sql } from 'kysely';
import { z } from 'zod';
import { escapeHtml, renderPage } from '../page.ts';
import type { LinkAct, NoticeLinks, OpenedLink } from './links.ts';

const questions: { readonly [act in LinkAct]: string } = {
  acknowledge: 'Have you seen it?',
  'take-over': 'Do you take it over?',
  'call-back': 'Do you call them back?',
};
const answers: { readonly [act in LinkAct]: string } = {
  acknowledge: 'Yes, I have seen it',
  'take-over': 'Yes, I take over',
  'call-back': 'Yes, I call back',
};
const results: { readonly [act in LinkAct]: string } = {
  acknowledge: 'Thank you. Nobody else is called on.',
  'take-over': 'It is yours now. Ringback sends nothing by itself.',
  'call-back': 'It is yours now. Please call:',
};
const stateWords: { readonly [state in Conversation['state']]: string } = {
  automated: 'Nobody has to do anything at the moment.',
  'needs-person': 'They wait for a person.',
  'with-person': 'Somebody looks after them already.',
  closed: 'The conversation is closed.',
};

const bodySchema = z.object({ name: z.string().trim().min(1).max(60).optional().catch(undefined) });

/** A link that is good, and what it leads to. */
type Opened = {
  readonly link: OpenedLink;
  readonly token: string;
  readonly business: Business;
  readonly conversation: StoredConversation;
};

/**
 * Where the links of notices lead, mounted at `/notices`. Opening one does nothing, as mail services open them, too;
 * pressing the button does it, once.
 */
export function createNoticePages({
  engine,
  links,
}: {
  readonly engine: Engine;
  readonly links: NoticeLinks;
}): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    next();
  });
  router.get('/', async (request, response) => {
    const opened = await open(request, response);
    if (opened) show(response, 200, questionPage(opened));
  });
  router.post('/', express.urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    const opened = await open(request, response);
    if (!opened) return;
    const by = opened.link.by ?? bodySchema.parse(request.body ?? {}).name;
    if (by === undefined) return show(response, 400, questionPage(opened, 'Please say who you are.'));
    show(response, 200, await act(opened, by));
  });

  /** null: it has been answered why not. */
  async function open(request: Request, response: Response): Promise<Opened | null> {
    const token = typeof request.query.link === 'string' ? request.query.link : '';
    const link = links.read(token);
    if (!link) {
      show(response, 404, page('This link does not work', '<p>Open it from the notice again, whole.</p>'));
      return null;
    }
    if (link.expiresAt < (await now())) {
      show(response, 410, page('This link has expired', '<p>Look at the task in your CRM instead.</p>'));
      return null;
    }
    const { businessId, conversationId: id } = link;
    const [conversation] = await findConversations(engine.store.db, { businessIds: [businessId], id });
    const business = engine.directory.byId(businessId)?.business;
    if (!conversation || !business) {
      show(response, 404, page('There is nothing left', '<p>This conversation has been erased.</p>'));
      return null;
    }
    return { link, token, business, conversation };
  }

  async function now(): Promise<string> {
    const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(engine.store.db);
    return rows[0]?.now.toISOString() ?? '';
  }

  async function act(opened: Opened, by: string): Promise<string> {
    const { link, conversation } = opened;
    if (!isOpen(conversation)) return closedPage(opened);
    const { decision, isRepeat } = await engine.handle({
      type: 'staff-acted',
      act: link.act === 'acknowledge' ? 'acknowledge' : 'take-over',
      by,
      id: `link-${link.id}`,
      businessId: link.businessId,
      callerId: conversation.callerId,
    });
    const [{ detail }] = decision.reasons;
    const done = isRepeat
      ? `<p>This was done before: ${escapeHtml(detail)}</p>`
      : `<p>${results[link.act]}</p>`;
    return pageOf(opened, `${done}${callButton(conversation)}`);
  }

  return router;
}

/** One that has been followed by another is over, too. */
function isOpen({ id, state, caller }: StoredConversation): boolean {
  return state !== 'closed' && caller.conversation?.id === id;
}

function questionPage(opened: Opened, problem = ''): string {
  const { link, token, conversation } = opened;
  if (!isOpen(conversation)) return closedPage(opened);
  const name =
    link.by === null
      ? '<label for="name">Your name</label><input id="name" name="name" maxlength="60" autocomplete="name" required>'
      : `<p class="quiet">As ${escapeHtml(link.by)}</p>`;
  return pageOf(
    opened,
    `<p>${stateWords[conversation.state]} ${questions[link.act]}</p>
${problem === '' ? '' : `<p role="alert"><strong>${escapeHtml(problem)}</strong></p>`}
<form method="post" action="/notices?link=${escapeHtml(token)}">
${name}
<button type="submit">${answers[link.act]}</button>
</form>
${callButton(conversation)}`,
  );
}

function closedPage(opened: Opened): string {
  return pageOf(opened, '<p>The conversation is closed already.</p>');
}

function pageOf(opened: Opened, body: string): string {
  const { business, conversation } = opened;
  const format = {
    timeZone: business.timeZone,
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  } as const;
  const since = new Intl.DateTimeFormat('en-US', format).format(new Date(conversation.lastActivityAt));
  return page(
    callerOf(conversation),
    `<p class="about">${conversation.urgent ? '<strong class="urgent">Urgent</strong>' : ''}${escapeHtml(business.name)} · ${escapeHtml(since)}</p>
${body}`,
  );
}

function callerOf({ caller }: StoredConversation): string {
  const { contact, match } = caller.contact ?? { contact: null, match: 'none' };
  const names = match === 'one' ? [contact?.firstName, contact?.lastName].filter((name) => name?.trim()) : [];
  return names.length > 0 ? names.join(' ') : caller.phone ? readable(caller.phone) : 'A withheld number';
}

function callButton({ caller }: StoredConversation): string {
  if (caller.phone === null) return '';
  const number = escapeHtml(caller.phone);
  return `<p><a class="call" href="tel:${number}">Call ${escapeHtml(readable(caller.phone))}</a></p>`;
}

/** As people in North America write it. */
function readable(phone: string): string {
  return phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}

const style = `
body { margin: 1.5rem auto; }
h1 { margin: 0; font-size: 1.75rem; }
.about { margin: 0.25rem 0 1.25rem; opacity: 0.75; }
.urgent { margin-right: 0.5rem; padding: 0.1rem 0.6rem; border-radius: 1rem; background: #b91c1c; color: #fff; font-size: 0.85rem; }
button, .call { display: block; width: 100%; box-sizing: border-box; padding: 0.9rem 1rem; border-radius: 0.75rem; text-align: center; font-weight: 600; }
button { border: 0; background: #1d4ed8; color: #fff; cursor: pointer; }
.call { border: 1px solid currentcolor; color: inherit; text-decoration: none; }
.quiet { opacity: 0.7; font-size: 0.9rem; }
label { display: block; margin-bottom: 0.25rem; }
`;

function page(title: string, body: string): string {
  return renderPage(title, body, style);
}

function show(response: Response, status: number, html: string): void {
  response.status(status).type('html').send(html);
}
