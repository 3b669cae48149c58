import type { ReplyIntent } from '../read-reply.ts';
import { end, type Rule, rule, start } from '../rule.ts';

const ourTexts = '(?:MSG|updates|those|these|them|it)';
const optIn = rule(
  'asks to hear from us again',
  [
    `(?:start|resume|begin|restart|continue|keep) (?:\\S+ ){0,2}?(?:MSG|SEND|CONTACT)(?: \\S+){0,3} (?:again|back)`,
    `(?:can|may|ok to|okay to|go ahead and|start|resume) (?:start )?(?:MSG|CONTACT|MSGED) me again|(?:sign|put|add|opt|subscribe) me (?:back )?(?:up|on|in|to)(?: (?:again|for MSG|to|the|your|LIST|MSG))*${end}|(?<=^ [|] )MSG me again(?= [|] $)|resubscribe\\S*|re subscribe|opt (?:me )?(?:back )?in|UNSUB by (?:accident|mistake)|(?:accidentally|did NOT mean to) (?:UNSUB|STOP|opt out)`,
    `(?:keep|continue|resume)(?: on)? (?:MSG|SEND|CONTACT)(?: \\S+){0,3}|keep (?:(?:${ourTexts}|them|these|those|it) coming|me (?:on|posted|in the loop|subscribed))|(?:leave|keep) me on|stay on the LIST`,
    `(?:do NOT|NEVER|(?<!(?:will|would|can|could|does) )NOT) (?:STOP(?: (?:MSG|SEND|${ourTexts}))*(?: me)?${end}|STOP (?:your|the|MY) MSG|(?:take|REMOVE|drop|get) me(?: \\S+){0,4})`,
    `(?:still|yes|do|i) (?:want|need|like|love|rely on|appreciate)(?: (?:to|get|getting|receive|the|your|MY|those|these))* (?:MSG|those|these)${end}`,
    `(?:STOP|UNSUB)(?: \\S+){0,4} by (?:accident|mistake)|(?:turn|switch)(?: \\S+){0,3} back on|(?:put|add|sign) me (?:back|again)(?: \\S+){0,3}`,
    'reinscri\\S*|reabonn\\S*|suscribir\\S* (?:de nuevo|otra vez)|(?:pueden|puede) (?:volver a )?WRITE(?: \\S+)? (?:de nuevo|otra vez)',
    'seguir recibiendo|(?:siga|sigan|sigame|siganme) WRITE(?: \\S+){0,2}|vuelv\\S+ a suscribir|(?:alto|STOP|baja)(?: \\S+){0,2} (?:por error|sin querer)|si QUIERO(?: (?:los|las|seguir|recibir|sus))* (?:MSG|avisos|recibiendo)|regrese\\S* a la (?:ESLIST|LIST)|no (?:me |los |las )?(?:ESREMOVE|ESSTOP)(?: de la (?:ESLIST|LIST))?(?= .*(?:QUIERO|gust\\S+|sirven|MSG|avisos))',
    '(?:continuez|continue)(?: (?:a|de|me|vos|donc|les))* (?:WRITE|MSG|SEND)?|(?:remettez|gardez|laissez|remets|garde) me(?: (?:sur|dans)(?: \\S+){0,2})|(?:veux|aime|voudrais)(?: (?:bien|les|vos|recevoir|garder))* MSG|(?:(?<!(?:ca|il|elle|eau|fuite) )FRSTOP|lachez) PAS(?: (?:les|vos|de))*(?: (?:MSG|WRITE))?(?= .*(?:veux|aime|utile|besoin|[|] $))',
  ],
  {
    unlessBefore: ['(?:NOT|NEVER|no|PAS|PLUS|FRNE|you|why do you)(?: \\S+){0,2}'],
    unlessAfter: ['(?:PAS|PLUS)'],
    unless: ['(?:do NOT|no longer|NEVER|no|PLUS|PAS) (?:want|QUIERO|veux) .*(?:MSG|these|avisos)'],
  },
);

/** "Unsubscribe? No no, keep texting me": what was asked before is answered with no. */
export const takesBack = rule('asks to hear from us again', [
  '[|,] (?:(?:no|nope|wait|sorry|oops|but|i mean) )+keep (?:MSG|SEND|CONTACT|(?:them|these|those|it) coming)(?: me)?(?= [|] $)',
]);

const asking = rule('asks who we are', [
  `(?:who|whose|what company|which company)(?: (?:is|am|are|NUM|the|exactly|s))* (?:this|you|it|these|i MSG(?: with)?|NUM|the message from)(?: people)?${end}|new NUM who dis|who dis`,
  `(?:do|can) NOT (?:recognize|recognise|know) (?:this|the|your)(?: NUM| one)?(?= [|,]| who| what| and)|do i know you`,
  `what (?:is|was) (?:this|it|that|your (?:company|business))(?: (?:about|for|regarding))?${end}|is this (?:a )?(?:real|actual|live) (?:person|human)|why did you CALL me`,
  `(?:do NOT|can NOT) (?:understand|get)(?: (?:this|it|what|how|any of this))+|what (?:am i|do i)(?: \\S+){0,3} (?:REPLY|press|do|type|put|say|answer)`,
  '(?:quien|con quien)(?: (?:es|son|habla|hablo|me|PHONE|le|eres|les))+(?: (?:usted|ustedes|este|esto|ahi|de))*(?= [|,] )|de (?:parte de quien|donde (?:son|es|PHONE|hablan?))|(?:para )?que es (?:esto|este MSG)|no (?:le |les )?entiendo',
  '(?:c est qui|qui (?:est ce|parle|etes vous|WRITE|c est)|vous etes (?:qui|quelle|quel))|comprends (?:PAS|rien)|c est quoi (?:ca|ce MSG|MSG)',
]);

const complaint = rule('complains', [
  `(?:NEVER|NOT|no one|nobody|NOT yet|still NOT|did NOT|has NOT|NEVER even) (?:\\S+ )?(?:showed|shown|show|came|arrived|CALLED|called|CALL|return\\S*|MSGED|answer\\S*|got back|get back|come back|responded|respond\\S*|picks? up|CONTACTED|heard back|followed)(?= (?:up|me|back|[|,]|anyone|MY|to|today|yesterday|out|when|the))`,
  `(?:no one|nobody|you|they) (?:ever |NEVER )(?:CALL|answer\\S*|picks? up|respond\\S*|CALLED|return\\S*|show\\S*|came)`,
  `(?:no show|NO call no show|stood me up|waste of|wasted|ripped? off|rip off|overcharg\\S*|over charged|double charged|charged (?:me )?(?:twice|double|too much)|refund\\S*|money back|(?:very |so |extremely |really )?(?:disappoint\\S*|unhappy|dissatisfied|unprofessional|frustrat\\S*|pissed|upset|disgusted|furious|rude|ridiculous|unacceptable|incompetent|sloppy|horrible|terrible|awful|pathetic|shady|worst|appalling|disgrace\\S*|joke)|poor (?:service|job|work)|bad (?:service|job|review|experience)|1 star|one star|bbb|small claims|want to speak to (?:a|the|your) manager|(?:a|the|your) (?:manager|supervisor|owner) (?:to|now)|complain\\S*|lousy|crappy|half assed)`,
  `(?:still|again)(?: \\S+){0,3} (?:broken|leaking|clogged|NOT working|NOT fixed|waiting|the same)(?= .*(?:you|your|after|tech|fix\\S*|repair\\S*))|(?:after|since) (?:you|your (?:guy|tech|crew|guys|team))(?: \\S+){0,3} (?:fix\\S*|repair\\S*|left|work\\S*|did|was|install\\S*)|your (?:guy|tech|guys|crew|driver|team|plumber|technician|people|worker|receptionist|installer)(?: \\S+){0,4} (?:NEVER|NOT|left|broke|damaged|scratch\\S*|late|rude|cracked|ruined|messed|forgot|hung)|(?:third|3rd|second|2nd|fourth|4th|fifth|5th) time (?:i|we|this|nobody|no|CALL)|(?:been|still) (?:waiting|on hold|trying)(?: \\S+){0,5} (?:hours?|hrs?|minutes?|min|days?|weeks?|all day|forever)|(?:left|leaving)(?: \\S+){0,3} (?:messages?|voicemails?|MSG|vm)(?= .*(?:no|NEVER|nobody|NOT|without))|why (?:is|does|do|can)(?: NOT)? (?:no one|nobody|anyone|you)(?: \\S+){0,2} (?:answer\\S*|CALL|respond\\S*|pick\\S*)|why (?:is|are|do) you (?:MSG|SEND|CONTACT)`,
  `(?:muy |que |pesimo |mal |pesima |terrible )+(?:servicio|trabajo|atencion)|pesim\\S+|decepcion\\S+|reembols\\S+|devuelv\\S+ (?:\\S+ )?dinero|(?:nadie|nunca|jamas|no) (?:me |nos )?(?:contest\\S+|respond\\S+|atiend\\S+|lleg\\S+|vino|vinieron|aparec\\S+|devuelv\\S+|devolv\\S+)|MAS (?:lleg\\S+|vino|vinieron|contest\\S+)|nadie (?:me )?(?:PHONE|contesta|respon\\S+)|queja\\S*|enojad\\S+|me cobraron|estaf\\S+|inaceptable|sigue (?:goteando|igual|fallando|tapado|roto)|llevo (?:\\S+ )?(?:horas|dias|esperando)`,
  `decu\\S*|(?:s est|est|FRNE est|s|sont)(?: (?:jamais|PLUS|PAS))+ (?:presente\\S*|venu\\S*|montre\\S*|pointe\\S*|arrive\\S*)|rembours\\S+|(?:mauvais|pietre|pire|affreux|terrible|horrible) service|inacceptable|insatisfait\\S*|plainte|fache\\S*|(?:personne|PAS|jamais) (?:\\S+ ){0,2}(?:repond\\S*|rappel\\S*|PHONE)|surfactur\\S+|trop cher charge|arnaqu\\S+|(?:ca fait|attends depuis) (?:\\S+ ){0,3}(?:heures?|jours?|semaines?|fois)|frustr\\S+|c est une honte|ridicule|professionnel du tout`,
]);

const existing = rule(
  'is already a customer',
  [
    `(?:am|are|is|was|been|as) (?:already |still )?(?:a |an |your )?(?:\\S+ )?(?:customer|client|patient|member|regular)|(?:existing|current|returning|long ?time|loyal|repeat|previous|past|old|regular|established) (?:customer|client|patient|member)|(?:customer|client|patient) (?:of yours|since|for \\S+ years?|there|with you)`,
    `you(?: (?:people|all|guys))? (?:did|cleaned|fixed|installed|replaced|repaired|painted|built|serviced|sold|worked on|came (?:out|by|over)?|put in|treated|groomed|cut|handled|represented|helped|remodeled|sprayed|mowed|tuned|pumped|unclogged|redid|changed|detailed|towed|roofed|wired|set up|trimmed|filed)`,
    `(?:MY|the|an|our|this|about) (?:last |latest |recent |open |existing |current )?(?:invoice|bill|balance|statement|order|warranty|account|receipt|policy|case|work order|claim|file|membership|contract|deposit|ticket|service plan|records|prescription|payment|crown you|estimate you|quote you)|order (?:NUM|\\d+)|invoice (?:NUM|\\d+)|(?:in|at) your shop|(?:the|your) (?:tech|technician|guy|crew|team|plumber|electrician|installer)(?: (?:who|that|was|came|came out|yesterday|just|left|said|told))+|have an account|(?:paid|pay|paying) (?:MY|the|you|last)|(?:did|done|worked on|installed|fixed|service)(?: \\S+){0,4} (?:last (?:year|month|week|spring|fall|summer|winter)|yesterday|for (?:us|me))|(?:status|update) (?:of|on) (?:MY|the|our)|is (?:it|MY \\S+) (?:ready|done)|(?:dr|doctor|dra) \\S+ (?:sees|is MY|did|told|said)`,
    `(?:ya )?(?:SOY|somos) (?:\\S+ )?(?:client\\S+|paciente)|(?:ESMY|mi|una|de la|la) (?:factura|cuenta|pedido|orden|garantia|poliza|expediente|recibo|caso)|ustedes (?:me |nos )?(?:hicieron|instalaron|arreglaron|pusieron|repararon|vinieron|pintaron|cambiaron|limpiaron)|me (?:hicieron|instalaron|arreglaron|pusieron|repararon)|(?:esta|ya esta) list[oa] mi`,
    `(?:suis|suis deja|deja|est|sommes)(?: \\S+){0,2} (?:clients?|cliente|patient\\S*)|(?:FRMY|ma|mon|sur ma|la|une) (?:facture|commande|compte|garantie|dossier|solde|police|contrat)|vous (?:avez|aviez)(?: \\S+){0,2} (?:fait|installe|repare|change|pose|refait|nettoye|peinture\\S*|venu\\S*)|vous etes venus?|est (?:prete?|pret)|votre technicien (?:est|a|m)`,
  ],
  { unlessBefore: ['NOT', 'can', 'could'], unlessAfter: ['yet'] },
);

const price = rule(
  'asks for a price',
  [
    `(?:how|hw) (?:much|mch|mutch)|(?:price|prices|priced|pricing|prices?|cost|costs|costing|quote|quotes|quoted|estimate|estimates|estimated|bid|bids|rate|rates|fee|fees|ballpark|charge|charges|charging|afford\\S*|cheap\\S*|expensive|discount\\S*|coupon\\S*|special|specials|financing|payment plans?|deposit required|per hour|hourly|copay|insurance take|take (?:MY )?insurance|going rate|price range|budget|run me|damage cost|retainer)`,
    'cuanto|cuanto\\S*|precios?|presupuestos?|cotiz\\S+|cobra\\S*|cuesta\\S*|costo|costos|costaria|tarifas?|descuentos?|sale|estimado',
    'combien|prix|soumissions?|devis|tarifs?|coute\\S*|cout|couts|estim\\S+|rabais|estime|chargez|honoraires',
  ],
  { unlessAfter: ['is (?:fine|good|too|okay)'], unlessBefore: ['(?:NOT|at) (?:any|all)'] },
);

const booking = rule('wants or answers about an appointment', [
  `(?:book|booking|booked|schedul\\S+|reschedul\\S+|resched|appointments?|appts?|apt|appt|availab\\S+|avail|openings?|slots?|reserv\\S+|consult\\S*|consultation|table for|walk ins?|squeeze me|fit me in|get me in|get in|come (?:out|by|over|look|take|see|check|fix|do|today|tomorrow|and|in|this|on|sooner|at|to)|came by|stop (?:by|over|in|at|off|out)|swing by|drop (?:by|off|in)|pop (?:in|over|by)|send (?:someone|somebody|out)|get (?:someone|somebody) (?:out|over|here)|when (?:can|could|is|are|will|would|do)|what (?:time|times|day|days)|how soon|how late|earliest|soonest|next available|move (?:it|MY|that|the)|push (?:it|back|MY)|postpone|cancel (?:MY|the|our|tomorrow|today|that|this|it|for|on|and|me|us|\\S*day)|running late|be late|on MY way|looking to (?:get|have)|visit|check ?up|cleaning|tune ?up|oil change|inspection|haircut|estimate appointment|time works|works for (?:me|us)|open (?:on|today|tomorrow|sat\\S*|sun\\S*|late|now|this|any|for)|(?:do|are) you (?:\\S+ )?open|hours|get (?:in|seen)|see (?:the|a) (?:dr|doctor|dentist|vet|hygienist)|need (?:a|an|to get|to have) (?:\\S+ ){0,3}(?:done|cleaned|checked|looked at|inspected|replaced|installed|haircut|trim|cleaning|checked out)|STOP (?:by|over|in|at|off|out|and)(?: \\S+)?)`,
  `(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|weds?|thurs?|fri|sat|tomorrow|tmrw|tmw|tomorow|2moro|next week|this week|weekend|this afternoon|noon|mornings?|evenings?|afternoons?|end of (?:the )?(?:week|day|month)|today)|(?:at|after|around|by|before|between) \\d+(?: \\d+)?(?: ?(?:am|pm|ish|a|p))?|\\d+(?:am|pm|ish)|\\d+ (?:works|is (?:fine|good|better|great|perfect)|am|pm|o clock)`,
  'citas?|agend\\S+|reserv\\S+|disponib\\S+|(?:puede|pueden|podria|podrian|cuando|van a|va a|quien pueda) (?:\\S+ ){0,2}(?:venir|pasar|revisar|ver|vienen|llegar|mandar|WRITE|atender\\S*)|horario\\S*|(?:manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|fin de semana|la semana|hoy|esta tarde)|a las \\d+|cancelar (?:mi|la)|espacio|turno|consulta|limpieza',
  'rendez(?:-| )?vous|rdv|disponib\\S+|dispo|(?:pouvez|pourriez|peux|pourrait|peut|voulez)(?: \\S+){0,3} (?:passer|venir|arreter|voir|regarder|envoyer)|reserv\\S+|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|aujourd hui|fin de semaine|semaine prochaine|ce matin|cet apres midi|cette semaine)|(?:a|vers|apres|avant) \\d+h?\\d*|\\d+h\\d*|de la place|place (?:vendredi|demain)|annuler (?:mon|le|FRMY)|deplacer|horaire|heures d ouverture|quand (?:pouvez|est|peut)|consultation|nettoyage',
]);

const callback = rule(
  'wants a call',
  [
    `(?:CALL|ring|phone|buzz|NUM) (?:me|us)(?: \\S+)?|${start}CALL${end}|(?:CALL|CALLED) back|callback|(?:give|gimme|get|gives) (?:me |us )?(?:a |someone to )(?:CALL|ring|buzz|shout|holler)|(?:someone|somebody|anyone|you|him|her|owner|manager|doctor|tech|have \\S+|office) (?:\\S+ )?CALL|(?:talk|speak|spoke|chat) (?:to|with)(?: \\S+)?|(?:real|actual|live|human) (?:person|human|agent|someone)|best time to (?:CALL|CONTACT)|free (?:now|to talk|for a CALL)|(?:can|could|may) (?:you|someone|i) (?:\\S+ )?CALL|will CALL|(?:i |we )?(?:can|will|going to|try) (?:\\S+ )?(?:CALL|to CALL) (?:you|back|later|again)|CALL (?:you )?(?:later|back|after|before|anytime|any time|at|around|when|now|tomorrow)|CALL NUM|(?:hit|reach|CONTACT) me (?:at|on|back)|can NOT talk|prefer (?:a )?(?:CALL|to talk)|CALL instead|over the NUM|on the NUM|via NUM|CALLED me back`,
    'PHONE(?:me|nos)?|hablar con|(?:hable|hablen)(?:me|nme)? (?:\\S+ )?|devuelv\\S+ (?:\\S+ )?(?:PHONE|llamada)|me pueden (?:PHONE|hablar|marcar)|una llamada',
    '(?:PHONE|rappel\\S*)(?: (?:me|moi|vous|demain|quand|vers|apres|au))*|donne\\S* (?:me )?un (?:appel|coup de fil|call)|parler (?:a|avec)|(?:joindre|rejoindre)',
  ],
  { unlessBefore: ['do NOT', 'NEVER'] },
);

const thanks = rule('thanks us, nothing to do', [
  `(?<=^ [|] )(?:(?:ok|okay|k|kk|great|perfect|awesome|cool|sweet|nice|good|wonderful|excellent|alright|got it|gotcha|sure|will do|thumb|no worries|no problem|np|sounds good|see you|see you then|bye|have a (?:good|great|nice) \\S+|looks good|all good|i am good|am good|understood|noted|roger|later)(?: [|,])? ?)+(?= [|] $)`,
  '(?:thank|thanks|thx|ty|tysm|thnx|tks|thanx|cheers|appreciate\\S*|much obliged|god bless)',
  'gracias|agradec\\S+|perfecto|de acuerdo|muy amable|ya (?:lo |la )?(?:arregl\\S+|resolv\\S+|quedo)|(?:arregl|resolv|solucion)\\S+|no es necesario|esta bien|encontre a|consegui a|bendiciones|sale pues|okey|vale',
  'merci\\S*|parfait|d accord|c est (?:beau|bon|correct|regle|parfait|gentil|note)|apprecie\\S*|super|excellent|regle|bonne (?:journee|soiree)|PLUS besoin|PAS necessaire|oubliez ca|trouve quelqu\\S*|genial',
  `(?:found|hired|got|went with|using|chose|booked with) (?:someone|somebody|another|a different|somewhere|other|NAME)(?: \\S+)?|(?:figured|worked|sorted) (?:it |that )?out|(?:got|is|was) (?:it |all |already |been |that )*(?:fixed|resolved|handled|sorted|solved|working|taken care of)|NEVER mind|nevermind|nvm|no longer (?:need|needed|looking)|do NOT need (?:\\S+ )?(?:anymore|it|help|again|service|you)|all (?:set|good|taken)|problem solved|(?:is|am|are|we is) (?:all )?(?:set|good)(?= [|,]| now| thanks| thank)|no thanks|no thank you|already (?:found|have|got|hired|taken|fixed|done)|thumb`,
]);

const staying = rule('is content with our texts', [
  `[|,] (?:(?:but|only|instead|better|you can|CALL or) )*MSG (?:me(?! again)|works?|(?:is|would be) (?:ok|okay|fine|good|better|best))`,
  `(?<!NOT )(?:have|got|has|is|reached|this is) the (?:right|correct) NUM|NOT (?:\\S+ )?amiss NUM|(?:i|we) did CALL`,
  `did NOT (?:say|type|SEND|ask(?: you)?|opt|want|choose)(?: (?:for|to))? (?:STOP|UNSUB|out)|did NOT UNSUB`,
  'PHONE [|,] (?:mejor |pero |solo |un |por )*(?:WRITE|MSG)|si (?:les |los |lo |le |la )?PHONE',
  'PHONE PAS [|,] (?:\\S+ )?WRITE|[|,] WRITE me|ai bien PHONE',
]);

/** What a text is about where it asks neither for silence nor for help in need; the first that holds wins. */
export const ordinary = {
  opt_in: [optIn],
  help: [asking],
  complaint: [complaint],
  price: [price],
  existing_customer: [existing],
  booking: [booking],
  callback: [callback],
  thanks_no_action: [thanks],
  other: [staying],
} as const satisfies Partial<Record<ReplyIntent, readonly Rule[]>>;
