// @ts-check
/** @import { PhoneSnapshot } from '../snapshot.ts' */
/** @import { StoryDecision, StoryReason } from '../story.ts' */
import { find, icon, make, showList } from './element.js';
import { formatNumber } from './phone-number.js';
import { timeElement } from './time.js';

/** @type {{ [decision in StoryDecision['decision']]: { words: string, icon: string } }} */
const verdicts = {
  text: { words: 'Text', icon: 'allow' },
  hold: { words: 'Text waits', icon: 'hold' },
  withhold: { words: 'No text', icon: 'withhold' },
  none: { words: 'No text needed', icon: 'note' },
};

/** @type {{ [outcome in StoryReason['outcome']]: string }} */
const outcomeWords = { allow: 'Allow', hold: 'Hold', withhold: 'Withhold', note: 'Note' };

/** The most decisions shown; older ones are in the product's own records. */
const mostDecisions = 30;

/** The reasons of every decision, newest first. */
export function createWhy() {
  const list = find('decisions', HTMLElement);
  return {
    /** @param {PhoneSnapshot} snapshot */
    show({ story }) {
      showList(list, story.decisions.slice(0, mostDecisions), makeDecision);
      find('why-empty', HTMLElement).hidden = story.decisions.length > 0;
    },
  };
}

/**
 * In words, for those who listen.
 * @param {StoryDecision} decision
 */
export function describeDecision({ about, decision, reasons }) {
  return [`${about}: ${verdicts[decision].words}.`, ...reasons.map(({ detail }) => detail)].join(' ');
}

/** @param {StoryDecision} decision */
function makeDecision({ at, caller, about, decision, reasons }) {
  const verdict = verdicts[decision];
  const whose = [make('span', { text: formatNumber(caller) }), ' · ', timeElement(at)];
  const list = make('ul', { class: 'reasons' }, reasons.map(makeReason));
  // What asked for no decision takes less room, so that the decisions stand out.
  if (decision === 'none') {
    const heading = make('p', { class: 'rule' }, [make('strong', { text: about }), ' · ', ...whose]);
    return make('li', { class: 'decision decision-none' }, [heading, list]);
  }
  return make('li', { class: `card decision decision-${decision}` }, [
    make('header', {}, [
      make('h3', { text: about }),
      make('span', { class: 'verdict' }, [icon(verdict.icon), make('span', { text: verdict.words })]),
      make('p', {}, whose),
    ]),
    list,
  ]);
}

/** @param {StoryReason} reason */
function makeReason({ rule, outcome, detail }) {
  return make('li', { class: `reason reason-${outcome}` }, [
    icon(outcome),
    make('div', {}, [
      make('p', { text: detail, attributes: { dir: 'auto' } }),
      make('p', { class: 'rule', text: `${outcomeWords[outcome]} · ${rule}` }),
    ]),
  ]);
}
