import { end, type Rule, rule, start } from '../rule.ts';

/** Not now, not real, or not damage: "no emergency", "had a flood last year", "fire pit". */
const notNow = [
  '(?:NOT|no|NEVER|without|nothing|any|prevent|avoid|in case of|case of|if)(?: (?:an|a|really|so|any|real|exactly|that|is|it|have))*',
  '(?:last|past|previous|old) (?:year|winter|summer|month|spring|fall)(?: \\S+){0,3}',
  '(?:pas|PAS|no es|no hay|ninguna|aucune|aucun|sin)(?: (?:une|un|d|de|una|tan|es|si|tres))*',
];
const notNowAfter = [
  '(?:\\S+ ){0,5}?(?:last (?:year|winter|summer|month|spring|fall)|years? ago|months? ago|already fixed|all fixed|has stopped|is fixed|was fixed|repaired|el ano pasado)',
  '(?:pit|place|fees?|charges?|rates?|contacts?|fund|exits?|lights?|lighting|kit|plan|insurance|inspection|test|testing|line|stove|range|grill|extinguishers?|department|marshal|sale|damage|restoration|zone|wood|proof|hydrant|sprinkler|sprinklers|service cost|calls? cost|hours|numbers?|rate|detector install)',
];

const life: readonly Rule[] = [
  rule(
    'speaks of gas or poisoning',
    [
      `(?:smell|smells|smelling|smelled|sniff|scent|odor|stinks|reeks|whiff)(?: (?:of|like|a|the|some|strong|strongly|really|bad|is|it|natural|faint|rotten))* (?:gas|propane|rotten eggs?|eggs)|rotten eggs? (?:smell|odor)`,
      `gas (?:smell|odor|fumes|is (?:leaking|hissing|escaping))|(?:gas|propane)(?: \\S+){0,2} (?:leak\\S*|hissing|smell)|hissing(?: \\S+){0,4} (?:gas|meter)`,
      `(?:carbon monoxide|co|monoxide)(?: \\S+){0,4} (?:alarm|detector|going off|beeping|leak|poisoning|chirping|reading|high|screaming)|(?:alarm|detector)(?: \\S+){0,3} carbon monoxide|carbon monoxide`,
      `(?:poisoned|swallowed|drank|ingested)(?: \\S+){0,3} (?:bleach|poison|chemicals?|cleaner|battery|pills|drain)`,
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
      `wires? (?:is |are )?(?:down|arcing|sparking|live)|power line(?: \\S+){0,3} down|downed (?:power )?line|live wires?`,
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
      `(?:electrocuted|electrocution|(?:got|getting|was|been) (?:\\S+ )?(?:shocked|zapped|shock|electric shock))|overdos\\S*|od ing|(?:took|taken|swallowed|ate)(?: \\S+){0,3} (?:pills?|tylenol|fentanyl|meds)|suicid\\S*|(?:kill|hurt|harm|killing|hurting|cut) (?:myself|himself|herself|themself|himself|themselves)|(?:want|wants|wanna|going|ready|wish i could|rather|trying) (?:to )?(?:die|end (?:it|MY life|it all|his life|her life))|end MY life|do NOT want to (?:live|be alive|be here anymore)|no reason to live`,
      `(?:call|CALL|need|calling|get|called|CALLED) (?:an |a )?(?:911|ambulance|paramedics?|ems|9 1 1)|life (?:or|and) death|life threatening|(?:is|am|are|might be|going to|almost) dying(?! to)|(?:going|about) to die|might die|could die`,
      `(?:someone|man|guy|intruder|stranger|burglar|people|somebody|they|he|ex|husband|boyfriend)(?: (?:is|are|was|trying|to|keeps|currently|just|has|MY|still|with|a))* (?:breaking in\\S*|break in\\S*|inside MY|in MY house|in the house|attacking|gun|knife|threatening|beating|hitting|hurting|hit me|choked|kill)|(?:intruder|burglar|break in in progress|gunshots?|shots fired|home invasion|held hostage)|(?:has|have|with|pulled|got) a (?:gun|knife|weapon)|being (?:attacked|followed|stalked|beaten|abused)|(?:afraid|scared|fear|fearing) for MY (?:life|safety)|he (?:hit|hits|beat|beats|is hitting) me|NOT safe(?: \\S+){0,3} (?:here|home|him|right now)`,
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

const need =
  '(?:leak|leaks|leaking|leaky|leaked|drip|dripping|pipe|toilet|heat|furnace|ac|a c|air|water|power|roof|door|lock|tooth|car|boiler|heater|fridge|freezer|plumber|electrician|locksmith|tow|dentist|vet|sewer|drain|lawyer|broken|stuck|broke)';
const trade: readonly Rule[] = [
  rule(
    'says it is an emergency',
    [
      `(?:EMERGENCY|emergency|emergencies|emerg|emergancy|emergincy|urgent|urgently|urgence|urgences|emergencia|urgente|urgentemente|urgent|urgente|disaster|nightmare happening|catastrophe)`,
      `(?:need|send|SEND|want|get|come|anyone|someone)(?: \\S+){0,6} (?:right now|right away|now|tonight|at once|this minute|this second|quick|quickly|fast)(?= .*${need})|${need}(?: \\S+){0,10} (?:right now|right away|this minute|at once|need help now|hurry|tonight)(?= [|,])|hurry|(?:can NOT|could NOT) wait|as soon as possible(?= .*(?:leak|pour|flood))`,
    ],
    {
      unlessBefore: [
        ...notNow,
        '(?:handle|do|offer|have|take|your|after hours|cover|provide|accept|24 hour|24 7|for|of|the|an|open for|extra for|more for|super|too|terribly|crazy|that|nothing|as)(?: (?:you|do|24|offer|any))*',
        'NOT (?:a|an|that|super|very|too|really|terribly|so)',
        'isnt',
        'no (?:es|hay|tengo|tan)(?: \\S+)?',
        '(?:PAS|rien d|FRNE est PAS)(?: \\S+)?',
      ],
      unlessAfter: [
        ...notNowAfter,
        'or anything',
        'care',
        'room',
        'dental (?:fee|cost|price)',
        'appointments? (?:cost|available)',
      ],
    },
  ),
  rule(
    'speaks of damage being done now',
    [
      `(?:flood|floods|flooded|flooding|floded|floding|inundated|submerged)|(?:standing|rising|inches? of|ft of|foot of|feet of|puddles? of|lots of|ton of|tons of|so much) (?:\\S+ )?(?:water|sewage)|under water|underwater|(?:filling|filled|fills)(?: up)? with (?:\\S+ )?(?:water|sewage)`,
      `(?:pipe|pipes|hose|main|line|main NUM|water NUM|tank|heater|valve|toilet|faucet|connection|supply|fitting|spigot|hydrant|boiler|washer|sprinkler)(?: (?:is|has|have|just|line|head|was|in|the|MY|it|under|sink|wall|totally|completely|hose|pipe|main|froze|frozen|and|outside|kitchen|bathroom|tub|off|SEND|snapped))* (?:burst|bursted|busted|bust|broke|broken|exploded|blew|snapped|cracked|rupt\\S+|split|spraying|gushing|shooting|froze|frozen|popped|sprang|spewing)|(?:burst|busted|bursting|broken|frozen|ruptured|cracked|froze|snapped) (?:\\S+ )?(?:pipes?|main|water line|hose|tank|hydrant|sewer|water)|(?:burst|bursted|busted)${end}|frozen pipes?`,
      `(?:water|sewage|poop|sewer|toilet|rain|it)(?: (?:is|are|was|just|dirty|brown|keeps|keep|and|hot|backed|starting|to|all|coming|started|water|nasty|still|has|heater|came|comes|MY|literally|from|dirty))* (?:everywhere|gushing|pouring|spraying|shooting|all over|running down|running out|coming (?:in|through|out|up|from|down|thru)|leaking (?:through|from the ceiling|into|everywhere|all|in|thru|out|onto|bad|badly|down|fast|a lot)|seeping|rising|dripping (?:from|through|onto|down|into|on)|filling|raining|overflow\\S*|spewing|squirting|flowing|bubbling|backing|backed|back|up through|flowing|collapsing|soaked|soaking|ruining)`,
      `(?:overflow\\S*|over flow\\S*|gushing|gushes|sewage|raw sewer|sewer (?:is |has )?back\\S*|(?:backed|backing|backs|back) up (?:\\S+ ){0,3}(?:into|tub|shower|everywhere|floor|basement|toilet|sewer|sewage|bathtub|house|sinks?)|(?:toilet|toilets|sewer|septic|tub|drains?)(?: (?:is|are|all|has|have|in|the|house|both|every|line|MY|tank|now|and))* (?:overflow\\S*|backed up|backing up|coming up|spilling))`,
      `(?:leak|leaks|leaking|leaked|dripping|pouring)(?: (?:is|really|very|so|water|pretty|like|super|now|started|it|out|of|the|MY|a|from|from the|getting|all|and|has|gotten|coming|in))* (?:bad|badly|everywhere|through|all over|ceiling|ceilings|fast|heavily|nonstop|a lot|heavy|lights?|light fixture|worse|floor|walls?|downstairs|like crazy|out of control|gallons|carpet|like a faucet|neighbor|outlet|panel|electrical|hardwood|bedroom|roof|attic|unit below)|(?:ceiling|roof|skylight|celing|wall)(?: (?:is|has|just|in|the|MY|are|started|was|keeps|over|bedroom|living|room|bathroom|kitchen|now|about|to|going|and|partially))* (?:leak|leaks|leaking|dripping|caving|caved|collapsed|collapsing|collapse|coming down|fell|falling|bulging|sagging|bubbling|torn|ripped|blew|blown|open|gone|soaked|fall)|(?:leak|leaking|leaks) (?:through|from|in) the (?:ceiling|roof)|water heater (?:is |has |just |started |MY )*(?:leak\\S*|burst|broke|flood\\S*|exploded|dumping|gushing)|(?:big|bad|major|huge|massive|serious|active|severe|horrible|crazy) (?:water )?leak\\S*`,
      `(?:can|could|does|will|do|would) NOT (?:\\S+ ){0,4}?(?:(?:shut|turn|get|cut|STOP)(?: (?:the|it|MY|this|our|off|main|to))* (?:water|gas|power|off|STOP|main|valve|leak)(?: (?:off|to STOP|main|from))?)|water (?:will|does|is) NOT (?:STOP|shut|turn|stopping)|(?:water|it|leak) (?:will|does) NOT STOP (?:coming|flowing|pouring|gushing|leaking|spraying)|shut ?off(?: valve)? (?:is )?(?:broke\\S*|stuck|does NOT|will NOT|snapped)`,
      `(?:no|without|lost|zero|NOT (?:any|have|have any|got any|getting any|getting)|NEVER got|have no|out of|do NOT have(?: any)?) (?:MY |our |any |all )?(?:heat|heating|hot water|power|electricity|electric|water|running water|ac|a c|air conditioning|air|cooling|cold air|gas|lights|heater|furnace|working toilet|working bathroom|brakes|water pressure|refrigeration)(?= (?:and|in|at|since|for|with|all|today|tonight|now|on|or|here|please|help|whole|to|when|from|it|throughout|baby|this|because|is|anywhere|upstairs|downstairs|again|coming|i|we|${'\\|'}|,|MY|the|entire|\\d+) ?)`,
      `(?:power|electricity|lights|electric)(?: (?:is|are|just|went|all|has|have|been|completely|keeps|to|the|half|MY|house|kitchen|whole|in|our))* (?:out|off|gone|went out|cutting out|dead|flickering and|knocked out|down|NOT working)|half (?:the|MY|our) (?:house|home|building) (?:is |has |lost )?(?:out|dark|no|NOT|dead|power|without)|lost power|breaker(?: \\S+){0,4} (?:burning|hot|buzzing|sparking|tripping and|NOT reset|sizzling|smoking)|(?:panel|outlet|socket|switch|wire|wires|wiring|plug|breaker|box|fan|light|meter|dryer|stove|oven|microwave)(?: \\S+){0,4} (?:spark|sparks|sparking|sparked|buzzing|buzz|sizzling|arcing|melting|melted|hot to|burnt|crackling|burning|popping|hot)|(?:spark|sparks|sparking|sparked|arcing)(?! (?:plug|plugs|joy|water|clean))|(?:burning|burnt|electrical|hot plastic|burned|melting) (?:\\S+ )?(?:smell|plastic|odor|wire|wires)|smell(?:s|ing)?(?: (?:of|like|a|something|is|some|it|an|plastic|electrical|wires))* (?:burning|burnt|smoke|electrical|burn)`,
      `(?:heat|heater|furnace|ac|a c|air|boiler|unit|air conditioner|hvac|air conditioning|heat pump|system|thermostat|radiator|radiators)(?: (?:is|are|has|have|just|MY|the|completely|totally|in|went|unit|conditioner|and|it|been|suddenly|all|again|house|for|pump|a|was|not|we|our))* (?:out|died|dead|quit|STOP|STOPPED|stopped|broke|broken|down|NOT (?:working|turning|kicking|coming|heating|cooling|blowing|running|starting|lighting|come|turn|kick|start|work)|blowing (?:cold|hot|warm)|gone|failed|kaput|off|shut down|blew up)(?= .*(?:baby|newborn|infant|freez\\S*|cold|degrees|mother|mom|grandma|elderly|old|\\d\\d+|hot|heat|night|snow|ice|kids|outside|tonight|dad|father|oxygen|sick|wife|pregnant|below|zero|boiling|sweltering|weather|middle|toddler|house|again|this morning|since))`,
      `(?:freezing|frozen)(?: (?:in|inside|here|to|house|cold|our|we|the|pipes|temps?|MY|out|weather|death|outside|it|is|tonight|right|now|apartment|home|my))+|house is (?:freezing|\\d\\d|so cold|an oven|ice cold|unbearable|like an oven)|(?:it is )(?:freezing|\\d\\d degrees|below zero|negative \\d+|\\d\\d) (?:in|inside)(?: \\S+)?`,
      `lock(?:ed)?(?: (?:me|myself|us|ourselves|himself|herself|my self|got|out|accidentally))* out(?= )|lockout|locked(?: \\S+){0,5} (?:keys?|car|truck|outside)|(?:keys?|key)(?: (?:is|are|got|locked|stuck|inside|in|my|MY|the|were|left|still|broke|snapped|broken))* (?:locked|inside|in the car|in (?:the|MY) (?:car|trunk|truck|ignition)|broke off|snapped|stuck|broken)|(?:lost|left|forgot|locked|dropped|broke|snapped) (?:all )?(?:the |MY |our )?(?:house |car |apartment |only )?keys?|(?:can|could) NOT (?:get|lock|secure|close|shut|open)(?: (?:back|in|into|inside|MY|the|our))* (?:house|home|apartment|car|inside|in${end}|door|front door|shop|store|garage|truck|garage door|office)|(?:door|window|lock|garage door|gate|storefront|glass|windows)(?: (?:is|was|were|got|has|been|MY|the|to|shop|front|glass|just|wide|and|store|of|will|wont))* (?:kicked in|smashed|broken into|busted|shattered|stuck open|NOT (?:lock|close|shut|closing|locking)|wide open|off (?:its|the) track|broken out|stuck half|kicked)|(?:broke|broken|break|breaking) (?:in|into)(?: \\S+){0,3}|(?:kicked|smashed|busted|bashed|broke) (?:in |out )?(?:the |MY |our )?(?:\\S+ )?(?:door|window|windshield|glass|lock|storefront)|(?:burglar\\S*|robbed|break in|vandal\\S*)`,
      `stranded|broke(?:n)? down|break down${end}|(?:need|send|want|SEND|get|waiting|for)(?: \\S+){0,3} (?:tow|towed|towing|jump start|a jump|tow truck|wrecker)|(?:car|truck|van|engine|vehicle|bike|suv|it|she|semi|rig|trailer)(?: (?:is|just|has|will|wo|does|completely|MY|engine|the|and|battery))* (?:died|dead|stalled|NOT (?:start|starting|turn over|move|crank)|overheat\\S*|smoking|in a ditch|broke down|stuck|wrecked|totaled|steaming|shut off|in the ditch|rolled)(?= .*(?:side|road|highway|freeway|lot|i \\d+|hwy|exit|middle|work|kids|parking|stuck|need|ditch|interstate|bridge|smok\\S*|turnpike|shoulder|rd|street|now|help|[|,]))|(?:flat tire|blowout|blown tire|tire blew|flat)(?= .*(?:side|road|highway|freeway|lot|i \\d+|hwy|exit|stuck|shoulder|spare|now|interstate|help|bridge))|(?:on|in) (?:the |a )?(?:side of|shoulder|ditch|middle of)(?: \\S+){0,2} (?:road|highway|freeway|i \\d+|interstate|ditch|hwy|street)?|brakes?(?: (?:is|are|just|have|MY|pedal|completely))* (?:out|failed|gone|went out|quit|NOT working|to the floor|went to)|dead battery(?= .*(?:stuck|stranded|lot|now|help))`,
      `(?:tree|trees|limb|branch|pole|fence|oak|pine|maple)(?: (?:is|has|just|big|a|huge|came|limb|branch|from|MY|the|half|neighbors|blew|went|split|and|crashed|snapped|of))* (?:fell|fallen|crashed|down|landed|came down|on|hanging|leaning|falling|blocking|through|went through|crushed|hit|about to fall)(?: \\S+){0,4} (?:roof|house|car|garage|driveway|line|lines|wire|wires|road|truck|porch|shed|fence|home|power)|(?:storm|wind|hail|tornado|hurricane)(?: \\S+){0,4} (?:took|ripped|tore|blew|damage\\S*|knocked|torn|hole|smashed)|hole in (?:the|MY|our) (?:roof|ceiling|wall)|(?:shingles?|tarp|siding)(?: \\S+){0,3} (?:blew|flew|gone|off|blown|ripped|missing and)|need (?:a |it |an emergency )?tarp\\S*`,
      `(?:tooth|teeth|crown|filling|implant|veneer|bridge|molar|braces|bracket|wire|cap)(?: (?:is|just|got|has|was|fell|front|MY|in|half|came|the|been|a|broke|root|completely|totally|out|right|are|from))* (?:knocked|out|broke|broken|cracked|chipped|fell|abscess\\S*|infected|killing|throbbing|came off|fell off|fell out|loose|snapped|shattered|split|poking|stabbing|hurts so|popped off)|(?:knocked|broke|broken|cracked|chipped|lost|shattered|split|snapped|knock)(?: (?:out|off|a|his|her|MY|the|front|half|two|both|my|back|son|off of))* (?:tooth|teeth|molar|crown|filling)|(?:abscess\\S*|tooth ?ache|infected (?:tooth|gum|root))|(?:unbearable|excruciating|severe|extreme|intense|terrible|horrible|awful|killing|throbbing|agony|so much|worst|insane|crazy|serious|screaming|sharp|shooting|major|constant|bad|in) (?:tooth |back |neck |jaw |mouth |eye |ear |foot )?(?:pain|toothache|agony)(?! management)|(?:pain)(?: (?:is|in|MY|tooth|the|has|and|got|so|getting|really|jaw|mouth|back|a))* (?:unbearable|excruciating|severe|killing|10|ten|worse|worst|terrible|bad|awful|intense|horrible|crazy|insane)|(?:face|jaw|cheek|gum|gums|eye|foot|leg|mouth|hand|ankle|incision|lip)(?: (?:is|are|has|really|so|MY|all|the|looks|whole|side|of|are|very|super|getting|one|right|left|a|got))* (?:swollen|swelling|swelled|swole|puffed|puffy|infected|ballooned|oozing|pus)|(?:swollen|swelling)(?: \\S+)? (?:face|jaw|cheek|gums?|eye|mouth)|in (?:so much |a lot of |tons of |extreme |terrible |serious |bad |horrible |severe |constant |agony|excruciating )*(?:pain|agony)|(?:bleeding|bleed|blood)(?= .*(?:extraction|tooth|stitch\\S*|surgery|gum|gums|socket|incision|since|still|procedure|wisdom|nail|quick|hours?))|dry socket|stitch\\S*(?: \\S+){0,3} (?:open\\S*|popped|came|burst|ripped|out)|hurts? (?:so bad|like hell|so much|really bad|like crazy)|can NOT (?:sleep|eat|chew|open)(?: \\S+){0,6} (?:pain|tooth|hurts?|jaw|toothache)|(?:tooth|pain|toothache|hurts?|hurting)(?: \\S+){0,8} can NOT (?:sleep|eat|take it|chew|stand)|high fever|fever of`,
      `(?:dog|cat|puppy|kitten|pup|bunny|rabbit|pet|horse|lab|kitty|she|he)(?: (?:is|has|just|was|got|MY|a|may|have|been|keeps|and|old|might|the|can|will|does|somehow|a whole|chihuahua|poodle))* (?:ate|eaten|swallowed|hit by|throwing up blood|vomiting|seizure\\S*|bleeding|NOT (?:breathing|eating|moving|walking|standing|breath\\S*|able|stand|walk|wake|pee|urinat\\S*|responding)|limp|collapsed|choking|attacked|bitten|bit|poisoned|having a seizure|blocked|bloated|paralyzed|labor|hit by)(?= .*(?:dog|cat|puppy|kitten|chocolate|poison|car|raisins?|grapes?|sock|lily|blood|[|,]|antifreeze|bait|gum|xylitol|pills?))|(?:dog|cat|puppy|kitten)(?: \\S+){0,5} (?:seizures?|bleeding|collapsed|breath\\S*|bloat\\S*|poison\\S*)`,
      `(?:arrested|in jail|got arrested|being arrested|in custody|police station|bail|bonded|booked into|locked up|detained|ice (?:took|picked|has|detained|agents)|being deported|raided|jailed)(?! (?:in \\d|years|last|when i))|(?:court|hearing|arraign\\S*|eviction|evicted|trial|deposition|foreclosure|auction)(?: (?:is|date|hearing|in|at|on|the|today|scheduled|for|being|was|got|served|sale|set))* (?:tomorrow|today|tonight|this morning|this afternoon|in an hour|hours?)|(?:served|serving)(?: \\S+){0,3} (?:papers|eviction|lawsuit|warrant|restraining)|(?:police|cops|sheriff|cop|detectives?)(?: (?:is|are|just|want|here|at|the|has|have|a|outside|came|MY|trying))* (?:here|outside|MY (?:door|house)|at the door|search\\S*|question\\S*|warrant|interrogat\\S*)|(?:evict\\S*|kicked out|locks changed|being evicted|locked us out)(?: \\S+){0,4} (?:today|tomorrow|tonight|now|hours)|took MY (?:kids|kid|son|daughter|children)|(?:kidnapped|took off with) MY \\S+|warrant out`,
      `(?:walk in|cooler|freezer|fridge|refrigerator|reach in|ice machine|walkin|server|servers|network|internet|website|pos|registers?|site|system|computers|email|phones|elevator|compressor|fryer|oven|hood)(?: (?:is|are|just|has|the|went|MY|whole|cooler|freezer|completely|all|have|been|and|in|our|machine|suddenly|system))* (?:down|died|dead|quit|warm|NOT (?:cooling|cold|working|holding)|failed|crashed|out|offline|hacked|warming|melting|thawing|at \\d\\d|broke|stuck with|STOP|STOPPED)(?= .*(?:food|spoil\\S*|\\$|open|customers?|meat|melt\\S*|lunch|dinner|insulin|meds|business|store|orders?|everything|restaurant|now|vaccines?|today|rush|tonight|whole|office|[|] ))|ransomware|we (?:have been|got|were|are being) hacked|food(?: \\S+){0,4} (?:spoil\\S*|going bad|ruined|thaw\\S*|melting)|(?:bees?|wasps?|hornets?|yellow jackets?)(?: \\S+){0,5} (?:swarm\\S*|stung|everywhere|inside|attack\\S*|in the house|in MY|allergic|nest in)|(?:swarm|snake|rattlesnake|bat|raccoon|rats?|bear|squirrel|possum|copperhead)(?: (?:is|are|in|flying|got|loose|a|just|running|inside|stuck|of))* (?:in|inside|around)(?: (?:MY|the|our|of))* (?:house|bedroom|kitchen|home|living|bathroom|nursery|attic|apartment|garage|baby)`,
      `(?:chemical|hair|scalp|wax|dye|color|bleach|lash|eyes?)(?: (?:is|are|burn|burned|burning|MY|on|the|from|glue|really|scalp))* (?:burning|burned|blister\\S*|reaction|falling out|swollen|on fire)|(?:hair)(?: \\S+){0,3} (?:falling out|melted|fell out|green|orange|breaking off)(?= .*(?:wedding|tomorrow|tonight|today|help))`,
    ],
    {
      unlessBefore: [
        ...notNow,
        '(?:quote|price|estimate|insurance|cost|install|installing|appointment|schedule|prevent|winterize|cleaned up after)(?: \\S+){0,2}',
        '(?:used to|had a|history of|stopped|we had)(?: \\S+)?',
        'is NOT',
        'did NOT',
        'NOT',
      ],
      unlessAfter: [
        ...notNowAfter,
        '(?:with|of) (?:work|calls|emails|orders|laughter)',
        'out laughing',
        'lights?',
        'zone',
        'a little',
        'a bit',
        'slowly',
        'a tiny',
        'just a',
      ],
      unless: [
        'NOT (?:an |a |really an |really |that |super |so )?(?:emergency|urgent|bad|rush)',
        'no (?:rush|hurry|emergency)',
        '(?:last|two|three|few|\\d+) (?:years?|months?) ago',
        'whenever you (?:can|get|have)',
        'flooded with',
        'last (?:year|winter|summer|spring|fall)',
        '(?:was|got|already|been|is|its|all) (?:already )?(?:fixed|repaired)',
      ],
    },
  ),
  rule(
    'speaks of damage being done now',
    [
      `inund\\S*|(?:tubo|tuberia|caneria|manguera|llave|calentador|boiler|canos?|tubos|tuberias|bano|excusado|inodoro|drenaje|fregadero|techo)(?: (?:esta|se|de|del|agua|me|rot\\S+|que|mi|el|la|bano|y|acaba|ha|anda|todo|estan|por))* (?:rot[oa]s?|revent\\S*|rompi\\S*|rompio|explot\\S*|revento|tirando agua|desbord\\S*|rebos\\S*|tapad[oa] y|cayendo|cayo|chorre\\S*|goteando mucho|se cay\\S*|derram\\S*|congelad\\S*)|(?:rompio|revento|exploto|reventaron|quebro|se cayo|desbordo|desborda|desbordando|derramando|tapo y)(?: \\S+){0,2} (?:tubo|tuberia|caneria|manguera|llave|calentador|techo|boiler|bano|drenaje|arbol|inodoro|pipa|toilet|puerta|vidrio|ventana|chapa)|agua (?:por|en|hasta|se|esta|sale|saliendo|cae|cayendo|por todas?|entra\\S*|sigue|sube|negras)(?: \\S+){0,4}|aguas negras|(?:saliendo|sale|salir|tirando|cae|cayendo|entrando|metiendo|brota\\S*|chorrea\\S*|entra|goteando|filtra\\S*)(?: (?:mucha|el|la|toda|del|agua|bastante|un))* agua|fuga (?:de agua |muy )?(?:grande|fuerte|grave|enorme)|gran fuga|goteras? (?:\\S+ ){0,2}(?:grande|fuerte|techo)|techo(?: \\S+){0,3} (?:gote\\S*|cae|cayo|agua)`,
      `(?:sin|no (?:tengo|tenemos|hay|funciona|sirve|prende|jala|calienta|enfria|me funciona|nos funciona)|se (?:fue|nos fue|me fue|corto|descompuso|nos descompuso|me descompuso|apago|rompio))(?: (?:el|la|mi|nada|de|en|ni|casa|toda|bien|ninguna|los))* (?:calefaccion|calenton|luz|electricidad|corriente|agua|aire(?! libre)|gas|calentador|boiler|calor|frio|refrigerador|congelador|clima)|(?:aire|calefaccion|calenton|calentador|boiler|clima|refrigerador|luz)(?: (?:se|no|de|la|que|acondicionado|ya|me|nos|dejo))* (?:descompuso|funciona|prende|sirve|murio|enfria|calienta|fue|apago|jala|funcionar)(?= .*(?:bebe|nino|ninos|calor|frio|mama|anciana|grados|noche|abuela|comida|ya|mucho))|chispas?|chispe\\S*|(?:huele|olor) a (?:quemado|humo|cable|drenaje|plastico)|corto circuito|cortocircuito|quemado(?: \\S+){0,3} (?:cable|contacto|enchufe)`,
      `(?:encerrad[oa] (?:a)?fuera|(?:me |nos )?(?:quede|quedamos|quedo|estoy|estamos) (?:\\S+ )?(?:afuera|fuera|encerrad\\S*|varad\\S*|tirad\\S*|atorad\\S*|sin llaves)|(?:deje|dejo|perdi|olvide|quedaron|cerre|perdimos)(?: \\S+){0,3} (?:llaves?|adentro)|llaves? (?:\\S+ ){0,3}(?:adentro|dentro)|no puedo (?:entrar|abrir|cerrar)(?: \\S+){0,3}|varad[oa]s?|(?:necesito|ocupo|manden|mande|quiero|QUIERO|WRITE) (?:una )?(?:grua)|(?:carro|coche|troca|camioneta|auto)(?: \\S+){0,2} (?:descompuso|prende|arranca|murio|paro|apago|varado|tirado)(?= .*)|se me (?:poncho|descompuso|quedo|apago|paro|revento)(?: \\S+){0,3})`,
      `(?:(?:muela|diente|corona|dientes)(?: \\S+){0,4} (?:duele|rompio|cayo|quebro|partio|infect\\S*|hinch\\S*|dolor|mucho|matando|safo|zafo)|(?:dolor|duele)(?: (?:de|la|una|me|el|mucho|muchisimo|insoportable|muy|fuerte|muelas?|diente|que))* (?:muela|muelas|diente|insoportable|muchisimo|aguanto|horrible)|(?:cara|cachete|mejilla|encia|boca)(?: \\S+){0,3} hinch\\S*|hinchad[oa]s?|no aguanto el dolor|mucho dolor|se me (?:rompio|quebro|cayo|partio)(?: \\S+){0,2} (?:diente|muela|corona|dientes)|(?:perro|gato|perrito|perra|cachorro)(?: \\S+){0,5} (?:comio|atropell\\S*|veneno|sangr\\S*|convuls\\S*|respir\\S*|chocolate|envenen\\S*)|(?:arrestaron|arrestad\\S*|detuvieron|detenid\\S*|carcel|la migra|deport\\S*|desaloj\\S*)|(?:corte|audiencia|juicio|cita en la corte)(?: \\S+){0,3} (?:manana|hoy)|(?:arbol|rama|poste)(?: \\S+){0,4} (?:cayo|caido|encima|tumbo)|(?:cayo|se cayo)(?: \\S+){0,3} (?:arbol|rama|poste|techo)|(?:rompieron|quebraron|forzaron|tumbaron|patearon)(?: \\S+){0,3} (?:puerta|ventana|vidrio|chapa)|(?:se metieron|me robaron|entraron a robar|robaron)|vibora|culebra|enjambre|avispas|lo mas pronto posible .* agua|ayuda .* agua)`,
    ],
    {
      unlessBefore: [
        '(?:no es|no hay|sin|para|presupuesto|cuanto|precio|no tengo|contra|seguro de|el ano pasado|tarifa)(?: \\S+){0,2}',
      ],
      unless: [
        'no es (?:una )?(?:emergencia|urgente)',
        'el ano pasado',
        'no (?:hay|tengo|es) (?:prisa|urgen\\S*)',
        'PHONE agua',
      ],
      unlessAfter: ['un poquito', 'poquito', 'un poco'],
    },
  ),
  rule(
    'speaks of damage being done now',
    [
      `inond\\S*|degats? d eau|degats? des eaux|degat|(?:tuyau|chauffe eau|reservoir|boyau|valve|conduite|tuyaux|tank|robinet|hose|pipe|chauffe)(?: \\S+){0,5} (?:eclat\\S*|perce\\S*|creve\\S*|pete|petee?|brise\\S*|casse\\S*|gele\\S*|explose\\S*|fend\\S*|saute\\S*|lache|coule (?:partout|beaucoup|fort)|arrache)|(?:perce|eclate|brise|pete|casse|gele)\\S* (?:un |le |mon |une )?tuyau\\S*|(?:eau|egout|toilette|egouts|bain|douche|lave vaisselle|laveuse|drain|evier)(?: (?:est|d|coule|sort|de|a|en|train|partout|s|se|du|le|la|remonte|qui|rentre|y|FRNE|monte|fait|mon|ma|arrete|PAS|sur))* (?:partout|deborde\\S*|refoul\\S*|remont\\S*|jaillit|gicle|plafond|sous ?sol|rentre|plancher|arrete PAS de couler|inonde|deborder|monte|pisse|planche)|refoul\\S*|debord\\S*|(?:plafond|toit|toiture|plafonds)(?: \\S+){0,4} (?:coule\\S*|fuit|fuite|tombe\\S*|effondr\\S*|arrache\\S*|perce\\S*|degoutte\\S*|envole\\S*)|(?:coule|fuit|degoutte)(?: \\S+){0,4} (?:plafond|partout|beaucoup|fort|toit|en bas|voisin)|grosse fuite|fuite (?:majeure|importante|grave|d eau (?:majeure|importante))|eau partout|(?:PAS|PLUS|rien|capable)(?: (?:a|de|d|capable|arrive))* (?:fermer|arreter|couper) l? ?eau|(?:ferme|coupe|arrete) PAS l eau`,
      `(?:PLUS|PAS|sans|manque|perdu|aucun|aucune|panne|PLUS rien|PLUS une)(?: (?:de|d|le|l|du|en|mon|pus))* (?:chauffage|courant|electricite|eau chaude|eau|lumiere|jus|chaleur|climatisation|clim|hydro|fournaise|frein\\S*)|(?:fournaise|chauffage|thermopompe|clim|chaudiere|climatiseur|air climatise|calorifere|chauffe eau)(?: (?:est|a|s|marche|FRNE|fonctionne|part|vient|chauffe|a l|en|mon|ma|qui|arrete|veut))* (?:PLUS|PAS|mort\\S*|lache\\S*|brise\\S*|arrete\\S*|panne|FRSTOP|down|finie?|marche|FRSTOP de)|(?:panne (?:de courant|electrique|de chauffage)|en panne|tombe\\S* en panne|panne sur)|etincell?\\S*|(?:SEND|sent|odeur|senteur)(?: \\S+){0,3} (?:brule|bruler|plastique|fumee|chauffe|boucane)|panneau (?:electrique )?(?:\\S+ ){0,3}(?:chauffe|fume|brule|gresille|bourdonne)|(?:prise|prises)(?: \\S+){0,3} (?:fume|brule|fait des|chauffe|noircie)|on gele|gele\\S* (?:dans|dehors|ici)|fait (?:\\S+ )?(?:-?\\d+|froid)(?= .*(?:bebe|chauffage|fournaise))`,
      `(?:embarre\\S*|enferme\\S* dehors|barre\\S* dehors|pris\\S* dehors|(?:perdu|oublie|laisse|casse)(?: \\S+){0,3} (?:cles?|clefs?)|(?:cles?|clefs?)(?: \\S+){0,4} (?:dans (?:l|le|mon|la)|interieur|coince\\S*|cassee?|dedans)|porte (?:\\S+ ){0,3}(?:defonce\\S*|barre PLUS|ferme PLUS|barre PAS|ferme PAS|coince\\S*|brisee?)|(?:vitre|fenetre|porte)(?: \\S+){0,3} (?:brise\\S*|fracass\\S*|cass\\S*|eclate\\S*|defonc\\S*)|(?:cambriol\\S*|vole\\S* chez|entre par effraction|defonce)|(?:besoin|ai besoin|envoyez|faut|voudrais)(?: \\S+){0,3} (?:remorqu\\S*|towing|survoltage|boost)|(?:remorqu\\S*|towing)(?= .*)|(?:char|auto|voiture|camion|vehicule)(?: \\S+){0,4} (?:panne|part PAS|demarre PAS|part PLUS|demarre PLUS|mort\\S*|fosse|surchauffe|lache\\S*|fume)|crevaison|bord de (?:la|l) (?:route|autoroute|20|40)|pris\\S* (?:sur|dans) (?:l autoroute|le fosse|la 20|le banc|la 40))`,
      `(?:(?:dent|dents|couronne|plombage|molaire|broche)(?: \\S+){0,5} (?:casse\\S*|brise\\S*|tombe\\S*|perdu\\S*|mal|infect\\S*|abces|fendue?|elance\\S*|arrache\\S*|decoll\\S*|sautee?)|(?:casse|brise|perdu|fendu|pete)\\S*(?: (?:une|un|ma|deux|mon|la|en))* (?:dent|dents|couronne|plombage|molaire)|mal (?:de|aux?) dents?(?= |$)|abces|(?:joue|visage|face|gencive|bouche)(?: \\S+){0,3} (?:enfl\\S*|gonfl\\S*)|enfle\\S*|(?:douleur|mal)(?: \\S+){0,3} (?:insupportable\\S*|atroce\\S*|intense|terrible|endur\\S*|epouvantable|effrayant)|dors PAS (?:\\S+ ){0,3}(?:douleur|mal)|(?:chien|chat|chienne|chiot|chatte|chaton)(?: \\S+){0,6} (?:mange|avale|frappe\\S*|saigne|convuls\\S*|respire|empoisonn\\S*|vomit|chocolat|ecras\\S*)|(?:arret\\S* par la police|en prison|poste de police|garde a vue|en detention|menott\\S*|expuls\\S*|evinc\\S*)|(?:cour|audience|proces|comparu\\S*)(?: \\S+){0,3} (?:demain|aujourd)|(?:arbre|branche|poteau)(?: \\S+){0,5} (?:tombe\\S*|toit|char|maison|ecras\\S*|casse)|(?:frigo|congelateur|chambre froide|refrigerateur|frigidaire)(?: \\S+){0,4} (?:lache|panne|mort|PLUS|brise|marche PAS|arrete)|essaim|guepes?|chauve souris|serpent|mouffette|raton)`,
    ],
    {
      unlessBefore: [
        '(?:PAS|aucune?|sans|prevenir|assurance|prix|combien|soumission|annee derniere|eviter|rien de)(?: \\S+){0,2}',
      ],
      unless: [
        '(?:PAS|rien d) (?:une |d )?urgen\\S*',
        'PAS presse\\S*',
        'annee (?:derniere|passee)',
        'l an (?:dernier|passe)',
        'PLUS d urgence',
      ],
      unlessAfter: ['un peu', 'un petit peu', 'legerement', 'goutte a goutte'],
    },
  ),
];

export const lifeRules = life;
export const tradeRules = trade;
export const bareCry = rule('cries for help', [
  `${start}(?:help|HELP)(?: (?:help|me|now|right now|us|quick|hurry))+${end}`,
]);
