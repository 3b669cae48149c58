// @ts-check
/** @import { CallView, PhoneSnapshot } from '../snapshot.ts' */
/** @import { StoryConversation } from '../story.ts' */
import { perform } from './connection.js';
import { find, icon, make, setText, showList } from './element.js';
import { formatNumber, formatNumberIn } from './phone-number.js';
import { timeElement } from './time.js';

/** @typedef {'answer' | 'press-1' | 'decline' | 'voicemail' | 'hang-up'} StaffAct */

/** @type {{ [act in StaffAct]: string }} */
const actNames = {
  answer: 'Answer',
  'press-1': 'Press 1',
  decline: 'Decline',
  voicemail: 'Let its voicemail pick up',
  'hang-up': 'Hang up',
};

/** @type {{ [state in StoryConversation['state']]: string }} */
const stateNames = {
  automated: 'Answered by Ringback',
  'needs-person': 'Needs a person',
  'with-person': 'With a person',
  closed: 'Closed',
};

/**
 * The business's own side: the phone that rings in the shop, and its inbox.
 * @param {{ showProblem: (problem: string | null) => void }} page
 */
export function createShop({ showProblem }) {
  const staff = find('staff', HTMLElement);
  const acts = find('staff-acts', HTMLElement);
  const state = find('staff-state', HTMLElement);
  const hears = find('staff-hears', HTMLElement);
  const conversations = find('conversations', HTMLElement);

  /** @param {{ id: string, act: StaffAct }} entry */
  function makeAct({ act }) {
    const kind = act === 'answer' || act === 'press-1' ? 'primary' : 'secondary';
    const button = make('button', { class: kind, text: actNames[act], attributes: { type: 'button' } });
    button.addEventListener('click', async () => showProblem(await perform('staff', { act })));
    return button;
  }

  return {
    /** @param {PhoneSnapshot} snapshot */
    show({ business, calls, callers, texts, story }) {
      setText(find('shop-heading', HTMLElement), business.name);
      const call = calls.at(-1);
      const live = call?.staff && call.staff.phase !== 'over' ? call.staff : null;
      const caller = callers.find(({ id }) => id === call?.callerId);
      const { words, offered } = describeStaff(
        call,
        caller?.number ? formatNumber(caller.number) : 'a withheld number',
      );
      const hadFocus = acts.contains(document.activeElement);
      staff.dataset.phase = live?.phase ?? 'idle';
      setText(state, words);
      setText(hears, live?.hears ? `“${live.hears}”` : '');
      hears.hidden = live?.phase !== 'screening' || !live.hears;
      showList(
        acts,
        offered.map((act) => ({ id: act, act })),
        makeAct,
      );
      if (hadFocus && !acts.contains(document.activeElement)) acts.querySelector('button')?.focus();

      const rows = story.conversations.map((conversation) => {
        const person = callers.find(({ number }) => number !== null && number === conversation.phone);
        const last = texts.findLast((text) => text.callerId === person?.id);
        const preview = last ? `${last.from === 'caller' ? '' : 'Sent: '}${last.body}` : null;
        return { ...conversation, name: person?.label ?? null, preview };
      });
      showList(conversations, rows, makeConversation);
      find('inbox-empty', HTMLElement).hidden = rows.length > 0;
    },
  };
}

/**
 * @param {CallView | undefined} call
 * @param {string} from
 * @returns {{ words: string, offered: StaffAct[] }}
 */
function describeStaff(call, from) {
  if (!call) return { words: 'Nobody is calling.', offered: [] };
  if (!call.staff) {
    const forwarded =
      call.phase === 'over'
        ? 'The last call never rang here.'
        : 'Does not ring: this line takes calls already missed.';
    return { words: call.phase === 'ringing' ? 'About to ring.' : forwarded, offered: [] };
  }
  switch (call.staff.phase) {
    case 'ringing':
      return { words: `Rings. Call from ${from}`, offered: ['answer', 'decline', 'voicemail'] };
    case 'screening':
      // A key that is pressed before it is asked for is lost.
      return {
        words: 'Picked up. A person presses 1 to take the call.',
        offered: call.staff.hears === null ? ['hang-up'] : ['press-1', 'hang-up'],
      };
    case 'voicemail':
      return { words: 'The carrier’s voicemail picked up. It presses no key.', offered: [] };
    case 'talking':
      return { words: `Talking with ${from}`, offered: ['hang-up'] };
    case 'over':
      return { words: call.outcome === 'answered' ? 'You took the last call.' : 'Missed call', offered: [] };
    default:
      return call.staff.phase;
  }
}

/** @param {StoryConversation & { name: string | null, preview: string | null }} conversation */
function makeConversation({ phone, name, state, urgent, task, preview }) {
  const number = phone ? formatNumber(phone) : 'Withheld number';
  const entry = make('li', { class: 'conversation' }, [
    make('p', { class: 'conversation-head' }, [
      make('strong', { text: number, ...(name ? { title: name } : {}) }),
      make('span', { class: `state state-${state}`, text: stateNames[state] }),
      ...(urgent ? [make('span', { class: 'state urgent', text: 'Urgent' })] : []),
    ]),
  ]);
  if (preview) entry.append(make('p', { class: 'preview', text: preview }));
  if (task) {
    entry.append(
      make('p', { class: 'due' }, [
        icon('task'),
        make('span', { text: formatNumberIn(task.subject) }),
        make('span', { class: 'due-time' }, ['· due ', timeElement(task.dueAt)]),
      ]),
    );
  }
  return entry;
}
