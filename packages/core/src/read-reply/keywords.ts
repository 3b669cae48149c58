/** Words that mean something only when they are the whole message, as carriers read them. */

/** The per-se words of 47 CFR 64.1200(a)(10), those of the carriers, and what people write instead. */
const optOut = new Set([
  ...['stop', 'stopall', 'stop all', 'unsubscribe', 'unsub', 'cancel', 'end', 'quit', 'revoke', 'optout'],
  ...['opt out', 'remove', 'remove me', 'stop it', 'stop this', 'stop texting', 'stop messaging'],
  ...['alto', 'parar', 'pare', 'para', 'basta', 'cancelar', 'detener', 'terminar', 'fin', 'salir', 'baja'],
  ...['eliminar', 'quitar', 'no mas', 'detenga', 'borrar', 'desuscribir', 'anular'],
  ...['arret', 'arreter', 'arretez', 'desabonner', 'desabonnement', 'desinscrire', 'annuler', 'supprimer'],
  ...[
    'retirer',
    'stopsign',
    'cease',
    'delete',
    'delete me',
    'end all',
    'cancel all',
    'no more',
    'nomore',
    'end texts',
    'end text',
    'erase me',
    'take me off',
    'get me off',
    'cancel me',
    'off',
  ],
]);
const optIn = new Set(['start', 'unstop', 'iniciar', 'comenzar', 'empezar', 'commencer', 'debuter']);
const help = new Set(['help', 'info', 'ayuda', 'aide', 'help me', 'informacion']);

const courtesies = new Set([
  ...['please', 'pls', 'plz', 'plse', 'now', 'already', 'thanks', 'thank', 'you', 'thx', 'ty', 'ok', 'okay'],
  ...['por', 'favor', 'porfavor', 'porfa', 'gracias', 'merci', 'svp', 'ya'],
  ...['sir', 'immediately', 'asap', 'just', 'fucking', 'kindly', 'thumb'],
]);

export type Keyword = { readonly intent: 'opt_out' | 'opt_in' | 'help'; readonly word: string };

/**
 * The keyword that the whole message is, with or without a "please", said once or several times; null when it is none.
 * `words` as the person typed them, without accents and marks.
 */
export function readKeyword(words: readonly string[]): Keyword | null {
  if (words.length === 0 || words.length > 8) return null;
  const bare = words.filter((word) => !courtesies.has(word));
  const once = [...new Set(bare)];
  const word = (once.length === 1 ? once : bare).join(' ');
  if (optOut.has(word)) return { intent: 'opt_out', word: word === 'stopsign' ? '🛑' : word };
  if (optIn.has(word)) return { intent: 'opt_in', word };
  if (help.has(word)) return { intent: 'help', word };
  const joined = bare.join('');
  if (bare.length > 1 && (joined === 'stop' || joined === 'unsubscribe')) {
    return { intent: 'opt_out', word: joined };
  }
  return null;
}
