// @ts-check
/** @import { ContactView, DealView, PhoneCaller, PhoneSnapshot, TaskView, TimelineView } from '../snapshot.ts' */
import { perform } from './connection.js';
import { find, icon, initials, make, setText, showList } from './element.js';
import { formatNumber, formatNumberIn } from './phone-number.js';
import { dimReference, renderRichText } from './rich-text.js';
import { timeElement } from './time.js';

/** @type {{ [kind in TimelineView['kind']]: string }} */
const kindIcons = { call: 'phone', text: 'text', note: 'note' };

/**
 * The CRM's look-alike as an admin sees it: one contact at a time, with its tasks, deals and timeline, and what an admin
 * would do to them.
 * @param {{ showProblem: (words: string | null) => void }} options
 */
export function createHubspot({ showProblem }) {
  /** @type {string | null} */
  let shownId = null;
  /** @type {boolean} */
  let mayBeTexted = true;
  const textsButton = find('contact-texts', HTMLButtonElement);
  const dealButton = find('create-deal', HTMLButtonElement);

  /** @type {Act} */
  const act = async (name, body) => showProblem(await perform(name, body));
  textsButton.addEventListener('click', () => {
    if (shownId) void act(mayBeTexted ? 'no-texts' : 'allow-texts', { contact: shownId });
  });
  dealButton.addEventListener('click', () => {
    if (shownId) void act('create-deal', { contact: shownId });
  });

  const card = find('contact', HTMLElement);
  const choice = find('contact-choice', HTMLElement);
  const names = find('contact-names', HTMLElement);
  /** @type {string | null} */
  let chosenId = null;
  /** @type {string | null} */
  let lastCallerId = null;
  /** @type {(() => void) | null} */
  let showAgain = null;

  /** @param {{ id: string, name: string, pressed: boolean }} entry */
  function makeChoice({ id, name, pressed }) {
    const button = make('button', {
      text: name,
      attributes: { type: 'button', 'aria-pressed': String(pressed) },
    });
    button.addEventListener('click', () => {
      chosenId = id;
      showAgain?.();
      names
        .querySelector(`[data-id="${CSS.escape(id)}"]`)
        ?.querySelector('button')
        ?.focus();
    });
    return make('span', {}, [button]);
  }

  /**
   * @param {Pick<PhoneSnapshot, 'contacts' | 'story'>} snapshot
   * @param {{ caller: PhoneCaller }} chosen
   */
  function show({ contacts, story }, { caller }) {
    showAgain = () => show({ contacts, story }, { caller });
    if (lastCallerId !== caller.id) chosenId = null;
    lastCallerId = caller.id;
    const { connected, account, problem } = story.crm;
    setText(
      find('crm-connection', HTMLElement),
      connected ? `Connected${account ? ` · ${account}` : ''}` : 'Not connected',
    );
    const notice = find('crm-problem', HTMLElement);
    setText(notice, problem ?? '');
    notice.hidden = problem === null;

    const own = contacts.find(({ callerId }) => callerId === caller.id);
    const contact = contacts.find(({ id }) => id === chosenId) ?? own ?? null;
    showList(
      names,
      contacts.map(({ id, name }) => ({ id, name: formatNumberIn(name), pressed: id === contact?.id })),
      makeChoice,
    );
    choice.hidden = contacts.length < 2 && contact !== null;
    card.hidden = contact === null;
    const empty = find('crm-empty', HTMLElement);
    empty.hidden = contact !== null;
    setText(
      empty,
      caller.number === null
        ? 'A withheld number makes no contact.'
        : 'No contact with this number yet. A missed call makes one.',
    );
    if (!contact) return;
    shownId = contact.id;
    mayBeTexted = contact.mayBeTexted;
    setText(textsButton, mayBeTexted ? 'No texts' : 'Allow texts');
    showContact(contact, act);
  }

  return { show };
}

/** @typedef {(name: Parameters<typeof perform>[0], body: { [name: string]: string }) => Promise<void>} Act */

/**
 * @param {ContactView} contact
 * @param {Act} act
 */
function showContact({ id, name, phone, lifecycleStage, mayBeTexted, tasks, deals, timeline }, act) {
  setText(find('contact-name', HTMLElement), formatNumberIn(name));
  setText(find('contact-phone', HTMLElement), phone ? formatNumber(phone) : 'No phone number');
  const avatar = find('contact-avatar', HTMLElement);
  const letters = /\d/.test(name) ? '' : initials(name);
  avatar.replaceChildren(letters === '' ? icon('person') : letters);
  const tags = find('contact-tags', HTMLElement);
  tags.replaceChildren(
    ...(lifecycleStage ? [make('span', { class: 'tag', text: lifecycleStage })] : []),
    ...(mayBeTexted ? [] : [make('span', { class: 'tag opted-out', text: 'opted out of texts' })]),
  );
  showList(
    find('tasks', HTMLElement),
    tasks.map((task) => ({ ...task, contact: id })),
    (task) => makeTask(task, act),
  );
  find('tasks-empty', HTMLElement).hidden = tasks.length > 0;
  showList(find('deals', HTMLElement), deals, (deal) => makeDeal(deal, act));
  find('deals-empty', HTMLElement).hidden = deals.length > 0;
  showList(find('timeline', HTMLElement), timeline, makeEntry);
  find('timeline-empty', HTMLElement).hidden = timeline.length > 0;
}

/** @param {string} html */
function makeBody(html) {
  const body = make('div', { class: 'rich', attributes: { dir: 'auto' } }, [renderRichText(html)]);
  dimReference(body);
  return body;
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} onClick
 */
function smallButton(text, label, onClick) {
  const button = make('button', {
    class: 'small',
    text,
    attributes: { type: 'button', 'aria-label': label },
  });
  button.addEventListener('click', onClick);
  return button;
}

/**
 * @param {DealView} deal
 * @param {Act} act
 */
function makeDeal({ id, name, amount, stage, outcome }, act) {
  const won = () => void act('win-deal', { id });
  return make('li', { class: `deal deal-${outcome}` }, [
    make('div', {}, [
      make('strong', { text: name }),
      make('p', { class: 'due', text: [amount, stage].filter(Boolean).join(' · ') }),
    ]),
    ...(outcome === 'open' ? [smallButton('Won', `Mark ${name} as won`, won)] : []),
  ]);
}

/**
 * @param {TaskView} task
 * @param {Act} act
 */
function makeTask({ id, subject, body, dueAt, urgent, done }, act) {
  const complete = () => void act('complete-task', { id });
  return make('li', { class: done ? 'task done' : 'task' }, [
    icon('task'),
    make('div', {}, [
      make('p', { class: 'task-head' }, [
        make('strong', { text: formatNumberIn(subject) }),
        ...(urgent ? [make('span', { class: 'state urgent', text: 'High' })] : []),
      ]),
      make('p', { class: 'due' }, done ? ['Completed'] : ['Due ', timeElement(dueAt)]),
      makeBody(body),
    ]),
    ...(done ? [] : [smallButton('Done', `Complete: ${formatNumberIn(subject)}`, complete)]),
  ]);
}

/** @param {TimelineView} entry */
function makeEntry({ kind, title, body, at }) {
  return make('li', { class: `entry entry-${kind}` }, [
    make('span', { class: 'entry-icon', attributes: { 'aria-hidden': 'true' } }, [icon(kindIcons[kind])]),
    make('div', {}, [
      make('p', { class: 'entry-head' }, [make('strong', { text: title }), timeElement(at)]),
      makeBody(body),
    ]),
  ]);
}
