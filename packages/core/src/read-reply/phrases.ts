/** What people say in sentences. All patterns run on the normalised text. */

/** Not "don't stop texting me". */
const notNegated = '(?<!\\b(?:dont|do not|didnt|never|not|please dont) )';

export const optOutPhrases: readonly RegExp[] = [
  new RegExp(
    `${notNegated}\\b(?:stop|quit) (?:texting|txting|messaging|contacting|bothering|spamming|harassing|calling|writing)(?: (?:me|us))?\\b`,
  ),
  new RegExp(`${notNegated}\\bstop sending (?:me|us|these|texts|messages)\\b`),
  /\b(?:please|pls|plz) stop(?:$| (?:this|these|now|already|it$|thanks|thank you))/,
  /\bstop (?:all|these|the|your) (?:texts|messages|txts|sms)\b/,
  /\b(?:dont|do not|never) (?:ever )?(?:text|txt|message|msg|contact|sms) (?:me|us|this number|here)\b/,
  // "don't call me before nine" is an answer, not a refusal.
  /\b(?:dont|do not|never) (?:ever )?call (?:me|us|this number|here)(?:$| (?:again|anymore|any more|ever))/,
  /\bno more (?:texts?|messages?|msgs|txts|sms)\b/,
  /\b(?:take|get) me off (?:of )?(?:your|the|this|ur)(?: \w+)? list\b/,
  /\bremove (?:me (?:from|off)|my (?:number|name|phone|info))\b/,
  /\b(?:delete|lose|erase|forget) my (?:phone )?number\b/,
  /\bleave me alone\b/,
  /\bnot interested (?:please )?stop\b/,
  /\bi (?:didnt|did not|never) (?:sign(?:ed)? up|consent(?:ed)?|subscribed?|opt(?:ed)? in|agreed? to (?:this|these|texts))\b/,
  /\bthis is spam\b/,
  /\breport(?:ing|ed)? (?:you|this (?:number|as spam)|as spam)\b/,
  /\brevoke (?:my )?consent\b/,
  new RegExp(`${notNegated}\\bunsubscribe\\b`),
  /\b(?:opt me out|(?:want|like|wish|need) to opt out|opting out)\b/,
  /\b(?:fuck (?:off|you|u)|piss off|go to hell)\b/,
  /\bno mas (?:mensajes|textos|sms)\b/,
  /\b(?:ya )?no me (?:escriban?|escribas|molesten?|molestes|manden?|mandes|envien?|envies|contacten?|contactes)\b/,
  /\b(?:quiteme|quitenme|quitame|saquenme|saqueme|sacame|borreme) de (?:la|su|tu|esta) lista\b/,
  /\b(?:dejen?|deja) de (?:enviar|mandar|escribir|molestar|contactar)(?:me|nos)?\b/,
  /\b(?:borren?|eliminen?|quiten?) mi numero\b/,
  /\b(?:dar(?:me|nos)?|deme|denme) de baja\b/,
  /\b(?:des?abonne(?:z|r)? moi|me des?abonner|ne me contactez plus|ne mecrivez plus|arretez de|retirez moi|plus de (?:messages|textos))\b/,
];

export const wrongNumberPhrases: readonly RegExp[] = [
  /\bwrong (?:number|person|phone|num)\b/,
  /\bwho is this i (?:didnt|did not|never) call\b/,
  /\bi (?:never|didnt|did not) call(?:ed)?(?: (?:you|u|this number|anyone|anybody|your))?\b(?! back)/,
  /\b(?:numero|persona) equivocad[oa]\b/,
  /\bse equivoco de (?:numero|persona)\b/,
  /^(?:yo )?no soy \p{L}+$/u,
  /\b(?:mauvais|faux) numero\b/,
];

export const lifePhrases: readonly RegExp[] = [
  /\b(?:smell(?:s|ing)?(?: (?:like|of))?(?: a)? gas|gas (?:leak|smell))\b/,
  /\b(?:carbon monoxide|co (?:alarm|detector) (?:is )?(?:going off|beeping))\b/,
  /\b(?:not|isnt|cant|cannot|trouble|difficulty|stopped) breath(?:e|ing)\b/,
  /\b(?:chest pain|heart attack|unconscious|overdose|seizure|electrocuted|suicid\w*)\b/,
  /\bbleeding (?:badly|heavily|a lot|wont stop|and wont stop|that wont stop)\b/,
  /\b(?:house|building|kitchen|it|roof|outlet|panel) (?:is )?on fire\b|\bhouse fire\b/,
  /\b(?:huele a gas|fuga de gas|no respira|incendio|inconsciente)\b/,
  /\b(?:odeur de gaz|fuite de gaz|incendie)\b/,
];

export const tradePhrases: readonly RegExp[] = [
  /\b(?:flood(?:ed|ing)?|burst|gushing|overflow(?:ing|ed)?|sewage|water everywhere)\b/,
  /\b(?:leak(?:s|ing)? (?:badly|everywhere|through|all over)|ceiling (?:is )?leaking|water (?:is )?(?:pouring|coming through))\b/,
  /\b(?:no heat|no power|no hot water|power is out|sparks?|sparking|locked out|stranded|knocked out)\b/,
  /\b(?:emergency|urgent|urgently)\b/,
  /\b(?:emergencia|urgente|inundacion|inundad[oa]|tuberia rota|sin calefaccion)\b/,
  /\b(?:urgence|inondation|degat deau)\b/,
];

export const bookingPhrases: readonly RegExp[] = [
  /\b(?:book|schedule|reschedule|appointment|appt|availability|available|come out|stop by|come by|opening)\b/,
  /\b(?:cita|agendar|reservar|disponible|disponibilidad)\b/,
  /\b(?:rendez vous|reserver)\b/,
];

export const pricePhrases: readonly RegExp[] = [
  /\b(?:how much|price|prices|pricing|cost|costs|quote|estimate|rates)\b/,
  /\b(?:cuanto (?:cuesta|cobran|sale|vale)|precio|presupuesto|cotizacion)\b/,
  /\b(?:combien|prix|devis)\b/,
];

export const callbackPhrases: readonly RegExp[] = [
  /\b(?:call|ring|phone) (?:me|us)\b/,
  /\b(?:call(?:ing)? back|callback|give (?:me|us) a call)\b/,
  /\b(?:llameme|llamenme|llamame|me (?:puede|pueden) llamar)\b/,
  /\b(?:rappelez moi|appelez moi)\b/,
];

export const thanksPhrases: readonly RegExp[] = [
  /^(?:ok |okay |great |perfect |all good |got it )?(?:thanks|thank you|thx|ty|thanks so much|thank you so much)$/,
  /^(?:ok|okay|never ?mind|all (?:set|good)|no worries|no longer needed|got it)(?: (?:thanks|thank you|thx))?$/,
  /^(?:ok )?(?:muchas )?gracias$/,
  /^merci(?: beaucoup)?$/,
];

/** The words that the first pattern to match found; null when none does. */
export function firstMatch(patterns: readonly RegExp[], normalised: string): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(normalised);
    if (match) return match[0];
  }
  return null;
}
