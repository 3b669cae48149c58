import type { Caller } from './caller.ts';
import type { Effect } from './decision.ts';
import type { Event } from './event.ts';

/**
 * How many texts are remembered as being on their way. Carriers that never report a delivery leave some of them
 * open for ever; the newest are those of which anything can still be heard.
 */
const rememberedOpenTexts = 20;

/** What a decision's effect means for the caller. */
export function foldEffect(caller: Caller, effect: Effect, event: Event): Caller {
  switch (effect.type) {
    case 'set-timer': {
      const timers = { ...caller.timers, [effect.timer]: effect.at };
      if (effect.timer !== 'first-text' || !caller.waiting) return { ...caller, timers };
      return { ...caller, timers, waiting: { ...caller.waiting, dueAt: effect.at } };
    }
    case 'clear-timers': {
      const kept = Object.entries(caller.timers).filter(
        ([timer]) => !effect.timers.some((name) => name === timer),
      );
      const cleared = { ...caller, timers: Object.fromEntries(kept) };
      const waiting = effect.timers.includes('first-text') ? null : caller.waiting;
      const secondText = effect.timers.includes('second-text') ? null : caller.secondText;
      return { ...cleared, waiting, secondText };
    }
    case 'send-text': {
      const { textId, from, body, class: kind } = effect;
      const author = event.type === 'staff-acted' ? event.by : 'ringback';
      const open = { textId, line: from, body, class: kind, author, status: 'intended' } as const;
      const openTexts = [...caller.openTexts, open].slice(-rememberedOpenTexts);
      if (kind !== 'first-text') return { ...caller, openTexts };
      const first = { textId, line: caller.waiting?.line ?? from, at: event.at, status: 'intended' } as const;
      return { ...caller, openTexts, firstTexts: [...caller.firstTexts, first], waiting: null };
    }
    case 'write-crm': {
      const { task } = effect.entry;
      const { conversation } = caller;
      if (!task || !conversation) return caller;
      const taskId = 'open' in task ? task.open.taskId : null;
      if (taskId !== null || conversation.state === 'closed' || conversation.state === 'with-person') {
        return { ...caller, conversation: { ...conversation, taskId } };
      }
      return { ...caller, conversation: { ...conversation, taskId, state: 'automated', urgent: false } };
    }
    case 'look-up-contact':
    case 'publish':
      return caller;
    default:
      return effect satisfies never;
  }
}
