// @ts-check
/** @import { CallView, PhoneCaller, PhoneLine, PhoneSnapshot, TextView } from '../snapshot.ts' */
import { perform } from './connection.js';
import { find, icon, initials, make, setText, showList } from './element.js';
import { formatNumber } from './phone-number.js';
import { clockTime, secondsBetween, timeElement } from './time.js';

/**
 * The customer's phone with its thread of calls and texts.
 * @param {{ selection: () => { caller: PhoneCaller, line: PhoneLine } | null, showProblem: (problem: string | null) => void }} page
 */
export function createHandset({ selection, showProblem }) {
  const thread = find('thread', HTMLOListElement);
  const empty = find('thread-empty', HTMLElement);
  const composer = find('composer', HTMLFormElement);
  const body = find('text-body', HTMLInputElement);
  const call = find('call', HTMLButtonElement);
  // What scrolls must be reached by keyboard; not every browser sees to it.
  thread.tabIndex = 0;
  const send = composer.querySelector('button');

  call.addEventListener('click', async () => {
    const chosen = selection();
    if (chosen) showProblem(await perform('call', { caller: chosen.caller.id, line: chosen.line.number }));
  });

  composer.addEventListener('submit', async (event) => {
    event.preventDefault();
    const chosen = selection();
    const written = body.value.trim();
    if (!chosen || written === '') return;
    body.value = '';
    const problem = await perform('text', { caller: chosen.caller.id, body: written });
    if (problem && body.value === '') body.value = written;
    showProblem(problem);
  });

  return {
    /**
     * @param {PhoneSnapshot} snapshot
     * @param {{ caller: PhoneCaller, line: PhoneLine }} chosen
     */
    show({ business, calls, texts }, { caller, line }) {
      setText(find('business-name', HTMLElement), business.name);
      setText(find('line-number', HTMLElement), formatNumber(line.number));
      setText(find('avatar', HTMLElement), initials(business.name));
      call.setAttribute('aria-label', `Call ${business.name}`);

      const entries = [
        ...calls
          .filter((one) => one.callerId === caller.id && one.phase === 'over')
          .map((one) => ({ id: one.id, at: one.startedAt, call: one, text: null })),
        ...texts
          .filter((text) => text.callerId === caller.id)
          .map((text) => ({ id: text.id, at: text.at, call: null, text })),
      ].sort((one, other) => one.at.localeCompare(other.at));

      const latest = entries.at(-1)?.id;
      const grew = thread.lastElementChild?.getAttribute('data-id') !== latest;
      showList(thread, entries, (entry) =>
        entry.text ? makeText(entry.text, business.name) : makeCall(entry.call),
      );
      if (grew) thread.scrollTop = thread.scrollHeight;
      empty.hidden = entries.length > 0;

      const canText = caller.number !== null;
      body.disabled = !canText;
      if (send) send.disabled = !canText;
      body.placeholder = canText ? 'Text message' : 'A withheld number cannot text';
    },
  };
}

/**
 * @param {TextView} text
 * @param {string} businessName
 */
function makeText({ from, body, at }, businessName) {
  const author = from === 'caller' ? 'You' : businessName;
  return make('li', { class: `text from-${from}` }, [
    make('span', { class: 'out-of-sight', text: `${author}: ` }),
    make('p', { class: 'bubble', text: body, attributes: { dir: 'auto' } }),
    timeElement(at),
  ]);
}

/** @param {CallView | null} call */
function makeCall(call) {
  const words = call ? `${describeEnd(call)} · ${clockTime(call.startedAt)}` : '';
  return make('li', { class: 'call-line' }, [icon('phone'), make('span', { text: words })]);
}

/** @param {CallView} call */
function describeEnd({ outcome, startedAt, answeredAt, endedAt }) {
  const seconds = secondsBetween(startedAt, endedAt ?? startedAt);
  switch (outcome) {
    case 'answered':
      return `Talked for ${secondsBetween(answeredAt ?? startedAt, endedAt ?? startedAt)} s`;
    case 'hung-up':
      return `You hung up after ${seconds} s`;
    default:
      return 'Nobody answered your call';
  }
}
