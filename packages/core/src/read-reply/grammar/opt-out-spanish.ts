import { end, type Rule, rule, start } from '../rule.ts';

const write = '(?:WRITE|MSG|PHONE|CONTACT|MSG|moleste\\S*|hablar\\S*|texto\\S*|comunicar\\S*)';
const msg = '(?:MSG|MSG|MSG|correos?|PHONE|llamadas?|SPAM|sms|promociones|nada)';
/** Limits: "antes de las 9", "mientras trabajo". */
const limits = [
  '(?:\\S+ ){0,2}?(?:antes|despues|hasta|mientras|durante|cuando|si|entre|tan (?:tarde|temprano)|de noche|los domingos|al trabajo|ahorita|todavia)',
];
/** "No me llame, mándeme texto": asks for texts. */
const textsWanted = '[|,] (?:mejor |pero |solo |un |por )*(?:WRITE|MSG)(?: (?:me|MSG))?(?= [|,] (?!no |ni ))';
const notOurs = ['(?:el|la|los|las|mi|su|un|una|ESMY) (?!MSG|NUM|MSG)\\S+'];

export const optOutSpanish: readonly Rule[] = [
  rule(
    'asks us to stop',
    [
      `(?:ESSTOP|dejar|parar|para|detener|deja|pueden dejar|puede dejar) (?:ya )?(?:de|con|en|d)(?: (?:estar|seguir|andar|una vez))*(?: (?:los?|las?|sus|tus|tanto|tantos|tantas|esos|estos))? ?(?:${write}|${msg})`,
      `(?:que|quiero que|necesito que|pido que|pedi que|dije que|digo que|QUIERO que|favor de|ESSTOP) (?:\\S+ )?(?:no|paren|ESSTOP)(?: (?:me|nos|MAS|mandarme|vuelvan a|sigan|vuelva a))* (?:${write}|ESSTOP)`,
      `${start}(?:(?:ok|no|MAS|por|que|hola|gracias|le dije que|les dije que|dije|digo|HOLA|bueno|y) ){0,2}(?:ESSTOP|alto|basta|STOP|parar)(?: (?:ESSTOP|alto|basta|STOP|gracias|eso|esto|MAS|ahora|por|todo|inmediatamente|con esto|con eso|en serio|pues|me tienen harto|me tienen harta|me tiene hart[oa]|thanks|now|NAME|ahorita|aqui))*${end}`,
      `basta (?:de|con|MAS)`,
      `(?:cansad|hart|fastidiad|molest)\\S*(?: \\S+){0,3} (?:MSG|WRITE|ustedes)|(?:nadie|quien) (?:les|le|te|los) (?:pidio|dijo|dio|mando|autorizo)(?: \\S+){0,3} (?:WRITE|MSG|NUM|PHONE|permiso)|(?:me|nos) (?:estan?|anda|andan|siguen|tienen hart\\S*) ?(?:\\S+ )?(?:WRITE|MSG)|(?:salir(?:me)?|sacar(?:me)?|fuera) de (?:la|su|esta|esa|sus|tu) (?:ESLIST|LIST)|que me (?:ESREMOVE|saquen|quiten|borren)|(?:no )?gracias (?:[|,] )?no${end}`,
      `(?:no )?(?:insist\\S*|sig(?:an|a|as) (?:con|mand|WRITE|PHONE))`,
      `(?:como|donde) (?:me |le |puedo |hago |para |se |le hago para )*(?:ESBAJA|dejo de|cancelo|doy de baja|salgo|salir|dar(?:me|nos)? de baja|para que no|parar|detener|ESREMOVE|quito)`,
    ],
    {
      unlessBefore: ['(?:no|MAS)(?: \\S+)?', 'para que'],
      unlessAfter: [
        '(?:el|la) (?:agua|fuga|ruido|goteo|dolor|sangrado)',
        'de (?:funcionar|gotear|salir|sangrar|trabajar|servir|doler|enfriar|calentar)',
        ...notOurs,
      ],
    },
  ),
  rule(
    'forbids us to text',
    [
      `(?:no|MAS)(?: (?:MAS|por|quiero que|deseo que|se les ocurra|vuelvan a|vuelva a|vuelvas a|le|sigan|siga|sigas|se atrevan a|quiero|QUIERO|que|ustedes|usted|intenten))* (?:me|nos|a este|este NUM)(?: (?:vuelvan? a|vuelvas a|este(?:n|s)?|anden?|sigan|siga|sigas|MAS|quiten))* (?:${write})`,
      `(?:no|MAS) (?:vuelvan? a |vuelvas a |sigan |siga |sigas |quiero que |QUIERO que (?:me |nos )?)?(?:WRITE|escrib\\S+|mandes|manden|mande|envien|envie|hablen)(?: (?:MAS|MSG|a este|MSG|nada|me|tantos|aqui|ni)|${end})`,
      `no (?:me )?(?:WRITE|PHONE)(?: ni (?:me )?(?:WRITE|PHONE|MSG))+`,
      `(?:no|MAS|tampoco) (?:QUIERO|queremos|acepto|necesito|ocupo|deseo|autorizo|me interesa|me gustaria|quisiera|pedi|solicite|pido)(?: (?:MAS|que|me|nos|recibir|tener|ver|saber|de|ustedes|sus|tus|estos|esos|los|seguir|recibiendo|ni|un|oir|por|este|medio|ser|se|esten|otro|otros|aceptar|mas de|ningun|ninguna|tantos|estar|comuniquen|sus))* (?:${msg}|${write}|contactad[oa]|ustedes|LIST|comuniquen|molestad[oa])`,
      `(?:no|ni|ya) MAS ?(?:de )?(?:sus |estos |esos |los |tus )?(?:${msg})|(?:no|ni) (?:un|otro) (?:${msg})(?: MAS)?|${start}no MAS${end}|${start}no (?:MSG|MSG|MSG)(?: \\S+){0,2}${end}|MAS ${msg} no`,
      `(?:ya )?no (?:QUIERO|queremos) (?:MAS|saber|nada)(?: (?:de|con|nada|ustedes|MAS|esto))*${end}`,
      `(?:prefiero|prefiere|mejor) (?:no|que no) (?:\\S+ ){0,3}(?:${write}|${msg})`,
    ],
    {
      unlessBefore: [
        '(?:que|porque|todavia|aun|ustedes|ellos|nadie|si|cuando|pero)',
        '(?:tecnico|plomero|seguro|nadie|ellos)',
      ],
      unlessAfter: [
        ...limits,
        '(?:el|la|los) (?!MSG|MSG|NUM)(?:presupuesto|factura|direccion|cotizacion|precio|ubicacion|recibo|confirmacion|informacion|foto|fotos|plomero|tecnico|pieza|agua)',
        'presupuesto|cotizacion|factura',
      ],
      unless: [
        `no (?:me )?PHONE ${textsWanted}`,
        'no me (?:mandaron|enviaron|escribieron|contactaron|llamaron|llamo|mando|envio|han|devolvieron|contestaron|marcaron|hablaron)',
      ],
    },
  ),
  rule(
    'asks to be taken off the list',
    [
      `(?:ESREMOVE|quite\\S*|sacar\\S*|borrar\\S*|elimin\\S*)(?: (?:me|mi|mis|ESMY|este|el|NUM|nos|por|de|MAS|mi NUM|a mi))* ?(?:(?:de )?(?:esa|esta|la|su|sus|tu|todas? las?) (?:ESLIST|LIST)|NUM|ESLIST|LIST|ahi|aqui|su|sus)(?: \\S+)?`,
      `${start}(?:\\S+ ){0,2}(?:quite(?:n)?me|quitame|saque(?:n)?me|sacame|borre(?:n)?me|borrame|elimine(?:n)?me|eliminame|remueva(?:n)?me|retire(?:n)?me)(?: \\S+){0,4}?(?= (?:de|[|,]|por|ya|ahora|MAS|ESLIST))`,
      `(?:dar\\S*|de|deme|denme|doy|dame|darnos|dese|quiero|darse|dar) (?:me )?(?:de )?(?:la )?baja|de baja|ESBAJA|(?:cancel\\S+|anul\\S+|termin\\S+) (?:\\S+ )?(?:suscripcion|subscripcion|MSG|MSG|todos? los? MSG)|olvid\\S+ (?:de )?(?:mi|ESMY|este|ese) NUM|pierda(?:n)? (?:mi|ESMY) NUM`,
    ],
    {
      unlessBefore: ['no(?: (?:me|nos|lo|la))?', 'me dieron', 'la', 'piso', 'planta', 'parte', 'mas'],
      unlessAfter: [
        'presion',
        '(?:de la|del) (?:cita|agenda|calendario|arbol|pared|muela)',
        'calidad',
        'mi cita',
      ],
    },
  ),
  rule(
    'wants to be left alone',
    [
      `(?:dejen?me|dejame|dejeme|dejenme|dejarme|dejen?nos|dejes|dejen|deje|ESSTOP|dejenos|dejennos) (?:(?:me|ya|vivir|de una vez|por|a mi|MAS) )*(?:en paz|tranquil[oa]s?|vivir|solo|sola)`,
      `en paz${end}`,
      `(?:dejenme|dejeme|dejame|ya dejen|alejense|alejate)(?: ya)?${end}`,
      `(?:vayan?se|vete|larguen?se|largate|vayanse|vaya) (?:a|al|de|ya|a la|por)(?: \\S+)*?${end}|ching\\S+ (?:a )?(?:tu|su|madre)|(?:pinche|pinches) (?:\\S+ )?(?:spam|acos\\S+|MSG)|no (?:chingu\\S+|jod\\S+|mame\\S+|frieg\\S+|molest\\S+|esten? WRITE)|que (?:no )?(?:frieg\\S+|molest\\S+|fastidi\\S+|pesad[oa]s?)${end}|a la (?:mierda|chingada|verga)`,
    ],
    { unlessBefore: ['se fue', 'se va'] },
  ),
  rule('says they never agreed to this', [
    '(?:no|MAS|nunca) (?:pedi|solicite|pedimos|he pedido|les pedi|hemos pedido)(?: \\S+){0,3}',
    '(?:no|MAS|jamas|tampoco|nunca|sin)(?: (?:les|le|te|yo|he|di|dimos|haber|tienen|tiene|hemos|dado|su|mi|ESMY|doy|me|mi NUM|autorizo|ni))* (?:permiso|consentimiento|autorizacion|autoric\\S+|autorizado|suscrib\\S+|suscrit[oa]|inscrib\\S+|inscrit[oa]|registr\\S+|anote|apunte|di (?:ESMY|mi|este|el) NUM)',
    '(?:no|MAS|nunca) (?:les? |te )?(?:di|he dado|dimos|dado) (?:\\S+ )?(?:NUM|permiso|consentimiento)',
    '(?:retiro|revoco|retirar|revocar|cancelo)(?: \\S+){0,2} (?:consentimiento|permiso|autorizacion)',
  ]),
  rule(
    'calls it spam or blocks us',
    [
      `(?:esto|eso|ustedes|ya|es|son|puro|pura|que)(?: (?:ya|es|son|un|una|puro|pura|me parece|esta))* (?:SPAM|WRITE|acoso|estafa|fraude|hostigamiento|basura)(?= [|,] )|(?:SPAM|MSG) (?:basura|no deseados?)`,
      '(?:voy a|los|lo|las|la|te|le|les|vamos a|ya|hare|pondre|si)(?: (?:voy|a|los|lo|te|ya|estoy|una|les|le))* (?:report\\S+|denunci\\S+|demand\\S+|bloque\\S+|REPORT|BLOCK|queja)(?! (?:el|la|una) (?:fuga|agua|robo|accidente|lavabo|desague))|(?:reportad|bloquead|denunciad)[oa]s?',
      'registro (?:de )?no llamar',
    ],
    {
      unlessBefore: [
        '(?:esta|estan|quedo|tengo|drenaje|baño|bano|inodoro|fregadero|lavabo|tubo|desague)(?: \\S+)?',
        'creia que|pense que|pensaba que',
      ],
      unlessAfter: ['a mi', 'fuga', 'el', 'la', 'una', 'un'],
    },
  ),
  rule(
    'is not interested',
    [
      'no (?:me |nos )?(?:interesa\\S*|estoy interesad[oa]|tengo interes|estamos interesados|interesad[oa])',
      `${start}no interesad[oa]`,
    ],
    {
      unless: ['pero (?:si|me|quiero|QUIERO|necesito|interes|el|la)', 'sino', 'solo', 'encontre', 'consegui'],
      unlessAfter: ['(?:el|la|un|una|los|las) \\S+ (?:pero|sino)', 'financ\\S+'],
    },
  ),
];
