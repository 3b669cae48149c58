import { end, type Rule, rule, start } from '../rule.ts';

export const contact = '(?:MSG|PESTER|CONTACT|SEND|SPAM|REPLY)';
const ourTexts =
  '(?:(?:all|any|the|w|your|these|those|this|this is|that|of|with|it|out|more|auto|automated|automatic|robo|marketing|mass|constant|stupid|such|me|to|sales|future|further|follow|up|unwanted|unsolicited|SPAM|group|reminder|business|you|MY|NUM) ){0,5}(?:MSG|SPAM|SHIT|CONTACT)';
export const untilMark = '(?: \\S+){0,3}?(?= [|,] )';
/** Somebody else, or something that we do for them. */
export const other =
  '(?:him|her|them|his|their|NAME|MY (?!NUM|FUCK|kid|mom|mother|dad|father|wife|husband|grandma|grandmother|grandpa|family|parents|elderly|house)\\S+|the (?!MSG|CONTACT|CALL|SPAM|auto)\\S+)';
const somebodyElse = '(?:he|she|they|it|who|that|MY \\S+|the \\S+|a \\S+|NAME|ex|landlord|people|someone)';
/** "Don't stop texting me", "I told my landlord to stop", "my ex won't stop". */
const turned = [
  '(?<!you (?:do |did |will |can |would )?|can you |could you |would you |will you )(?:NOT|NEVER)(?: (?:want|mean|say|ask|tell|need|have|got|told|asked|said|saying|asking))?(?: (?:you|it|them|this|these|the MSG|your MSG))?(?: to)?',
  'no need to',
  'did you',
  `${somebodyElse} (?:(?:will|does|do|did|would|can) )?(?:NOT|NEVER)`,
  `(?:tell|told|ask|asked|telling|asking|make|making|get|getting|want|wants|help|said) (?!you|your|yall|it |these|this|them stop|the MSG)(?:\\S+ ){1,3}to`,
  `${somebodyElse} (?:said|told me|tells me|keeps saying|says|wants me)(?: to)?`,
  'if i',
  'why did you',
];
export const me = '(?:me|MY NUM|this NUM|this|here|MY (?:house|family|personal NUM|private NUM))';
/** A limit on when or how, not a refusal: "before nine", "at work", "while I drive". */
const limits = [
  '(?:\\S+ )?(?:before|after|until|till|til|unless|between|while|during|when|at (?:work|night|home|\\d)|on (?:sundays?|weekends?|saturdays?)|so (?:early|late)|this (?:early|late)|in the (?:morning|middle|evening)|past \\d|yet|today|tonight|tomorrow|right now|too|back to)',
];
/** "Don't email me, text me"; not "or message me", nor "text me again and you will see". */
const textsWanted = [
  '[|,] (?:(?:but|only|instead|better|you can|CALL or) )*MSG (?:me|us|works?|instead|only|(?:is|would be) (?:ok|okay|fine|good|better|best))(?! again| one| and (?:i|you|see))',
];
const prefersText = [
  ...textsWanted,
  '[|,] MSG [|,]',
  '(?<!NOT |no |NEVER |or |STOP |and )(?:MSG|CONTACT) (?:me|is|only|instead|works|would|here)',
  'but (?:you can|can|MSG|text)',
];

/** Asking us to stop: "quit texting me", "please stop", "make these stop". */
const stopping: readonly Rule[] = [
  rule(
    'asks us to stop',
    [
      // However the clause began, it ends in the bare word and nothing is named that should stop.
      `(?<!(?:NOT|NEVER|to|will|it|they|he|she|we|i|bus|next|full|pit|non|the|a|an|last|first|one|door|dead|truck|rest|did|does|do|has|can|could|would|should|water|leak|noise|toilet|bleeding|pain|leaking|running|that|what|this|these|MY|of|quick|short|every|no|train|back|until|when|before|you|at|sudden|complete|hard) )STOP${end}`,
      `(?:if|wish|hoping|hope) (?:you|this|these|the MSG|MSG|it|they)(?: (?:could|would|can|all|people))* (?:STOP|stopped|STOPPED|quit)(?: (?:this|these|it|MSG|SEND|now|me))*${end}`,
      `(?:you|yall) (?:can|may|could) STOP(?: (?:now|this|these|it|MSG|SEND|trying|CONTACT|REPLY))+`,
      `(?:REPLY|reply) STOP${end}|end MSG|cancel (?:me|subscription|MY (?:NUM|subscription|MSG))${end}`,
      `respect(?: \\S+)? (?:privacy|wishes|request|boundaries)|(?:invasion|invading|violating)(?: \\S+){0,2} privacy|consumer protection`,
      `no need to (?:MSG|CONTACT|REPLY|follow up|keep)(?: \\S+){0,2} (?:again|further|any)`,
      `do NOT (?:use|have|store|list) (?:MY|this) NUM|NUM is (?:only )?for (?:\\S+ ){1,3}only`,
      `(?:asked|requested|told|prefer|wish|want|like|rather)(?: \\S+){0,4} NOT (?:to )?(?:be|get) (?:MSGED|MSG|CONTACTED|CALLED|SPAM)`,
    ],
    { unlessBefore: turned, unlessAfter: [other] },
  ),
  rule(
    'asks us to stop',
    [
      `STOP (?:${ourTexts}|(?:with |from |it |all |all the |the |your |these |this |trying to |ever )?${contact}|(?:following|checking) up|writing|(?:hitting|blowing|messing)(?: \\S+)? (?:up|with)|wasting|selling|trying|talking|(?:CALL|phone)(?: (?:me|this|MY NUM|here|again|and|or|NUM|so|every|${contact})|${end}))`,
    ],
    { unlessBefore: turned, unlessAfter: [other, `(?:and|or) \\S+ing ${other}`] },
  ),
  rule(
    'asks us to stop',
    [
      `${start}(?:(?:no|nope|ok|okay|yes|i said|i say|said|i (?:already|have already|have) said|already said|and|but|so|now|again|hi|hello|thanks|i repeat|no thanks|wrong NUM|enough|would you|man|dear|do you|you|you people|you all|lets|also|interested|NOT interested|or|FUCK|for the last time|this is SPAM|no more|um|uh|well|oh|then|sorry|i mean) ){0,2}STOP(?: STOP)*(?: (?:it|this|that|all|everything|all of this|all this|now|right now|today|already|here|them|these|those|this SHIT|that SHIT|thanks|thank you|thx|man|dear|STOP|again|NAME|immediately|forever|at once|to all|FUCK you|or else|doing this|doing that|for good|for real|i mean it|means STOP|ok|with this|with that|with these|with it|bothering|right away|you|people|from|being|no more|end|whatever|it takes|seriously|w|with|and|REMOVE me|cancel))*${end}`,
      `${start}(?:please )?to STOP${end}`,
      // Short and bare, whatever stands before it: "wtf stop", "bruh stop".
      `${start}(?!bus|full|next|one|last|first|pit|door|dead|truck|rest|non|NOT|it|he|she|they|the|MY|will|a|no)(?:\\S+ )(?!it|NOT|leak|water|toilet|noise|NEVER|will|bus|the|MY|a|NAME)(?:\\S+ )?STOP${end}`,
      `${start}(?!bus|full|next|one|last|first|pit|door|dead|truck|rest|non|it|he|she|they|a|no|NOT|NEVER|NAME|will|to|bleeding|leak|water)\\S+ STOP${end}`,
      `STOP thumb`,
      // "Stop I have a plumber", written in one breath.
      `(?<=^ [|] (?:(?:no|ok|okay|yes|and|omg|hey|hi) )?)STOP (?:i|we|you|this is|who|why|NOT|no|he|she|do NOT|already|or|because|am|your|nobody|anyone|these|NEVER|WRONG|enough|leave|go|get|REMOVE|UNSUB|FUCK|MY (?:wife|husband|mom|lawyer|attorney|NUM))`,
      `STOP (?:and|or|,) (?:STOP|desist)`,
      `(?<=^ [|] )STOP (?:it|this|that)(?: (?:already|now|please))* (?:i|you|we|this|he|she)|STOP all of (?:it|this|them|these)`,
    ],
    { unlessBefore: ['(?:NOT|NEVER) [|,]'] },
  ),
  rule(
    'asks us to stop',
    [
      `(?:can|could|would|will|can we|could we) (?:you|we|this|these|it|they|the MSG|your MSG|all this|you all|you people)(?: (?:all|people|now|both))? STOP(?: (?:this|that|these|it|now|already|here))?${end}`,
      `(?:you|this|these|MSG|it|they)(?: (?:all|people|really))? (?:need|needs|have|has|got|must|should|better|ought)(?: to)? (?:to )?(?:STOP|end)(?: (?:this|that|it|now|these))?${end}`,
      `(?:tell|telling|told|ask|asking|asked|want|need|would like|beg|begging|warn|warned|prefer|said|texted|wrote|replied|saying) (?:(?:you|yall|your \\S+|the|all|MSG|these|this|this NUM|it|people|them|twice|times|already|for|now|everyone|many) ){1,5}(?:to )?(?:be )?(?:STOP|end|REMOVED|opt out|UNSUB)`,
      `(?:said|texted|sent|wrote|replied|MSGED|typed|put|say|SEND|type|MSG|saying|answered|responded)(?: (?:you|the word|with|back|already|to))? STOP`,
      `(?:asked|told|begged|asking|telling) (?:you|yall|your \\S+|this NUM)(?: \\S+){0,3} (?:to|not to) (?:STOP|MSG|CONTACT|PESTER|leave)`,
      `how (?:do|can|to|would|could|on earth do|the do) (?:(?:i|we|you|me|one|someone|get|make|to) ){0,3}(?:STOP|end|block|cancel|turn off|get off|get out|opt out|UNSUB|get REMOVED)(?: (?:this|these|it|your|the|all|getting|receiving|of|from|all these|MSG|LIST|them|SPAM|to))*${end}`,
      `make (?:it|these|this|them|the MSG|your MSG|all this|all these|those|these MSG) (?:STOP|end|go away)${end}`,
      `(?:want|need|wish|like|love|appreciate) (?:this|these|it|the MSG|your MSG|all this|MSG|all MSG)(?: MSG)? (?:to )?(?:STOP|end|STOPPED|gone)`,
      `STOP means STOP`,
      `(?:chill|ease up|lay off|cool it|back off|easy|relax|hold off|cut back|cut down|tone it down|slow down|take it easy|stay off|done)(?: \\S+){0,2} (?:with|on|of|w)(?: \\S+){0,2} (?:MSG|MY NUM|SPAM)`,
      `(?:these|your|the|all these|all the|those|this) MSG (?:is|are|was|have|has|keep|keeps|need|needs|must|should|got)(?: (?:really|so|getting|become|becoming|very|beyond|way|all|to be|are|a))* (?:unwanted|unwelcome|NOT (?:wanted|welcome|appreciated|needed)|PESTER|ridiculous|excessive|too much|old|out of (?:control|hand)|intrusive|a nuisance|nuisance|unnecessary|driving me|waking|SPAM|coming|STOPPED|STOP|end)`,
      `(?:MSG|these) (?:do|does|will|would) NOT (?:STOP|end)${end}`,
      `(?:how many|many) times(?: \\S+){0,8} STOP`,
      `(?:way|ways|option|possible|able|button|link)(?: \\S+){0,3} (?:STOP|opt out|UNSUB|turn (?:this|these|MSG|it) off|turn off|get off|be REMOVED|cancel)(?: (?:this|these|MSG|it|your|the|getting|receiving|LIST|of|off|from|all))*${end}`,
      `turn (?:this|these|them|it|all this|the MSG|MSG|all)(?: \\S+)? off${end}`,
      `(?:do|does|did|will|would|can) (?:you|you people|you all|this|it|these)(?: MSG)? (?:NOT )?(?:NEVER |ever )?(?:STOP|quit)${end}`,
      `(?:why|when) (?:will|wo|would|do|are|can|does)(?: NOT)? (?:you|this|these|it|they|you people|you all)(?: MSG)?(?: going to| NOT| gonna| ever)? STOP`,
      `(?:please )?(?:end|STOP|cancel) (?:(?:all|this|these|the|your|any|MY|future|further|me from) ){1,3}(?:MSG|CONTACT|conversation|convo|chat|thread|subscription|CALL and MSG|UNSUB|SPAM|nonsense|SHIT)`,
      `put (?:an end|a STOP) to (?:this|these|the|your)`,
      `(?:turn|shut|switch) (?:(?:off|the|these|this|your|all|MSG|of|stupid) ){0,4}(?:MSG(?: off)?|these off|this (?:off|thing off))`,
      `(?:knock|cut) (?:it|this|that|the SHIT)(?: SHIT)? (?:off|out)`,
      `give it a rest|give me a break${end}`,
      `${start}(?:that is |this is |ok |okay )?enough(?: (?:already|is enough|of (?:this|these|your|the)|with (?:the|these|your|this|all)|MSG|now|please|thanks|you people|SPAM))*${untilMark}`,
      `(?:take|consider) (?:this|that|it|a)(?: \\S+){0,4} (?:STOP|opt out|REMOVED|UNSUB)`,
      `you (?:all |people |guys )?keep (?:on )?${contact}`,
      `(?:constantly|nonstop|always|still|CONTACT) ${contact} me`,
    ],
    {
      unlessBefore: [
        ...turned,
        '(?:MY (?!NUM)\\S+|he|she|they|NAME|the \\S+)',
        '(?:please|can|could|would|will|hope|if)',
        '(?:please|can|could|hope) you',
      ],
      unlessAfter: [`${other}`, 'by', 'in'],
    },
  ),
];

/** Forbidding it: "don't text me", "no more messages", "I'd rather not get texts". */
const forbidding: readonly Rule[] = [
  rule(
    'forbids us to text',
    [
      `(?:do NOT|did NOT want you to|NEVER|better NOT|${start}NOT)(?: (?:try to|dare|want you to|need you to|you|you dare|like you to|think about|attempt to|want you|bother|keep|want anyone to|want anybody to|want your company to)){0,2} (?:again )?(?:MSG|CONTACT|PESTER|SEND|REPLY)(?: (?:or|and) (?:CALL|MSG|CONTACT|PESTER))?(?: ${me}| again| any| MSG| more|${end}| or| and| no more| to ${me}| for any| a| stuff| things| these| back| them| at all| with| CALL| but CALL)`,
      `(?:do NOT|NEVER)(?: \\S+)? (?:CALL|bother)(?: (?:or|and) (?:MSG|CONTACT|PESTER))(?: ${me}|${end}| again)`,
      `(?:can you|could you|would you|will you|may i ask you to|ask you to|asked you|told you)(?: all)? NOT (?:to )?(?:MSG|CONTACT|PESTER|SEND)`,
      `no(?: more)? MSG (?:to )?(?:me|MY NUM|this NUM|here)`,
      `(?:do NOT|NOT|NEVER) want (?:to )?(?:you |your company |yall |anybody |anyone )(?:MSG|CONTACT|PESTER|SEND|to (?:MSG|CONTACT|PESTER|SEND|CALL))`,
    ],
    {
      unlessBefore: [
        '(?:i|we|he|she|they|who|it|people|you|NAME|if|NUM|MSG|that|MY \\S+|to)(?: would| will| can| do| did)?',
        'why',
        'if you',
      ],
      unless: textsWanted,
      unlessAfter: [other, ...limits],
    },
  ),
  rule(
    'forbids us to call',
    [
      `(?:do NOT|NEVER)(?: \\S+)? CALL(?: (?:me|MY NUM|this NUM|here|us|MY \\S+))?(?: (?:again|back|ever|please|for any|about))?${end}`,
      `(?:do NOT|NEVER) CALL (?:me|this NUM|here|MY NUM) (?:again|back|and|or|for)`,
    ],
    {
      unless: prefersText,
      unlessBefore: ['(?:i|we|he|she|they|who|you|NAME|if you|why)(?: would| do| did)?'],
      unlessAfter: limits,
    },
  ),
  rule(
    'wants no texts',
    [
      `(?:(?:do|did|would|does|really|could|should|will) NOT|no longer|NEVER|NOT|nor do i) (?:\\S+ )?(?:want|wish|need|like|care|wanting|desire|looking|appreciate|welcome|accept|interested in|authorize|consent to|agree to|care to|want to be|permit)(?: (?:to|be|being|get|getting|receive|receiving|hear|hearing|have|any|your|these|this|you|more|further|another|of|all|from|for|anymore|again|no|the|such|a|see|part|kind|unsolicited|random|SPAM|sales|automated|type|on|or|part|included|included in|single|business))* (?:MSG|CONTACT|CONTACTED|MSGED|SPAM|MSG or CALL|CALLED|LIST|REPLY|(?:anything|nothing)(?: else| more| to do with)?(?: from| with)? you|CALL and MSG|CALL or MSG|SHIT|from you(?! (?:before|until|till|by|today|tomorrow)))`,
      `(?:do NOT|NEVER|did NOT|no longer) (?:want|need|like|care for|wish for) (?:these|them|any of (?:this|these|it|them)|your (?:SPAM|SHIT|help|business|services?|offer|offers)|(?:any|no) more of (?:this|these)|whatever)(?: (?:again|anymore|please))?${end}`,
      `(?:would |i )?(?:rather|prefer|prefers) (?:to )?(?:NOT|no|STOP)(?: (?:be|to be|get|getting|receive|receiving|have|hear|to|any|your|these|MSG|more)){0,4} (?:MSG|MSGED|CONTACT|CONTACTED|from you)`,
      `(?:want|have) (?:nothing|no part) (?:more |else |further )?(?:to do with|of|from) (?:you|your|this|these)`,
      `(?:no|NOT any|without|zero) (?:more|again|further|additional|future|other) (?:of )?(?:your |these |this |the |auto |automated |sales |marketing |business |robo )?(?:MSG|CONTACT|SPAM|CALL(?: or MSG)|CALL${end}|CALLED|following|outreach|SHIT|interaction)`,
      `${start}(?:(?:ok|and|but|so|also|absolutely|i said|we said|hi|hello|sorry|thanks) )?no (?:more |again |additional )?(?:MSG|CONTACT|SPAM|MSGED|PESTER|REPLY|soliciting|solicitors|solicitations|CALL MSG|CALL or MSG|MSG or CALL|CALL no MSG)(?: (?:at all|ever|or CALL|here|to this NUM|anymore|again|on this NUM|from you|thanks|thank you|ok))*${end}`,
      `no longer (?:a|your) (?:customer|client|patient|member)(?= .*(?:MSG|REMOVE|STOP))`,
      `i do NOT (?:do|accept|take|allow|respond to|answer|want|like|use) (?:business |SPAM |any |unsolicited |your |these |random |automated |sales )*MSG(?= from | [|,] )`,
      `(?:am|we are|is) (?:done|finished|through|sick|tired|fed up|over|sick and tired)(?: \\S+){0,2} (?:with|of|getting|receiving|by)(?: (?:these|your|all|this|the|getting|receiving|you|of|being|constant))* (?:MSG|SPAM|PESTER|CONTACTED|MSGED|you${end})`,
      `last time (?:i|you|we|im)(?: \\S+){0,4} (?:MSG|STOP|ask|asking|CONTACT|tell|telling|say|saying)`,
      `(?:it|that) is (?:the )?last (?:warning|MSG)`,
    ],
    {
      unlessAfter: [
        'but',
        '(?:to|for) (?:him|her|them|MY (?!NUM))(?! NUM)',
        'on (?:him|her|them)',
        'yet',
        '(?:until|till|before|unless|while|at work)',
        'back',
      ],
      unlessBefore: ['if you', 'why do', 'did you', 'do you'],
    },
  ),
];

/** Asks for no more texts in so many words. */
export const refusingEnglish: readonly Rule[] = [...stopping, ...forbidding];
