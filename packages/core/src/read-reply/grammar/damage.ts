import { end, type Rule, rule, start } from '../rule.ts';
import { notNow, notNowAfter } from './life.ts';

const need =
  '(?:leak|leaks|leaking|leaky|leaked|drip|dripping|pipe|toilet|heat|furnace|ac|a c|air|water|power|roof|door|lock|tooth|car|boiler|heater|fridge|freezer|plumber|electrician|locksmith|tow|dentist|vet|sewer|drain|lawyer|broken|stuck|broke)';
/** Wider nets, for damage that nobody called bad: a plain leak, a heater that is out. */
const plainDamage: readonly Rule[] = [
  rule(
    'speaks of damage being done now',
    [
      `(?:is|are|started|keeps|been|was|still|has a|have a|got a|there is a|a|water|pipe|pipes|roof|ceiling|heater|toilet|tank|tub|shower|wall|boiler|hose|valve|line|radiator|dishwasher|washer|fridge|unit|main|leak)(?: (?:water|just|now|pretty|active|bad|big|still|really|slowly))* (?:leak|leaks|leaking|leaked|dripping|pouring|spraying|gushing|seeping|flowing|coming out)(?= (?:[|,]|from|in|into|under|through|and|on|onto|behind|out|at|all|over|inside|water|near|above|below|onto|now|again|since|down|by|i|we|so|help|please|overnight|upstairs|around|between))`,
      `(?:heat|heater|furnace|boiler|ac|a c|air conditioner|air conditioning|hvac|air|hot water|water heater|power|electricity|elevator|toilet|fridge|freezer|well pump|sump pump|heat pump|lights|sewer|water|gas|pump|unit)(?: (?:is|are|has|have|just|MY|the|all|went|system|unit|suddenly|completely|totally|still|been|in the|in MY|whole|house|upstairs|main|only|one|we|pump))* (?:out|died|dead|quit|STOP|STOPPED|stopped|broke|broken|down|off|gone|failed|NOT (?:working|work|turning|coming|heating|cooling|blowing|running|turn|kick|start|flushing|flush|light|kicking|draining|stay|on|get)|shut off|shut down|kaput|busted|acting up|blowing (?:cold|hot|warm)|on the fritz)(?! (?:of|lot|by|the schedule))`,
      `(?:no|without|lost|NOT have|NOT have any|NOT any|out of) (?:any |our |MY |all )?(?:heat|heating|hot water|power|electricity|running water|water|ac|a c|air conditioning|cooling|working toilet|toilet|lights|gas service)(?= [|,])`,
      `(?:only (?:toilet|bathroom|shower))|(?:can|could) NOT (?:flush|shower|cook|use (?:the|any|MY) (?:toilet|bathroom|shower|sink|water))|(?:toilet|drain|drains|tub|sink|sewer)(?: \\S+){0,3} (?:backed|backing|overflow\\S*|NOT drain\\S*|coming up|rising)`,
      `(?:need|send|SEND|come|get|want|help|someone|anyone|somebody|fix)(?: (?!CALL|CALLED|back|reply)\\S+){0,9} (?:asap|immediately|urgently|stat|pronto|right now|right away|this instant|sos)|(?:asap|right now|sos|mayday)(?: \\S+){0,6} (?:leak\\S*|flood\\S*|broke\\S*|help|water|stuck|locked|pain)|come quick\\S*|need help (?:now|fast)|please help${end}|${start}help (?:please|asap|now|me|us)${end}|^ [|] help [|,] \\S+`,
      `(?:car|truck|van|vehicle|suv|engine|motorcycle|bike|battery|jeep|rv|alternator|transmission|it|she)(?: (?:is|has|just|will|completely|does|MY|the|wo|now))* (?:died|dead|stalled|NOT (?:start|starting|turn over|crank|move|go|shift)|overheating|smoking|broke down|broken down|on the side|stuck|totaled|wrecked)|(?:stuck|pulled over|broke down|broken down|dead|sitting|stopped|STOPPED)(?: \\S+){0,3} (?:road|highway|freeway|shoulder|interstate|i \\d+|hwy|exit|parking lot|ditch|snow|mud|bridge|tollway|\\d+)|(?:flat|blown|popped) (?:a )?tires?|(?:blew|popped) (?:a|MY|out|out a) tires?|(?:hit|hit by) (?:a|another) (?:deer|car|truck)|(?:got|in|had|was in|been in) (?:a |an )?(?:car |bad |minor )(?:accident|wreck|crash)|(?:in|had|been in) (?:a |an )(?:accident|wreck|crash|collision)|rear ended|smashed into|hit and run|wrecker`,
      `(?:pain|hurts|hurting|aching|ache|throbs|throbbing|toothache|tooth ache|abscess|infection|infected|swollen|swelling|swelled|bleeding|pus|fever|vomiting|throwing up|burned|burn|rash|sprain\\S*|broken (?:arm|leg|wrist|ankle|bone|toe|finger|nose))(?= .*(?:tooth|teeth|jaw|mouth|gum|gums|crown|root|extraction|face|wisdom|filling|since|bad|night|sleep|please|today|asap|stop|help|[|,]))`,
      `(?:dog|cat|puppy|kitten|pup|bunny|horse|parrot|hamster|lab|shepherd)(?: \\S+){0,6} (?:sick|hurt|injured|limping|vomit\\S*|throwing|eat|eating|ate|drink\\S*|lethargic|shaking|bleeding|poison\\S*|diarrhea|breath\\S*|bit|bitten|fight|seiz\\S*|choking|swallow\\S*|hit by|NOT (?:eat\\S*|drink\\S*|mov\\S*|walk\\S*|breath\\S*|pee\\S*|stand\\S*|keep\\S*|get\\S*|use|using|poop\\S*)|run over|crying|yelping|stung|bloody|pee|pooping|dying|collapsed)(?! (?:in|for a|groom))`,
      `(?:stuck|jammed|broken|busted|smashed|shattered|cracked|kicked|pried|vandalized|damaged)(?: \\S+){0,3} (?:door|lock|window|gate|garage|key|glass|windshield|storefront|deadbolt)|(?:door|lock|window|gate|garage|key|glass|windshield|storefront|deadbolt|spring)(?: (?:is|was|got|has|are|just|were|door|been|MY|the|in|front|wo|will|to))* (?:stuck|jammed|broke|broken|busted|smashed|shattered|NOT (?:close|lock|open|shut|closing|opening|locking|turn)|snapped|kicked|open all|wide open|fell off)|(?:break in|broke in|broken into|burglar\\S*|robbed|stole|stolen)|(?:got|am|is|are|been|we|i|accidentally|myself|us|ourselves) (?:\\S+ )?locked (?:out|MY|in|the)|lock(?:ed)?(?: \\S+){0,4} (?:out|keys?|inside)|lost (?:MY|the|all|both) (?:\\S+ )?keys?|key (?:broke|snapped|fob)(?: \\S+){0,3}`,
      `(?:water|sewage|poop|rain) (?:is )?(?:in|on|under|all over|inside|across|near|by) (?:the|MY) (?:basement|floor|floors|garage|house|kitchen|crawl\\S*|bedroom|hallway|cellar|attic|laundry|bathroom|ceiling|living|outlet|panel)|(?:raining|pouring|coming) (?:in|inside|through)(?= )|(?:hissing|whistling|gurgling|banging|steaming|knocking)(?: \\S+){0,4} (?:heater|boiler|tank|pipe|meter|panel|radiator|furnace)|(?:heater|boiler|tank|pipe|meter|radiator|furnace|panel)(?: \\S+){0,3} (?:hissing|whistling|banging|steaming|bulging|glowing|red hot|humming loud\\S*)|(?:lights?|power)(?: \\S+){0,3} (?:flicker\\S*|dimming|surging)|breakers? (?:keeps?|kept|will NOT|wont|is)(?: \\S+){0,3} (?:tripping|trip|reset|hot|on)|(?:trapped|stuck)(?: \\S+){0,2} (?:inside|outside|garage|elevator|roof|bathroom|gate|driveway)|(?:alarm)(?: \\S+){0,3} going off|(?:limb|branch|tree|pole|gutter|sign|wire|line)(?: \\S+){0,5} (?:hanging|leaning|about to|dangling|uprooted|split)|\\d\\d(?: degrees?)? (?:in|inside)(?: (?:here|the house|MY house|MY apartment|house|today|our))|(?:allergic|reaction|blister\\S*|hives)(?= .*(?:dye|color|wax|lash|nail|filler|botox|peel|med\\S*|swell\\S*|eye))|police (?:is |are )?(?:here|at)|(?:baby|newborn|infant|elderly|oxygen|wheelchair|disabled)(?= .*(?:heat|ac|cold|hot|power|water|locked|freez\\S*))|(?:heat|ac|cold|power|water|locked|freez\\S*)(?= .*(?:baby|newborn|infant|elderly|oxygen|wheelchair|disabled))`,
      `(?:wasps?|hornets?|bees?|yellowjackets?|bed ?bugs?|rats?|mice|snake|scorpions?|bat|bats|raccoon|squirrel|skunk|roaches|termites)(?: (?:is|are|in|all|everywhere|infest\\S*|nest|swarm\\S*|stung|got|loose|inside|over|a|just|flying|came|the|MY|and|swarming|running))+ (?:MY|the|our|everywhere|inside|house|bed|kitchen|kid|attic|over|baby|wall|living|bedroom)`,
      `(?:arrested|jail|custody|bail|warrant|subpoena\\S*|eviction|evicted|evicting|deported|deportation|detained|foreclos\\S*|restraining order|cps|dui|dwi|ice agents|locked up)(?= .*(?:now|today|tonight|tomorrow|morning|hearing|court|hours?|days?|need|help))|(?:court|hearing|arraignment|trial|deadline|deposition)(?: \\S+){0,4} (?:today|tomorrow|tonight|morning|monday|hour|hours)`,
      `(?:roof|ceiling|tree|shingles?|siding|gutter|fence|chimney|wall|deck|foundation|window|skylight|windows)(?: \\S+){0,4} (?:fell|falling|collaps\\S*|caved|caving|blew|blown|ripped|torn|tore|coming down|crashed|came down|sagging|hole|peeled)|(?:storm|tornado|hail|wind|hurricane|lightning)(?: \\S+){0,5} (?:damage|damaged|hit|took|ripped|broke|hole|leak\\S*|tore|struck|last night)|struck by lightning|water damage|(?:hole|gap)(?: \\S+){0,2} (?:roof|ceiling)|(?:mold|soaked|soaking|soggy|drenched|wet)(?: \\S+){0,4} (?:carpet|ceiling|wall|floor|everything|drywall|everywhere)|(?:carpet|ceiling|wall|floor|floors|drywall|everything|basement)(?: (?:is|are|all|getting|completely|was|and|MY|just))* (?:soaked|wet|soaking|soggy|drenched|under|ruined|bubbling|buckling|sagging)`,
    ],
    {
      unlessBefore: [
        ...notNow,
        '(?:quote|price|estimate|insurance|cost|much|charge|rates?|price for|pay|fee|bid)(?: \\S+){0,6}',
        '(?:used to|had a|history of|stopped|we had)(?: \\S+)?',
        '(?:drain|sink)',
        '(?:NOT|NEVER)',
      ],
      unlessAfter: [
        ...notNowAfter,
        'a (?:little|bit|tiny|tad)',
        '(?:a little|slightly|slowly)',
        'only (?:a|when)',
        'low battery',
        'of the (?:week|month|box)',
      ],
      unless: [
        'NOT (?:an |a |that |super |so |really )?(?:emergency|urgent|bad|rush|big deal|serious)|no (?:rush|hurry|emergency)|whenever|nothing urgent',
        '(?:small|slow|little|tiny|minor|slight|occasional|drippy|dripping faucet|faucet) (?:\\S+ )?(?:leak|leaks|drip|drips|leaking|dripping)|faucet (?:is )?(?:dripping|leaking)|a (?:little|bit|tad)|poquito|NOT leaking|leaking a bit|slow(?:ly)? leak\\S*',
        '(?:how much|price|quote|estimate|ballpark|cost|charge|rates?|what is your)',
        '(?:last|two|three|few|\\d+|couple) (?:years?|months?|weeks?) ago|last (?:year|winter|summer|spring|fall)|was fixed|got fixed|is fixed|all fixed|already fixed',
        'NEVER mind|MY ex|(?:new|replace|install|installed|upgrade|buy|selling|sell) (?:\\S+ ){0,2}(?:furnace|ac|heater|unit|toilet|roof|windows?|door|fridge)',
        '(?:all set|found (?:someone|another))',
        'your (?:tech|guy|guys|crew|driver|company|team)|you (?:fixed|installed|did|broke|guys fixed)|(?:you|your) .*(?:after|again)',
      ],
    },
  ),
  rule(
    'speaks of damage being done now',
    [
      `(?:fuga|gotera|goteras|gotea\\S*|goteando|tirando|chorr\\S*|derram\\S*|fugas)(?: \\S+){0,4} (?:agua|techo|cocina|bano|pared|calentador|tubo|piso|sotano|[|,])|(?:no|ya no) (?:funciona|sirve|prende|enciende|jala|arranca|enfria|calienta|cierra|abre|baja)(?: \\S+){0,4}|(?:se|me|nos) (?:me |nos |le )?(?:descompuso|apago|fue la|fue el|quebro|rompio|atoro|revento|tapo|daño|dano|quemo|murio|poncho|quedo)(?: \\S+){0,4}|(?:bano|drenaje|excusado|inodoro|toilet) (?:\\S+ ){0,3}(?:tapado|tapo|desborda\\S*|regresa\\S*|sube)|(?:choque|choco|chocamos)(?: \\S+){0,3}|(?:me|le) duele(?: \\S+){0,4}|(?:dolor|fiebre|infeccion|sangrando|sangra|sangre)(?: \\S+){0,4}|lo antes posible|cuanto antes|auxilio|socorro|ayudenme|ayudeme|rapido`,
      `(?:fuite|fuites|coule|couler|degoutte|pisse|fuit|goutte)(?: \\S+){0,4} (?:eau|toit|plafond|cuisine|bain|mur|plancher|tuyau|evier|sous|toilette|partout|[|,])|(?:fonctionne|marche|part|demarre|ferme|barre|ouvre|flush|chauffe|allume) (?:PLUS|PAS)(?: \\S+)?|(?:est|a) (?:\\S+ )?(?:lache|brise\\S*|mort|casse\\S*|pete\\S*|bouche\\S* et|en panne|coince\\S*)|(?:accident (?:de|d) (?:char|auto|voiture)|accrochage)|(?:douleur|mal|fievre|infection|saigne|saignement|enfle)(?: \\S+){0,3} (?:dent|dents|bouche|machoire|intense|beaucoup|fort|gencive|depuis|insupportable)|(?:au secours|au plus vite|le plus vite possible|a l aide|aidez me|vite${end}|des que possible|au plus sacrant|tout de suite(?= .*(?:eau|fuite|chauffage)))`,
    ],
    {
      unlessBefore: [
        '(?:cuanto|precio|presupuesto|combien|prix|soumission|estim\\S+)(?: \\S+){0,6}',
        '(?:no|sin|PAS|aucune?|NEVER)(?: \\S+)?',
      ],
      unlessAfter: ['un (?:poco|peu|poquito|petit)', 'poquito'],
      unless: [
        'un (?:poco|peu|poquito|petit peu)|poquito|no es urgente|PAS (?:urgent|presse)|annee (?:derniere|passee)|el ano pasado|cuanto|combien|precio|prix|ustedes|vous avez|me (?:hicieron|instalaron|arreglaron)|gracias|merci|ya (?:lo|la) (?:arregl|resolv)',
      ],
    },
  ),
];

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
        '(?:handle|do|offer|have|take|your|after hours|cover|provide|accept|24 hour|24 7|for an|of an|in an|the|open for|extra for|more for|super|too|nothing|as)(?: (?:you|do|24|offer|any))*',
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
      `(?:arrested(?= .*(?:need|help|now|today|tonight|jail|bail|lawyer))|in jail|got arrested|being arrested|in custody|police station|bail|bonded|booked into|locked up|detained|ice (?:took|picked|has|detained|agents)|being deported|raided|jailed)(?! (?:in \\d|years|last|when i))|(?:court|hearing|arraign\\S*|eviction|evicted|trial|deposition|foreclosure|auction)(?: (?:is|date|hearing|in|at|on|the|today|scheduled|for|being|was|got|served|sale|set))* (?:tomorrow|today|tonight|this morning|this afternoon|in an hour|hours?)|(?:served|serving)(?: \\S+){0,3} (?:papers|eviction|lawsuit|warrant|restraining)|(?:police|cops|sheriff|cop|detectives?)(?: (?:is|are|just|want|here|at|the|has|have|a|outside|came|MY|trying))* (?:here|outside|MY (?:door|house)|at the door|search\\S*|question\\S*|warrant|interrogat\\S*)|(?:evict\\S*|kicked out|locks changed|being evicted|locked us out)(?: \\S+){0,4} (?:today|tomorrow|tonight|now|hours)|took MY (?:kids|kid|son|daughter|children)|(?:kidnapped|took off with) MY \\S+|warrant out`,
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

export const tradeRules = [...trade, ...plainDamage];
export const bareCry = rule('cries for help', [
  `${start}(?:help|HELP)(?: (?:help|me|now|right now|us|quick|hurry))+${end}`,
]);
