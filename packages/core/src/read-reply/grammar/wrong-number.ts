import { end, type Rule, rule, start } from '../rule.ts';

const calledYou =
  '(?:CALL|CALLED|dial|ring|CONTACT|CONTACTED|MSG|MSGED|SEND|tried to CALL|try to CALL|reach out to|reached out to)';
/** "I never called the insurance" is about somebody else; "I didn't call you back" is about us. */
const ofUs = `(?: (?:you|your \\S+|anyone|any(?: \\S+)?|this(?: \\S+)?|that NUM|there|nobody|about|today|for|from|a|an|NAME|in|so|and|at all|or|who|no one|no|but you|that|on|ever|with|of|again)|${end})`;
/** Who dialled wrong before means us this time; who did call was not mistaken. */
const meantUs = [
  '(?:trying|CALL|CONTACT|MSG)(?: \\S+)? again',
  '(?:i|we) (?:did|do|just) CALL',
  'tried (?:you|your \\S+) first',
];
const aRelative = '(?:kid|kids|MY (?:kid|kids|husband|wife|mom|grandma|little one|\\d \\S+ old|\\S+ kid))';

const english: readonly Rule[] = [
  rule(
    'says it is a wrong number',
    [
      'WRONG (?:NUM|person|guy|dude|man|lady|woman|girl|one|contact|recipient|gal|fella|individual|party|family|boy|human|customer|client|place)',
      `${start}WRONG${end}`,
      `(?:NOT|is NOT|no longer) (?:the |MY |his |her |their |NAME |a )?(?:right|correct|good|valid|same) (?:NUM|person|one|guy|contact|man|lady|woman|place)`,
      `(?:incorrect|mistaken) (?:NUM|person|identity)`,
      `(?:have|got|has|are|is) me (?:confused|mixed|mistaken)|(?:confused|confusing|mistaken|mixing) me (?:with|for|up)|mistaken me`,
      `(?:you|think you|must) (?:is|have|must be|must have)(?: the)? (?:mistaken|confused)${end}`,
      `(?:meant|intended|looking|searching|must be|for) for (?:someone else|another person|a different (?:person|NUM))|(?:want|looking for|trying to reach|after|need|reached) someone else|(?:meant|intended) for (?:NAME|someone|another|MY \\S+|him|her|them)`,
      `MSG (?:is |was )?(?:NOT )(?:for|meant for) me`,
      `(?:it|that|he|she) (?:is|was) NOT (?:me|us)${end}|NOT who you(?:r| is| are)?(?: \\S+)? (?:looking|think|want|need|trying|after)|must (?:have been|be) (?:someone else|a mistake)|you want is NOT me|who(?:m)?ever you (?:want|need|is|think)`,
    ],
    {
      unlessBefore: [
        '(?:i|we)(?: \\S+)? (?:gave|give|put|typed|wrote|entered|left|have|had|got|listed|dial|provided)(?: \\S+){0,2}',
        'is (?:this|it)',
        '(?:gave|give|giving|quoted|quote|invoice|form|website|site|bill|google|paperwork)(?: \\S+){0,3}',
        '(?:NOT|if)(?: \\S+)?(?: the)?',
        '(?:what|something|anything) (?:is|was)?',
        'have (?:the|MY)?(?= WRONG NUM (?:on|for))',
        'fixed the',
        'replaced the',
        'delivered',
      ],
      unlessAfter: [
        'of',
        'for (?:the|MY)',
        'in the',
        'on (?:the|MY|your)',
        '(?:now )?it should',
        'it is \\d',
        'MY (?:new|real|correct)',
        'to CALL',
        'for NUM',
      ],
      unless: meantUs,
    },
  ),
  rule(
    'says they never called',
    [
      `(?:(?:did|have|had|has|would|could) NOT|NEVER)(?: (?:have|once|been|be|actually|recently|personally|intentionally|the one who|remember))? ${calledYou}${ofUs}`,
      `(?:did NOT|NEVER|have NOT|was NOT me who|no)(?: (?:make|made|place|placed|making|placing|remember|recall|recollect|have|any|a|that|this|the|any record of|memory of))+ (?:CALL|CALLED)`,
      `(?:was|is|were) NOT (?:me|us)(?: (?:who|that|CALL|CALLED|making|on|you)|${end})`,
      `${start}(?:(?:no|nope|sorry|that is|it is|this is) )?NOT (?:me|us|him|her|MY CALL|this person|that person)${end}`,
      `NEVER (?:been|used|heard|done business|hired|visited|dealt)(?: \\S+){0,3} (?:you|your|there|company|place|office|business)`,
      `(?:you|your NUM|this NUM|yall) (?:CALLED|MSGED|CALL) (?:me|MY NUM)(?: \\S+)? ?(?:first|NOT the other way)`,
      `NOT (?:the one )?(?:who|that) CALLED`,
      `(?:do NOT|NEVER)(?: \\S+)? (?:remember|recall) (?:CALL|CALLED|MSG)`,
      `no one(?: (?:here|in (?:this|MY) \\S+|at this NUM|from this NUM|at this \\S+))* (?:has )?(?:CALLED|MSGED)|no one (?:here|in (?:this|MY) \\S+|at this NUM|from here) (?:has )?(?:CALLED|MSGED|CALL)|(?:nobody|anyone) (?:here|in (?:this|MY) \\S+|at this NUM|from (?:here|this NUM)) (?:has )?(?:CALLED|CALL)`,
      `(?:MY |this |the )?NUM (?:was|is|got|must|has|have|being|may|might|been|is being|be|keeps)*(?: (?:must|have|been|being|be|getting|got))* ?(?:spoofed|spoof|spoofing|hacked|hijacked|cloned|faked)`,
      `spoof(?:ed|ing)? MY NUM|someone (?:is |has been |must be |must have |have |was )*(?:us(?:ed|ing)|spoof(?:ed|ing)|fak(?:ed|ing)) MY NUM`,
    ],
    {
      unlessBefore: [
        '(?:you|he|she|they|yall|guy|tech|office|someone|people|one|company|it|that|who|NAME|insurance|landlord|plumber|driver|contractor)(?: (?:guys|all|ever|have|has|did|still))?',
        'why',
        'if',
        'sorry for',
        'sorry',
      ],
      unlessAfter: [
        'you (?:guys )?(?:back|earlier|sooner|yesterday|again|yet|first|before|until|in time|when|cause|because|for|after|right)',
        '(?:for|about|in|a|so|from) .*(?:need|want|appointment|sorry)',
        'NAME',
        'again',
        'in (?:yet|sooner|time)',
        'sooner',
      ],
      unless: ['sorry (?:i|we) (?:did|have) NOT CALL'],
    },
  ),
  rule(
    'says they are somebody else',
    [
      `(?:this|i|it|that)(?: is| am| was)? NOT (?:NAME|mr|mrs|ms|dr|a NAME)(?: NUM| NAME| anymore| man| dude| sorry|${end})`,
      `${start}(?:(?:sorry|no|hi|hello|um|i think) )*NOT (?:NAME|a NAME|mr|mrs)(?: NAME)?(?: (?:here|sorry|NUM|anymore))*${end}`,
      `(?:i )?am NOT (?:who|whom|the (?:person|one|guy|man|lady|woman|customer|client|patient|homeowner you|individual)|him|her|them|that person|your (?:customer|client|patient|guy|person|man))(?! who (?:decides|pays|handles|makes|owns))`,
      `no (?:NAME|such person|mr|mrs|ms|one named|one by|one called|person named|one with) ?(?:\\S+ ){0,3}?(?:here|lives|at this|at|by that|NAME|NUM|name|exists|${end})`,
      `(?:no one|nobody|anyone|no person|no body)(?: here| in this \\S+)? (?:by|with|named|called|of|goes by)(?: \\S+){0,2} (?:NUM|NAME)`,
      `there (?:is|are|was) (?:no|NOT a|NOT any|nobody|anyone) (?:NAME|one (?:by|named|called|here)|anyone|\\S+ (?:here|at this))`,
      `(?:do NOT|NEVER) know (?:any|a|no|any one|anyone|who)(?: (?:named|by the|called|is|this|that|with|NUM|of))* NAME`,
      `(?:do NOT|NEVER) know (?:NAME|anyone (?:named|by|called|with)|anyone)`,
      `NEVER heard of (?:you|NAME|your|this|them)`,
      `(?:NAME|he|she|they|that person) (?:(?:has|have|is|does|do|did) )?(?:NOT|NEVER|no longer)(?: (?:have|has|use|uses|own|owns|at|with|longer|live|lives|work|works|lived|worked))+(?: (?:this|the|that|here|at|NUM|there|any more|anymore|again))`,
      `(?:NAME|he|she|they)(?: (?:has|have|must have|probably))? (?:changed|switched|got)(?: (?:a|new|his|her|their))+ NUM`,
      `(?:NUM|phone)(?: \\S+)? (?:belongs|belonged|belong) to|belong to NAME|used to be NAME|was NAME NUM|(?:just|recently)? ?(?:got|get|received|inherited|acquired|have had|had) (?:this|the|a new|a) NUM(?: \\S+){0,5}`,
      `(?:this|it|that) (?:is |was )?(?:NOT|no longer|NOT longer) (?:NAME|his|her|their)(?: NUM)?(?: NUM| anymore| again)`,
      `NAME (?:sold|gave up|got rid of|dropped|lost|no longer)(?: \\S+)? NUM|(?:this|it) (?:is|was) NAME (?:old|former|previous|ex) NUM|NUM (?:\\S+ )?owner here|(?:this|it) is MY NUM now|new owner of this NUM|NUM (?:was|has been|got) reassigned`,
      `(?:this|you|it)(?: is| reached| have reached| is a| NUM is)(?: \\S+)? (?:a|an) (?:\\S+ )?(?:church|school|hospital|daycare|restaurant|library|fax|landline|office NUM|business NUM|hotel|bank|private NUM|personal NUM|pharmacy|clinic)(?: \\S+)?`,
      `(?:NAME|he|she)(?: has| is)? (?:passed away|passed on|deceased|died|passed|dead)`,
      `i am (?:a )?(?:[1-9]|1[0-7]|minor|kid|child)(?: (?:years?|yrs?)(?: old)?)?${end}`,
    ],
    {
      unless: [
        '(?:but|and|so) (?:i|we|he|she|they|you|can|would|could|MY) (?:\\S+ )?(?:need|want|can|am|would|help|looking|still|interested|\\S+ting)',
        '(?:need|want|appointment|schedule|quote|estimate) .*NOT',
        'new NUM(?: is)? \\d',
        'is (?:this|it) NOT',
        'MY (?:new )?NUM (?:now|changed)',
      ],
      unlessAfter: ['but', 'only', 'NUM is'],
      unlessBefore: ['(?:is|was)', 'if', 'hope'],
    },
  ),
  rule(
    'says the call was a mistake',
    [
      `(?:butt|pocket|ass|purse|accidental|booty|accident|mistaken|unintentional|inadvertent) (?:CALL|CALLED|dials?|pressed)`,
      `(?:CALL|CALLED|hit|pressed|tapped|touched|dials?|CONTACT|MSGED|clicked|it was|was|this was|that was|must have been|went)(?: (?:you|your \\S+|this \\S+|the|NUM|here|just|this|all|a|an|in|yall|it|button|CALL))* (?:(?:by|on|in) )?(?:total |complete |pure |an |a )?(?:accident|mistake|error|accidentally|mistakenly|unintentionally|oops)${untilEnd()}`,
      `NUM (?:CALLED|dials?|dialed|must have CALLED|CALL)(?: \\S+)? (?:by itself|itself|on (?:its|it is) own|from MY)|(?:in|from) MY (?:pocket|purse|bag)`,
      `(?:accidentally|mistakenly|unintentionally|inadvertently) (?:\\S+ )?(?:CALLED|CALL|hit|pressed|clicked|tapped|touched)`,
      `(?:CALLED|CALL|dial|had|got|hit|pressed|MSG|MSGED) (?:a |the |this |by )?(?:WRONG|mistake)(?! extension| part| size| address)(?: \\S+)?`,
      `(?:did NOT|NEVER) (?:mean|intend|meant|intended|try|want) to (?:CALL|CONTACT|dial|press)`,
      `(?:looking for|wanted|want|thought (?:this|you|it) (?:was|were)|trying for) (?:a different|another|the other|some other|NAME|the) \\S+(?: \\S+){0,3}?(?= .*(?:sorry|mistake|oops|wrong|WRONG|apolog))`,
      `(?:MY mistake|MY bad|MY apologies)(?= .*(?:wrong|CALL|NUM|meant|other))|(?:wanted|meant)(?: \\S+){0,5} [|,] MY (?:mistake|bad)|ignore (?:that|the|MY|this) CALL|(?:ignore|disregard) (?:MY|the|that|this)(?: missed)? (?:CALL|CALLED)`,
      `(?:was|were) NOT trying to (?:CALL|CONTACT)`,
      `(?:CALLED|dialed|pressed|hit|typed) (?:a |the )?\\S+ instead of`,
      `(?:meant|trying|tried|intended|thought i was|thinking i was|supposed) (?:to )?(?:CALL|CALLED|CONTACT|MSG) (?:someone|another|a different|different|MY|the|a|NAME|some other)`,
      `${aRelative}(?: \\S+){0,3} (?:had|has|grabbed|got|playing|played|messing|playin|hit|took|stole|was on|on|with)(?: \\S+){0,3} (?:NUM|CALL|button|screen)`,
      `${aRelative} (?:must have |accidentally |probably |may have )?(?:CALLED|dials?|pressed|hit)(?: (?:you|the|your|it|somehow|${end}))`,
    ],
    {
      unless: [
        ...meantUs,
        '(?:book|booked|cancelled|canceled|ordered|deleted|closed|hung up|paid|signed)(?: \\S+){0,5} (?:mistake|accident)',
      ],
      unlessBefore: ['you(?: guys)?(?: have)?', 'was in an', 'in an', 'car', 'NOT a', 'if'],
      unlessAfter: ['insurance', 'this morning', 'on'],
    },
  ),
];

function untilEnd(): string {
  return '(?= [|,] | (?:sorry|earlier|ignore|disregard|my|no|while|MY|when|trying|meant|and|again|thanks|i|you|today|so|looking|just) )';
}

const spanish: readonly Rule[] = [
  rule(
    'says it is a wrong number',
    [
      'NUM EQUIVOCADO|persona EQUIVOCADO|(?:se|te|me|esta|estan|estas|estoy|anda|andas|andan|creo que|numero|fue)(?: \\S+)? EQUIVOCADO',
      `${start}EQUIVOCADO${end}`,
      'no (?:es|era) (?:aqui|aca)|no (?:es|era) (?:el|la|mi|su|este|ese)(?: \\S+)? (?:NUM|persona)(?: (?:correct[oa]|indicad[oa]|de))?',
      '(?:NUM|persona) (?:incorrect[oa]|que no es|mal)|(?:este|ese) no es (?:el|su|mi) NUM|no es NUM de|ya no es (?:el |su |de )?(?:NUM|NAME)|(?:NUM|telefono) (?:ya )?no (?:es|pertenece)',
      'me confund\\S+|EQUIVOCADO (?:de|con) (?:NUM|persona|gente)|(?:cambio|cambiaron) (?:de|su) (?:NUM)|no tiene (?:este|ese|mi) NUM|no (?:usa|tiene) (?:este|ese) (?:NUM|numero)',
    ],
    {
      unless: ['si (?:les |los |lo |le |la )?PHONE'],
      unlessAfter: ['(?:es|en) (?:el|la|mi|su|los|las)', 'en (?:el|la|mi|su)'],
      unlessBefore: ['(?:expediente|casa|orden|factura|recibo|cuenta|nombre)(?: \\S+)?'],
    },
  ),
  rule(
    'says they never called',
    [
      '(?:no|MAS|jamas|tampoco) (?:\\S+ )?(?:lo |los |le |les |te |la |las |he |hemos |nos )*(?:PHONE|llamado|marcado)(?= [|,] | (?:a|ustedes|usted|yo|ahi|alla|NAME|para|de|desde|hoy|ese|este|al|nada|negocio|plomero) )',
      'no (?:se|sabemos) quien (?:es|son|eres|era|habla)(?: \\S+)?$|no (?:los|les|lo|te|la) conozco|SOY otra persona|SOY (?:otro|otra)(?: \\S+)?',
      '(?:no|MAS) (?:hice|he hecho|realice|hicimos)(?: \\S+){0,2} PHONE',
      '(?:no|MAS) (?:fui|fue|era|soy) (?:yo|quien|el que|la que)',
      '(?:yo|nadie)(?: aqui| de aqui| en esta casa)? (?:no |MAS )?(?:\\S+ )?(?:PHONE|llamado|llamo)',
      'PHONE (?:mal|por (?:error|accidente|equivocacion)|sin querer|EQUIVOCADO)|(?:por|fue) (?:error|accidente|equivocacion)|sin querer',
      '(?:mi (?:hijo|hija|nino|nina|bebe|nieto)|ESMY (?:hijo|hija|nino|nina|bebe|nieto|niño)) (?:\\S+ ){0,4}(?:NUM|PHONE)',
    ],
    {
      unlessBefore: [
        '(?:que|si|ustedes|porque|todavia|aun|y|pero)',
        '(?:nadie|ellos|ustedes|tecnico|nunca) me',
      ],
      unlessAfter: ['(?:antes|ayer|todavia|porque|me)', 'nadie me'],
      unless: [
        '(?:alto|STOP|baja|borr\\S+)(?: \\S+){0,3} (?:sin querer|por error)',
        'no me (?:PHONE|han|devolv)',
        'MAS me (?:PHONE|devolv|han)',
        'nadie me',
      ],
    },
  ),
  rule(
    'says they are somebody else',
    [
      `(?:no|tampoco) SOY (?:NAME|la (?:persona|señora|senora)|el (?:señor|senor)|quien|esa persona|ese|esa|el que|la que|don|doña|dona)(?: \\S+)?`,
      `${start}(?:yo )?no SOY (?!de|el|la|un|una|muy|yo|cliente|ciudadan\\S+|residente|experto|bueno|buena|tan|alergic\\S+|diabetic\\S+|nuevo|nueva|casad\\S+|seguro|segura|mayor|menor|tu|su|ESMY)\\S+${end}`,
      `(?:aqui|aca|este NUM) no (?:vive|hay|esta|se encuentra|trabaja|es)(?: (?:ninguna?|ningun|nadie|esa|ese|con ese|alguien|la|el|persona))*(?: (?:NAME|persona|NUM|\\S+))?${end}`,
      `no (?:hay|vive|existe|trabaja)(?: (?:ninguna?|ningun|nadie|alguien|con|ese|esa|que se llame|llamad[oa]|PHONE|NUM))+(?: (?:NAME|\\S+))?(?: (?:aqui|aca|en este|${end}))?`,
      `no (?:la |lo |le |los |las )?conozco(?: (?:a|ninguna?|ningun|nadie|esa|ese|persona|alguien|al|señor|con))*(?: (?:NAME|persona|NUM|\\S+))?${end}`,
      `no (?:es|era) para mi|no me PHONE (?:NAME|asi)`,
    ],
    {
      unless: [
        'pero (?:quiero|necesito|QUIERO|vivo|puedo|me)',
        'no hay (?:agua|luz|gas|calefaccion|problema|prisa|nadie en casa|corriente|electricidad|espacio)',
      ],
      unlessAfter: ['pero'],
    },
  ),
];

const french: readonly Rule[] = [
  rule(
    'says it is a wrong number',
    [
      '(?:mauvais|faux)(?= [|,])|(?:vous |te )?connais PAS(?= [|,])|mauvaise (?:place|adresse)|(?:mauvais|faux|mauvaise|fausse|pas le bon|pas le|pas mon|erreur de|compose le mauvais|le mauvais) (?:NUM|personne|contact|destinataire|bon NUM)|PAS (?:le |la |au )?(?:bon|bonne|bons) (?:NUM|personne|place|gars|contact)|PAS (?:le |mon |son )NUM (?:de|a)',
      '(?:vous|me|mes|s) (?:\\S+ )?(?:trompez|tromper|trompe|trompes|trompee|trompait|confondez|meprenez|confonds)(?: (?:de|vous))?',
      `${start}(?:c est une |une |desole |par )*erreur${end}|(?:PHONE|compose|compos|pese|appuye|pitonne|compose le|sonne)(?: \\S+){0,3} (?:par (?:erreur|accident|megarde)|sans (?:faire expres|le vouloir)|erreur)|(?:compose|signale|fait)(?: \\S+){0,2} (?:mauvais|faux) (?:NUM)|par (?:erreur|accident|megarde)|(?:appel|PHONE) de poche`,
      '(?:NUM|telephone) (?:n )?(?:est plus|appartient|n est plus|a change|FRNE est PLUS)(?: \\S+)?|(?:change|changer) de NUM|est PLUS (?:son|kid|le|a) (?:NUM|NAME)',
    ],
    {
      unlessBefore: ['(?:donne|laisse|ecrit|note|mis|inscrit)(?: \\S+)?(?: le)?', 'si je', 'je me suis'],
      unlessAfter: ['(?:de|d|sur) (?!personne)\\S+'],
      unless: ['c est (?:bien )?le bon', 'ai bien PHONE', 'PAS un amiss'],
    },
  ),
  rule(
    'says they never called',
    [
      '(?:je|on|me) (?:FRNE )?(?:vous )?(?:l )?(?:ai|a|avons|avais|suis)?(?: \\S+)? ?(?:PAS|PLUS|jamais)(?: (?:vous|du tout|personne|encore))? (?:PHONE|NUM|WRITE|contacte|telephone|signale|compose)(?! (?:la|le|mon|les|mes|ma|a temps|plus tot|avant|encore|hier))',
      'personne (?:\\S+ ){0,3}(?:FRNE )?(?:vous )?a PHONE|(?:c est|etait|est|FRNE est|FRNE etait) PAS (?:me|nous)|c etait PAS me|PAS me (?:qui|ca)|PHONE personne|PLUS PHONE (?:chez|a) vous|accroche (?:\\S+ )?NUM|(?:cell|NUM) dans (?:ma|FRMY) poche',
      '(?:FRMY|me) (?:gars|fils|fille|bebe|enfant|ti-gars|petit|petite|flo)(?: \\S+){0,4} (?:NUM|cell|PHONE)',
    ],
    {
      unlessBefore: ['(?:vous|votre \\S+|gars|technicien|pourquoi)'],
      unless: ['(?:vous|personne) (?:FRNE )?(?:me|m) (?:avez|a) (?:PAS|PLUS|jamais)? ?(?:r)?appele'],
    },
  ),
  rule(
    'says they are somebody else',
    [
      `(?:je )?(?:FRNE )?(?:suis|chu|est|etes) PAS (?:NAME|la (?:bonne )?personne|la bonne|celui|celle|lui|elle|monsieur|madame|votre)(?: \\S+)?`,
      `(?:je )(?:FRNE )?suis PAS (?!a|la|le|au|en|sur|sure|certain\\S*|disponible|dispo|presse\\S*|chez|proprietaire|interesse\\S*|encore|capable|libre|content\\S*|satisfait\\S*|d|un|une|de|client\\S*|malade|pret\\S*|tres|trop|tout|bien|mal|super|certain|contre)\\S+${end}`,
      `(?:il )?(?:y )?(?:FRNE )?(?:y )?a (?:PAS|PLUS|personne|aucun|aucune)(?: (?:de|d|du|nom|nomme|qui|s|PHONE|ce|a|au|la))* (?:NAME|ici|nom|NUM|ce)`,
      `(?:connais|connait) (?:PAS|aucun|aucune|personne)(?: (?:de|d|cette|ce|a|la))*(?: (?:NAME|personne|nom|\\S+))?${end}`,
      `(?:PAS|PLUS) (?:de |d )NAME (?:ici|a ce|au)|(?:NAME|il|elle) (?:FRNE )?(?:habite|travaille|reste|vit) PLUS`,
      `PAS pour me`,
    ],
    { unless: ['mais (?:je|on|j|me|ma)', 'a PLUS de (?:chauffage|courant|eau|electricite|jus)'] },
  ),
];

export const wrongNumber: readonly Rule[] = [...english, ...spanish, ...french];
