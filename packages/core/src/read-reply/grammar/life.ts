import { end, type Rule, rule, start } from '../rule.ts';

/** Not now, not real, or not damage: "no emergency", "had a flood last year", "fire pit". */
export const notNow = [
  '(?:NOT|no|NEVER|without|nothing|any|prevent|avoid|in case of|case of|if)(?: (?:an|a|really|so|any|real|exactly|that|is|it|have))*',
  '(?:last|past|previous|old) (?:year|winter|summer|month|spring|fall)(?: \\S+){0,3}',
  '(?:pas|PAS|no es|no hay|ninguna|aucune|aucun|sin)(?: (?:une|un|d|de|una|tan|es|si|tres))*',
];
export const notNowAfter = [
  '(?:\\S+ ){0,5}?(?:last (?:year|winter|summer|month|spring|fall)|years? ago|months? ago|already fixed|all fixed|has stopped|is fixed|was fixed|repaired|el ano pasado)',
  '(?:pit|place|fees?|charges?|rates?|contacts?|fund|exits?|lights?|lighting|kit|plan|insurance|inspection|test|testing|line|stove|range|grill|extinguishers?|department|marshal|sale|damage|restoration|zone|wood|proof|hydrant|sprinkler|sprinklers|service cost|calls? cost|hours|numbers?|rate|detector install)',
];

/** A person in danger. */
export const lifeRules: readonly Rule[] = [
  rule(
    'speaks of gas or poisoning',
    [
      `(?:smell|smells|smelling|smelled|sniff|scent|odor|stinks|reeks|whiff)(?: (?:of|like|a|the|some|strong|strongly|really|bad|is|it|natural|faint|rotten))* (?:gas|propane|rotten eggs?|eggs)|rotten eggs? (?:smell|odor)`,
      `gas (?:smell|odor|fumes|is (?:leaking|hissing|escaping))|(?:gas|propane)(?: \\S+){0,2} (?:leak\\S*|hissing|smell)|hissing(?: \\S+){0,4} (?:gas|meter)`,
      `(?:carbon monoxide|co|monoxide)(?: \\S+){0,4} (?:alarm|detector|going off|beeping|leak|poisoning|chirping|reading|high|screaming)|(?:alarm|detector)(?: \\S+){0,3} carbon monoxide|carbon monoxide`,
      `(?:poisoned|swallowed|drank|ingested|drinking|got into)(?: \\S+){0,4} (?:antifreeze|coin|magnets?|button|laundry|detergent|pods?|bleach|poison|chemicals?|cleaner|battery|pills|drain)`,
    ],
    {
      unlessBefore: [...notNow, '(?:install|installing|replace|new|buy)(?: a| my)?'],
      unlessAfter: [
        ...notNowAfter,
        '(?:detectors? (?:installed|install|quote))',
        '(?:has|have|is) (?:a )?low battery',
      ],
    },
  ),
  rule(
    'speaks of fire',
    [
      `(?:is|are|am|was|caught|catching|catches|went|s|got|just caught|still) on fire|caught fire|catching fire|(?:house|kitchen|garage|apartment|electrical|grease|attic|chimney|building|car|wall|roof|dryer|outlet|oven|stove|shed) fire|on fire|${start}fire${end}`,
      `(?:there is|theres|have|there was|see|seeing|saw|got)(?: (?:a|an|the|actual|small|big|some|huge|live))* (?:fire|flames?)(?! (?:place|pit))|flames? (?:in|coming|from|shooting|out|everywhere)|fire (?:in|inside|at|behind) (?:the|MY|a|our)`,
      `smoke(?: (?:is|and|flames|started|starting|now|billowing|just|thick))* (?:coming|pouring|everywhere|billowing|filling|from|in the|out of|rising)|(?:smoking|burning)(?: \\S+){0,2} (?:outlet|panel|breaker|wires?|wiring|box)|(?:outlet|panel|breaker|wires?|wiring|box|socket|fuse box|furnace|heater)(?: (?:is|are|was|started|just|keeps|has|a|SEND|box))* (?:smoking|burning|melting|on fire|melted|smoke)|(?:full of|filling (?:up )?with|thick|black|lots of|see|seeing) smoke`,
      `(?:exploded|explosion|blew up|exploding)(?= .*(?:gas|boiler|hurt|fire|transformer|oven))`,
      `wires? (?:is |are )?(?:down|arcing|sparking|live)|power line(?: \\S+){0,3} down|downed (?:\\S+ )?(?:line|lines|wire|wires)|(?:line|wire)s? (?:is |are |fell |came )?down|(?:water|wet)(?: \\S+){0,4} (?:outlet|outlets|panel|electrical|breaker|wires?|wiring)|live wires?`,
    ],
    {
      unlessBefore: [
        ...notNow,
        '(?:want|build|install|quote|price|estimate)(?: \\S+){0,2}',
        '(?:cars?|truck) exhaust',
        'where',
      ],
      unlessAfter: notNowAfter,
      unless: ['(?:fire|flame) (?:pit|place)', 'fireplace', 'you are on fire', 'hair is on fire'],
    },
  ),
  rule(
    'speaks of a person in danger',
    [
      `(?:(?:can|could|does|is|are|am|was|do|will|has) NOT|trouble|difficulty|hard time|struggling(?: to)?|stopped|STOP|STOPPED|barely|hardly|hard to|NOT|short of|problems?|unable to|quit|labored|gasping for) (?:able to |to |really )?(?:breath\\S*|brethe|breeth|breathing|swallow)|gasping|suffocating|choking|shortness of breath|turning blue|(?:lips|face) (?:is |are )?(?:turning |going )?blue|wheezing`,
      `chest(?: (?:is|feels|has|and|MY))* (?:pains?|hurts?|hurting|tight\\S*|pressure|heavy)|(?:pain|pressure|tightness)(?: \\S+){0,2} chest|heart attack|cardiac|(?:having|had|is having|think|have) (?:a |an )?stroke|face (?:is )?droop\\S*|slurr\\S*|numb(?: \\S+){0,3} (?:side|arm|face)|(?:arm|face|side)(?: \\S+){0,2} numb`,
      `(?<!(?:tooth|teeth|power) (?:\\S+ ){0,3})(?:passed|passing|blacked|knocked) out(?! (?:a|MY|his|her|flyers|tooth|teeth|power|the power))|unconscious|unresponsive|(?<!(?:ceiling|roof|wall|deck|shed|fence|garage|floor|porch|chimney|tree|driveway) (?:\\S+ ){0,2})collapsed|fainted|fainting|NOT (?:responding|waking|moving|conscious|responsive)|will NOT wake|can NOT (?:wake|move|get up|feel)|(?:fell|fallen)(?: \\S+){0,8} (?:get up|hip|head|NOT move|bleeding|unconscious|ladder|stairs|roof)|(?:head|neck|spine) injury`,
      `seizures?|seizing|convuls\\S*|anaphyla\\S*|allergic reaction|epipen|throat(?: (?:is|feels|and|tongue|swelling|starting|to|keeps|getting))* (?:swell\\S*|clos\\S*|swollen|tight\\S*)|tongue(?: \\S+){0,2} swell\\S*|swelling(?: \\S+){0,4} (?:throat|neck|breathe|eye)|(?:low|crashing|dropping) (?:blood )?sugar|heat ?stroke|hypothermi\\S*|overheating and (?:dizzy|faint)`,
      `(?:bleeding|blood|bleed)(?: (?:is|will|and|a|so|from|out|coming|keeps|that|it|has|does|MY|his|her|the|head|leg|hand|arm|mouth|wound|pretty))* (?:bad|badly|heavily|heavy|lot|everywhere|NOT STOP|NOT STOPPED|NOT stopping|profusely|hard|uncontrollably|out|severe|severely|through|gushing)|(?:will|does|can) NOT (?:get it to )?STOP(?: the)? bleeding|hemorrhag\\S*|(?:heavily|badly|profusely|severe|heavy|still|gushing) (?:bleeding|blood)|(?:can NOT|will NOT) (?:get the |get MY |get )?bleeding`,
      `(?:electrocuted|electrocution|(?:got|getting|was|been) (?:\\S+ )?(?:shocked|zapped|shock|electric shock))|overdos\\S*|od ing|(?:took|taken|swallowed|ate)(?: \\S+){0,6} (?:pills?|tylenol|fentanyl|meds)|suicid\\S*|(?:kill|hurt|harm|killing|hurting|cut) (?:myself|himself|herself|themself|himself|themselves)|(?:want|wants|wanna|going|ready|wish i could|rather|trying) (?:to )?(?:die|end (?:it|MY life|it all|his life|her life))|end MY life|do NOT want to (?:live|be alive|be here anymore)|no reason to live`,
      `(?:call|CALL|need|calling|get|called|CALLED) (?:an |a )?(?:911|ambulance|paramedics?|ems|9 1 1)|life (?:or|and) death|life threatening|(?:is|am|are|might be|going to|almost) dying(?! to)|(?:going|about) to die|might die|could die`,
      `(?:someone|man|guy|intruder|stranger|burglar|people|somebody|they|he|ex|husband|boyfriend)(?: (?:is|are|was|trying|to|keeps|currently|just|has|MY|still|with|a))* (?:breaking in\\S*|break in\\S*|inside MY|in MY house|in the house|attacking|gun|knife|threatening|beating|hitting|hurting|hit me|choked|kill)|(?:intruder|burglar|break in in progress|gunshots?|shots fired|home invasion|held hostage)|(?:has|have|with|pulled|got) a (?:gun|knife|weapon)|(?:broke|broken|breaking|got) in(?: \\S+){0,4} (?:and|he|she|they|someone|somebody)(?: (?:is|may|might|could|be))* still (?:in|inside|here|upstairs|downstairs)|being (?:attacked|followed|stalked|beaten|abused)|(?:afraid|scared|fear|fearing) for MY (?:life|safety)|he (?:hit|hits|beat|beats|is hitting) me|NOT safe(?: \\S+){0,3} (?:here|home|him|right now)`,
      `(?:trapped|stuck|locked|pinned)(?: \\S+){0,2} (?:in|inside|under|in the|elevator)(?: \\S+){0,2} (?:elevator|lift|collapsed|water|fire|basement|debris|wreck|burning|freezer|cooler)|trapped (?:under|inside)|(?:baby|child|toddler|kid|infant|son|daughter|grandma|grandson|newborn|MY mom|mother|person)(?: (?:is|are|got|has|been|was|just|locked|himself|herself|accidentally|year|old|and|dog))* (?:locked|trapped|stuck) (?:in|inside)|locked(?: \\S+){0,3} (?:baby|kid|toddler|infant|child|newborn)(?: \\S+)? in|(?:drown\\S*|electrif\\S*|swept away)`,
      `(?:hurt|injured|injuries|wounded)(?: \\S+){0,2} (?:bad|badly|seriously|severely)|(?:badly|seriously|severely|is|are|got|people|someone) (?:hurt|injured|burned)(?! (?:last|in 20|at work last|my feelings))|water breaking|(?:in|going into) labor|contractions|MY water broke(?! pipe)|(?:car )?accident(?: \\S+){0,3} (?:hurt|injur\\S*|bleeding|trapped)|severed|amputat\\S*|(?:third|3rd) degree`,
    ],
    {
      unlessBefore: [
        '(?:no|NEVER|without|NOT a|NOT an|had a|almost had a|nearly had a|gave me a|almost gave me a|have a fear of|avoid|prevent|history of|if someone|case)(?: \\S+)?',
        '(?:dog|cat|puppy|pet|kitten|car|truck|engine|faucet|toilet|AC|NUM|phone|battery|brakes?|furnace|unit|fridge|plant|plants|tree|trees|lawn|grass|bush|washer|dryer|hedge|pup|she lab)(?: (?:is|has|just|keeps|may be|might be|ate|a|and|was|got|started|having))*',
        'dui',
        'bill',
        'price',
        'paperwork',
      ],
      unless: [
        '(?:lol|haha|jk|joking)',
        '(?:heart attack|stroke|die|dying|killing|kill) (?:from|over|at|when i saw|to|of) (?:the |your )?(?:price|quote|bill|estimate|sticker|laughter|laughing|boredom|hunger|know|see|try|get|have)',
        '(?:last|two|three|\\d+) (?:years?|months?|weeks?) ago',
        'last (?:year|month|week|summer|winter)',
        'MY (?:dog|cat|puppy|kitten|rabbit|pup|pet)',
        '(?:dog|cat|puppy|kitten)(?: \\S+){0,4} (?:seizure|bleeding|breath\\S*|choking|ate|swallowed|hit|limp|collapsed|hurt)',
      ],
    },
  ),
  rule(
    'speaks of a person in danger',
    [
      '(?:huele|olor|oler|oliendo|oliendome|apesta)(?: (?:a|mucho|fuerte|muy|como|un))* gas|fuga de gas|gas(?: \\S+){0,2} (?:fuga|escap\\S+)|escape de gas|monoxido',
      '(?:se (?:esta )?(?:quem\\S+|incendi\\S+)|en llamas|incendio|llamas|hay (?:un )?fuego|(?:sale|hay|saliendo|mucho) (?:\\S+ )?humo|humo (?:sal\\S+|en|por)|fuego en|prendio fuego|agarro fuego|cables? (?:caid\\S+|pelad\\S+))',
      '(?:no |sin |dificultad para |dificultad |cuesta (?:trabajo )?|ahog\\S+)(?:puedo |puede |esta |poder |le |para )*(?:respir\\S+|reaccion\\S+|despierta|mover\\S*)|se (?:esta )?(?:ahog\\S+|asfixi\\S+|muriendo|desangr\\S+)|(?:dolor|presion)(?: \\S+){0,3} pecho|pecho me duele|duele (?:\\S+ )?(?:el )?pecho|infarto|derrame|inconsciente|desmay\\S+|convuls\\S+|sangr\\S+ (?:mucho|bastante|demasiado|no para)|(?:no (?:para|deja) de|mucha|perdiendo) sangr\\S+|electrocut\\S+|toque electrico|descarga electrica|sobredosis|suicid\\S+|matarme|quiero morir|me voy a morir|QUIERO morir\\S*|ambulancia|911|(?:se|esta|estan|quedo|mi) (?:\\S+ ){0,3}(?:encerrad|atrapad)[oa]s? en|(?:encerrad|atrapad)[oa](?: \\S+){0,3} (?:elevador|ascensor|carro|coche)|bebe (?:\\S+ ){0,4}(?:encerrad|carro)|(?:se (?:cayo|callo))(?! un| el| una| la)(?: \\S+){0,6} (?:escalera|techo|cabeza|mueve|levanta\\S*)|(?:metiendo|meter|entrando|metio|entro)(?: \\S+){0,4} (?:mi casa|a la casa|a robar)|tiene un (?:arma|cuchillo|pistola)|(?:herid|lastimad)[oa]s? (?:grave|mal|feo)|reaccion alergica|garganta (?:\\S+ )?(?:cerr\\S+|hinch\\S+)|(?:me|la|le) (?:esta )?(?:golpe\\S+|pega|pego|amenaz\\S+)',
      '(?:SEND|sent|odeur|senteur|sens|senti|pue|sentir)(?: \\S+){0,3} (?:gaz|propane|monoxyde)|fuite de (?:gaz|propane)|monoxyde',
      '(?:(?:en|au|pris) (?:feu|flammes?)|incendie|(?:y a|il y a|a) (?:du |un |de la )?(?:feu|fumee|boucane)|(?:boucane|fumee|flammes)(?: \\S+){0,3}|feu (?:dans|de cuisine|electrique)|fil electrique (?:\\S+ ){0,2}terre)',
      '(?:respire|respirer|reveille|bouge|repond)(?: \\S+)? (?:PLUS|PAS|mal)|(?:arrive PAS a|peux PAS|peut PAS|difficulte a|peine a|mal a|misere a) (?:bien )?respirer|(?:douleurs?|mal|serrement|pression)(?: \\S+){0,4} (?:poitrine|thorax|coeur)|crise cardiaque|infarctus|avc|inconscient\\S*|evanoui\\S*|perdu connaissance|convuls\\S+|saigne(?: \\S+)? (?:beaucoup|enormement|sans arret|abondamment|gros)|(?:saigne|saignement)(?: \\S+){0,2} (?:PAS|PLUS|arrete PAS)|electrocut\\S+|choc electrique|surdose|suicid\\S+|(?:veux|envie de) mourir|tuer|ambulance|(?:bebe|enfant|fils|fille|mere)(?: \\S+){0,4} (?:enferm\\S+|coince\\S*|embarre\\S*|barre\\S*)|(?:coince|pris|prise|enferme)\\S*(?: \\S+){0,2} ascenseur|tombe\\S*(?: \\S+){0,5} (?:echelle|toit|escalier|tete|releve\\S*)|(?:rentre|entre|entrer|rentrer|defonce)(?: \\S+){0,3} chez (?:me|nous)|intrus|reaction allergique|gorge (?:\\S+ )?(?:enfle|ferme|gonfle)\\S*',
    ],
    {
      unlessBefore: [
        '(?:estufa|foyer|feu de|cuisiniere|tarif|sin|PAS de|PAS|aucun|aucune|no hay|no es)(?: \\S+)?',
        'perro',
        'chien',
        'chat',
      ],
      unlessAfter: ['rouge', 'vert', 'de camp', 'artific\\S+', 'foyer'],
      unless: ['detecteur (?:\\S+ )?(?:installe|neuf|prix)'],
    },
  ),
];
