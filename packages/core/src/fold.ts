import type { Caller, OpenText } from './caller.ts';
import type { Effect } from './decision.ts';
import type { Event } from './event.ts';

/**
 * How many texts are remembered as being on their way. Carriers that never report a delivery leave some of them
 * open for ever; the newest are those of which anything can still be heard.
 */
const rememberedOpenTexts = 20;

/** More than any text of ours, and than the end of what staff write. */
const rememberedCharacters = 320;

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
      const resend = effect.timers.includes('resend') ? null : caller.resend;
      return { ...cleared, waiting, secondText, resend };
    }
    case 'send-text': {
      const { textId, from, body, class: kind, notAfter } = effect;
      const again = event.type === 'timer-fired' && event.timer === 'resend' ? caller.resend : null;
      const author = event.type === 'staff-acted' ? event.by : (again?.author ?? 'ringback');
      const resent = again ? { resent: again.resent } : {};
      // What staff are told of somebody else is not kept with them.
      const isNotice = kind === 'notice';
      const open: OpenText = {
        textId,
        line: from,
        body: isNotice ? '' : body,
        class: kind,
        author,
        status: 'intended',
        notAfter,
        ...resent,
      };
      const openTexts = [...caller.openTexts, open].slice(-rememberedOpenTexts);
      if (isNotice) return { ...caller, openTexts };
      // An emoji that is cut through is nothing that a database takes.
      const lastText = { textId, body: body.slice(-rememberedCharacters).toWellFormed() };
      const sent = { ...caller, openTexts, lastText, resend: again ? null : caller.resend };
      if (kind !== 'first-text') return sent;
      const first = { textId, line: caller.waiting?.line ?? from, at: event.at, status: 'intended' } as const;
      return { ...sent, firstTexts: [...caller.firstTexts, first], waiting: null };
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
    case 'fetch-media':
    case 'hold-texts':
    case 'release-texts':
    case 'look-up-line-type':
    case 'publish':
    case 'notify':
      return caller;
    default:
      return effect satisfies never;
  }
}
