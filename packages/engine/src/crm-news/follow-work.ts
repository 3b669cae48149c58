import type { CrmChange } from '@ringback/crm';
import { findTask, lastConversed, linksTo } from './links.ts';
import { accountOf, eventIds, type NewsContext } from './news-context.ts';

type Change<T extends CrmChange['type']> = Extract<CrmChange, { readonly type: T }>;

/** A deal that is won counts for the caller among its contacts who was in touch last: revenue is counted once. */
export async function followDeal({ dealId }: Change<'deal-changed'>, context: NewsContext): Promise<void> {
  const { reader } = accountOf(context);
  const deal = await reader.readDeal(dealId, context);
  if (!deal?.isWon) return;
  const { db, businessId, system } = context;
  const links = await linksTo(db, context, deal.contactIds);
  const callerId = await lastConversed(
    db,
    businessId,
    links.map((link) => link.callerId),
  );
  if (callerId === null) return;
  const id = eventIds(context)();
  await context.handle({ type: 'deal-won', id, businessId, callerId, system, dealId, amount: deal.amount });
}

/** A follow-up of ours that is ticked off is done; one that was opened again meanwhile is not. */
export async function followTask({ taskId }: Change<'task-changed'>, context: NewsContext): Promise<void> {
  const { db, businessId, system } = context;
  const open = await findTask(db, context, taskId);
  if (open === null) return;
  const task = await accountOf(context).reader.readTask(taskId, context);
  if (task !== null && !task.isDone) return;
  const id = eventIds(context)();
  await context.handle({ type: 'task-completed', id, businessId, system, ...open });
}
