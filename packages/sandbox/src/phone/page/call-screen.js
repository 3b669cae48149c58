// @ts-check
/** @import { CallView, PhoneSnapshot } from '../snapshot.ts' */
import { perform } from './connection.js';
import { find, initials, make, setText } from './element.js';
import { formatSeconds, now } from './time.js';

/** Shorter rings are left alone by a business's rules, unless it says otherwise. */
const leastRingSeconds = 4;

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** @type {{ [phase in CallView['phase']]: string }} */
const phaseWords = { ringing: 'Ringing', greeting: 'Voicemail', talking: 'Connected', over: 'Call ended' };

/**
 * What the customer's phone shows while a call is under way.
 * @param {{ showProblem: (problem: string | null) => void }} page
 */
export function createCallScreen({ showProblem }) {
  const screen = find('call-screen', HTMLElement);
  const chat = find('chat', HTMLElement);
  const timer = find('call-timer', HTMLElement);
  const progress = find('ring-progress', SVGCircleElement);
  const hint = find('call-hint', HTMLElement);
  const keypad = find('keypad', HTMLFieldSetElement);
  const toggleKeypad = find('toggle-keypad', HTMLButtonElement);
  const hangUp = find('hang-up', HTMLButtonElement);
  const leaveMessage = find('leave-message', HTMLButtonElement);
  const callButton = find('call', HTMLButtonElement);
  const arrived = find('banner-text', HTMLElement);

  /** @type {{ call: CallView, ringSeconds: number, rings: boolean } | null} */
  let current = null;
  let keypadWanted = false;

  for (const digit of digits) {
    const key = make('button', { text: digit, attributes: { type: 'button', 'aria-label': `Key ${digit}` } });
    key.addEventListener('click', async () => showProblem(await perform('caller-key', { digit })));
    keypad.append(key);
  }
  hangUp.addEventListener('click', async () => showProblem(await perform('hang-up')));
  leaveMessage.addEventListener('click', async () => {
    leaveMessage.disabled = true;
    showProblem(await perform('leave-message'));
  });
  toggleKeypad.addEventListener('click', () => {
    keypadWanted = !keypadWanted;
    showKeypad();
  });

  function showKeypad() {
    const pickedUp = current?.call.phase === 'greeting' || current?.call.phase === 'talking';
    const asked = pickedUp && /\b(press|presione) [0-9*#]/i.test(current?.call.hears ?? '');
    keypad.hidden = !pickedUp || !(asked || keypadWanted);
    toggleKeypad.hidden = !pickedUp;
    toggleKeypad.setAttribute('aria-expanded', String(!keypad.hidden));
  }

  function tick() {
    if (!current) return;
    const { call, ringSeconds, rings } = current;
    const from = Date.parse(call.phase === 'ringing' ? call.startedAt : (call.answeredAt ?? call.startedAt));
    const seconds = (now() - from) / 1000;
    setText(timer, formatSeconds(seconds));
    const share = call.phase === 'ringing' && rings ? Math.min(1, seconds / ringSeconds) : 0;
    progress.style.strokeDashoffset = String(100 - share * 100);
    setText(hint, hintFor(call, { seconds, ringSeconds, rings }));
  }
  setInterval(tick, 250);

  return {
    /** @param {PhoneSnapshot} snapshot */
    show({ business, calls, texts, callers }) {
      const call = calls.findLast(({ phase }) => phase !== 'over');
      const line = business.lines.find(({ number }) => number === call?.line);
      const wasOpen = !screen.hidden;
      current = call ? { call, ringSeconds: line?.ringSeconds ?? 0, rings: line?.rings ?? false } : null;
      if (!call) {
        screen.hidden = true;
        chat.inert = false;
        keypadWanted = false;
        leaveMessage.disabled = false;
        if (wasOpen) callButton.focus({ preventScroll: true });
        return;
      }
      screen.dataset.phase = call.phase;
      setText(find('call-name', HTMLElement), business.name);
      setText(find('call-avatar', HTMLElement), initials(business.name));
      setText(find('call-phase', HTMLElement), phaseWords[call.phase]);
      const caption = call.phase === 'talking' ? '' : (call.hears ?? '');
      setText(find('captions', HTMLElement), caption.startsWith('(') ? caption : caption && `“${caption}”`);
      leaveMessage.hidden = call.phase !== 'greeting';

      const during = texts.findLast(
        (text) => text.from === 'business' && text.callerId === call.callerId && text.at >= call.startedAt,
      );
      arrived.hidden = !during;
      setText(find('banner-text-from', HTMLElement), business.name);
      setText(find('banner-text-body', HTMLElement), during?.body ?? '');

      const who = callers.find(({ id }) => id === call.callerId)?.label ?? '';
      screen.setAttribute('aria-label', `Call of ${who} to ${business.name}`);
      screen.hidden = false;
      chat.inert = true;
      showKeypad();
      tick();
      if (!wasOpen) hangUp.focus({ preventScroll: true });
    },
  };
}

/**
 * @param {CallView} call
 * @param {{ seconds: number, ringSeconds: number, rings: boolean }} ring
 */
function hintFor(call, { seconds, ringSeconds, rings }) {
  if (call.phase === 'greeting') return 'Listen, leave a message, or hang up.';
  if (call.phase !== 'ringing' || !rings) return '';
  if (seconds < leastRingSeconds)
    return `Hang up within ${leastRingSeconds} seconds and nobody is texted; “Why” tells the reason.`;
  const left = Math.ceil(ringSeconds - seconds);
  return left > 0 ? `Let it ring out (${left} s), or hang up now.` : 'Nobody picks up.';
}
