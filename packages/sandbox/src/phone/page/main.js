// @ts-check
/** @import { PhoneCaller, PhoneLine, PhoneSnapshot } from '../snapshot.ts' */
import { createCallScreen } from './call-screen.js';
import { listen } from './connection.js';
import { find, make, setText } from './element.js';
import { createHandset } from './handset.js';
import { createHubspot } from './hubspot.js';
import { createNotices } from './notices.js';
import { formatNumber } from './phone-number.js';
import { createShop } from './shop.js';
import { refreshTimes, setServerTime } from './time.js';
import { createWhy, describeDecision } from './why.js';

const problemShownMs = 8000;
const timesRefreshedEveryMs = 5000;

const callerChoice = find('caller', HTMLSelectElement);
const lineChoice = find('line', HTMLSelectElement);
const banner = find('banner', HTMLElement);
const problem = find('problem', HTMLElement);
const announcer = find('announcer', HTMLElement);

/** @type {PhoneSnapshot | null} */
let latest = null;
let isConnected = true;
/** @type {string | undefined} */
let lastDecisionId;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let problemTimer;

/** @returns {{ caller: PhoneCaller, line: PhoneLine } | null} */
function selection() {
  const caller = latest?.callers.find(({ id }) => id === callerChoice.value) ?? latest?.callers[0];
  const line =
    latest?.business.lines.find(({ number }) => number === lineChoice.value) ?? latest?.business.lines[0];
  return caller && line ? { caller, line } : null;
}

/** @param {string | null} words */
function showProblem(words) {
  clearTimeout(problemTimer);
  setText(problem, words ?? '');
  problem.hidden = words === null;
  if (words) problemTimer = setTimeout(() => showProblem(null), problemShownMs);
}

/** @param {PhoneSnapshot} snapshot */
function showChoices({ callers, business }) {
  if (callerChoice.options.length === 0) {
    for (const { id, label, number } of callers) {
      const text = number ? `${label} · ${formatNumber(number)}` : label;
      callerChoice.append(make('option', { text, attributes: { value: id } }));
    }
    for (const { number, label, rings } of business.lines) {
      const text = `${label} · ${rings ? 'rings the shop' : 'takes missed calls'}`;
      lineChoice.append(make('option', { text, attributes: { value: number } }));
    }
  }
}

function showBanner() {
  const words = isConnected ? (latest?.storyProblem ?? '') : 'The server is away. Trying to reach it…';
  setText(banner, words);
  banner.hidden = words === '';
}

/**
 * Tells those who listen of a new decision; what was decided before the page opened is no news.
 * @param {PhoneSnapshot} snapshot
 */
function announce({ story }) {
  const [decision] = story.decisions;
  if (decision && lastDecisionId !== undefined && decision.id !== lastDecisionId) {
    setText(announcer, describeDecision(decision));
  }
  lastDecisionId = decision?.id ?? '';
}

const handset = createHandset({ selection, showProblem });
const callScreen = createCallScreen({ showProblem });
const shop = createShop({ showProblem });
const notices = createNotices();
const why = createWhy();
const hubspot = createHubspot({ showProblem });

function show() {
  if (!latest) return;
  showChoices(latest);
  const chosen = selection();
  if (!chosen) return;
  handset.show(latest, chosen);
  callScreen.show(latest);
  shop.show(latest);
  notices.show(latest);
  why.show(latest);
  hubspot.show(latest, chosen);
  refreshTimes();
}

callerChoice.addEventListener('change', show);
lineChoice.addEventListener('change', show);
setInterval(refreshTimes, timesRefreshedEveryMs);

listen({
  onSnapshot(snapshot) {
    latest = snapshot;
    setServerTime(snapshot.at);
    document.title = `${snapshot.business.name} · Ringback sandbox`;
    show();
    announce(snapshot);
    showBanner();
    document.body.classList.add('is-ready');
  },
  onState(connected) {
    isConnected = connected;
    showBanner();
  },
});
