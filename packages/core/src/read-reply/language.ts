/** English, Spanish or French. */
export type ReplyLanguage = 'en' | 'es' | 'fr';

const spanish =
  'el la los las que de del por favor porfa necesito quiero gracias hola mi mis esta estan estoy cuanto cuesta una un con se lo le les su sus ya mas numero equivocado soy ayuda iniciar comenzar es para hay tengo tiene puede pueden cuando donde como aqui muy bien si manana hoy agua luz casa bano bebe emergencia urgente alto parar pare basta cancelar detener terminar salir baja eliminar quitar fin nada nadie nunca jamas usted ustedes cita presion arbol bajo mama fuera interesa interesado quien va voy al llame llamen escriban manden mensajes textos borre dejen deje paren deme borren marque dieron di yo porque pero insistan escribir vuelvan contactarme desuscribirme texteen moleste molesten porfavor conozco ningun ninguna tubo sotano en claro buenas dias tardes ke xfa salgo adelante';
const french =
  'le les je j vous nous moi est une un pour merci bonjour arret arretez arreter desabonner desabonnez aide besoin contactez ne plus oui non de du des d l la m c ce ca pas mon ma mes votre vos et au avec suis ai avez etes s il y qui que quoi combien svp chez dans sur faux mauvais numero rappelez laissez lachez par erreur toilette eau urgent tres fait desole ici retirez enlevez supprimez interesse cessez textos va chier deja parfait tuyau degat facture fuite robinet coule desabonne desinscription stopper arrete cesser toute rappeler pouvez veuillez';
const english =
  'the a i you my is to and can please stop it call need how what text thanks hi hello yes in for of this your not do was at we that have are be if with who wrong number sorry u im dont out off ok just take remove texts info';

const [speaksSpanish, speaksFrench, speaksEnglish] = [1, 2, 4];
const languagesOf = new Map<string, number>();
for (const [language, list] of [
  [speaksSpanish, spanish],
  [speaksFrench, french],
  [speaksEnglish, english],
] as const) {
  for (const word of list.split(' ')) languagesOf.set(word, (languagesOf.get(word) ?? 0) | language);
}

const hasSign = /[^\0-\x7f]|'/;

/** A guess from everyday words; where they say nothing, the language of our last text; else English. */
export function guessLanguage(typed: readonly string[], text: string, lastOutbound?: string): ReplyLanguage {
  const guess = speaksFor(typed, text);
  if (guess !== null) return guess;
  return (
    (lastOutbound && speaksFor(lastOutbound.toLowerCase().match(/\p{L}+/gu) ?? [], lastOutbound)) || 'en'
  );
}

/** Null when no language has more to show than the others. */
function speaksFor(typed: readonly string[], text: string): ReplyLanguage | null {
  const signs = hasSign.test(text);
  let [es, fr, en] = [
    signs && /[ñ¿¡]/u.test(text) ? 1 : 0,
    signs && /[çêèàùôîœ]|\b[cdjlmnst]['’][aeiouhéê]/iu.test(text) ? 1 : 0,
    0,
  ];
  for (const word of typed) {
    const languages = languagesOf.get(word);
    if (languages === undefined) continue;
    if (languages & speaksSpanish) es += 1;
    if (languages & speaksFrench) fr += 1;
    if (languages & speaksEnglish) en += 1;
  }
  if (fr === 0 && ((signs && /[áíóú]/iu.test(text)) || isSpanishNo(typed))) es += 1;
  if (en > 0 && en >= es && en >= fr) return 'en';
  if (es > fr) return 'es';
  if (fr > es) return 'fr';
  return es > 0 ? 'es' : null;
}

/** "No me", "no nos", "ya no": each word might be another language's. */
function isSpanishNo(typed: readonly string[]): boolean {
  const no = typed.indexOf('no');
  return no >= 0 && (typed[no + 1] === 'me' || typed[no + 1] === 'nos' || typed[no - 1] === 'ya');
}
