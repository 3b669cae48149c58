// @ts-check
/** @import { PhoneSnapshot } from '../snapshot.ts' */
/** @import { StoryNotice } from '../story.ts' */
import { find, icon, make, showList } from './element.js';
import { formatNumber, formatNumberIn } from './phone-number.js';
import { timeElement } from './time.js';

/** @type {{ [channel in StoryNotice['channel']]: { words: string, icon: string } }} */
const channels = {
  email: { words: 'E-mail', icon: 'note' },
  slack: { words: 'Slack', icon: 'note' },
  text: { words: 'Text', icon: 'text' },
};

/** @type {{ [state in StoryNotice['state']]: string }} */
const stateNames = {
  waiting: 'Waits',
  sending: 'Leaves',
  sent: 'Told',
  withdrawn: 'Left out',
  failed: 'Failed',
  unknown: 'Perhaps told',
};

/** What staff are told, newest first. */
export function createNotices() {
  const list = find('notices', HTMLElement);
  return {
    /** @param {PhoneSnapshot} snapshot */
    show({ story }) {
      showList(list, story.notices, makeNotice);
      find('notices-empty', HTMLElement).hidden = story.notices.length > 0;
    },
  };
}

/** @param {StoryNotice} notice */
function makeNotice({ channel, to, headline, urgent, state, at, why, links }) {
  const { words, icon: name } = channels[channel];
  const address = to.startsWith('+') ? formatNumber(to) : to;
  return make('li', { class: 'conversation notice-told' }, [
    make('p', { class: 'conversation-head' }, [
      make('strong', { text: formatNumberIn(headline) }),
      make('span', { class: `state notice-${state}`, text: stateNames[state] }),
      ...(urgent ? [make('span', { class: 'state urgent', text: 'Urgent' })] : []),
    ]),
    make('p', { class: 'due' }, [
      icon(name),
      make('span', { text: address === '' ? words : `${words} to ${address}` }),
      make('span', { class: 'due-time' }, [state === 'waiting' ? '· leaves ' : '· ', timeElement(at)]),
    ]),
    ...(why ? [make('p', { class: 'preview', text: why })] : []),
    ...(links.length > 0 ? [make('p', { class: 'notice-links' }, links.map(makeLink))] : []),
  ]);
}

/** @param {StoryNotice['links'][number]} link */
function makeLink({ label, href }) {
  return make('a', { text: label, attributes: { href, target: '_blank', rel: 'noopener' } });
}
