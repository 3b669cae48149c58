/** Spanish words by what they do; verbs are told by their stems, as their endings matter little here. */
export const spanish: Readonly<Record<string, string>> = {
  ESSTOP:
    'pare paren parele parenle pares dejen deje deja dejes detengan detenga detengase detenganse dejense cesen cese suspendan suspenda terminen',
  MAS: 'mas nomas nunca',
  ESLIST: 'lista listas sistema registro registros directorio',
  NUM: 'numero numeros telefono tel cel celular nombre datos contacto',
  ESMY: 'mi mis nuestro nuestros',
  QUIERO: 'quiero quiera queremos deseo quisiera kiero quiere quieren',
  SOY: 'soy somos',
  EQUIVOCADO:
    'equivocado equivocada equivocados equivocaron equivoco equivoque equivocando ekivocado ekivoco equibocado equivocaste confundido confundiendo confundio erroneo errado',
  HOLA: 'hola buenas buenos',
};

/** Stem → what it is; the first that fits wins. */
export const spanishStems: readonly (readonly [string, RegExp])[] = [
  [
    'MSG',
    /^(?:mensaje|mensaj|msj|mjs|mensag|textos|texto$|promocion|publicidad|anuncio|notificacion|recordatorio)/,
  ],
  [
    'WRITE',
    /^(?:escrib|escriv|mand[aeo]|mandan|envi[aeo]|text?e[eo]|contact[aeo]|molest|acos|fastidi|insist|busquen|jod[ae]|chingar|chingand|fregar|fregand)/,
  ],
  ['PHONE', /^(?:llam[aeoi]|llame|marqu|marco$|marca|hablen$|hable(?:n|me|nme)$)/],
  ['ESREMOVE', /^(?:quit[ae]|quitar|saqu|sacar|saca|borr|elimin|remuev|retir[ae])/],
  ['ESBAJA', /^(?:desuscri|dessuscri|desinscri|desafili)/],
];

export const spanishSkipped =
  'favor porfa porfavor xfa xfavor porfis ya señor señora senor senora joven oiga oigan';

export const spanishTargets =
  'mensajes escriban molesten equivocado numero quiero lista contacten manden emergencia inundado tuberia calefaccion urgente interesa';

export const spanishRealWords = 'fista mantel mandel numerous listo listen';
