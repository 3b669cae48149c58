/** Words that mean something only when they are the whole message. All in normalised form. */

/** The per-se words of 47 CFR 64.1200(a)(10), those of the carriers, and what people write instead. */
const optOut = new Set([
  ...['stop', 'stopall', 'stop all', 'unsubscribe', 'unsub', 'cancel', 'end', 'quit', 'revoke', 'optout'],
  ...['opt out', 'remove', 'remove me', 'stop it', 'stop this', 'stop texting', 'stop messaging'],
  ...['alto', 'parar', 'pare', 'para', 'basta', 'cancelar', 'detener', 'terminar', 'fin', 'salir', 'baja'],
  ...['eliminar', 'quitar', 'no mas'],
  ...['arret', 'arreter', 'arretez', 'desabonner', 'desabonnement', 'desinscrire'],
]);

const optIn = new Set(['start', 'unstop', 'iniciar', 'comenzar']);
const help = new Set(['help', 'info', 'ayuda', 'aide']);
const yes = new Set(['yes', 'si', 'oui']);

const courtesies =
  /^(?:please|pls|plz|por favor|sil vous plait) | (?:please|pls|plz|now|already|thanks|thank you|thx|por favor|gracias|merci)$/g;

/** Words one slip away from "stop" that people mean. */
const notStop = new Set(['shop', 'step', 'slop', 'atop', 'stoop', 'stomp', 'strop', 'swop', 'stow']);

/** A stop sign or a raised hand, in whatever skin colour and however often. */
const stopSigns = /^(?:(?:🛑|✋)(?:\u{FE0F}|[\u{1F3FB}-\u{1F3FF}])?\s*)+$/u;

export type Keyword = { readonly intent: 'opt_out' | 'opt_in' | 'help' | 'yes'; readonly word: string };

/** The keyword that the whole message is, with or without a "please" or a signature; null when it is none. */
export function readKeyword(raw: string, normalised: string): Keyword | null {
  if (stopSigns.test(raw.trim())) return { intent: 'opt_out', word: raw.trim() };
  const word = normalised.replace(courtesies, '').replace(courtesies, '');
  if (optOut.has(word)) return { intent: 'opt_out', word };
  if (optIn.has(word)) return { intent: 'opt_in', word };
  if (help.has(word)) return { intent: 'help', word };
  if (yes.has(word)) return { intent: 'yes', word };
  const signed = /^\s*(stop|unsubscribe|alto)\s*[-–—,.!:]+\s*(?!by\b)\p{L}+(?:\s+\p{L}+)?\W*$/iu.exec(raw);
  if (signed?.[1]) return { intent: 'opt_out', word: signed[1].toLowerCase() };
  return isMisspeltStop(word) ? { intent: 'opt_out', word: 'stop' } : null;
}

/** "s top", "stpo", "stopp", "unsubscribe" with one slip. */
function isMisspeltStop(word: string): boolean {
  const joined = word.replaceAll(' ', '');
  if (joined === 'stop' || joined === 'unsubscribe') return true;
  if (word.includes(' ') || word.length < 4 || notStop.has(word)) return false;
  return isOneSlipFrom('stop', word) || isOneSlipFrom('unsubscribe', word);
}

/** One letter added, left out, changed, or swapped with its neighbour. */
function isOneSlipFrom(word: string, written: string): boolean {
  if (Math.abs(word.length - written.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === written[at]) at += 1;
  const [restOfWord, restOfWritten] = [word.slice(at), written.slice(at)];
  return (
    restOfWord.slice(1) === restOfWritten.slice(1) ||
    restOfWord === restOfWritten.slice(1) ||
    restOfWord.slice(1) === restOfWritten ||
    (restOfWord.slice(2) === restOfWritten.slice(2) &&
      restOfWord[0] === restOfWritten[1] &&
      restOfWord[1] === restOfWritten[0])
  );
}
