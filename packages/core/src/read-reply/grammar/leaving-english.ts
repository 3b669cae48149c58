import { end, type Rule, rule, start } from '../rule.ts';
import { me, other, untilMark } from './opt-out-english.ts';

/** What people have with a business beside its texts, and may want to end. */
const theirs = '(?:warranty|insurance|plan|coverage|protection|maintenance|membership|contract|policy|lease)';

/** Off the list: "take me off", "lose my number", "unsubscribe", "opt me out". */
const leaving: readonly Rule[] = [
  rule(
    'asks to be taken off the list',
    [
      `(?:REMOVE|take|get|pull|drop|keep|leave|cut|kick|cross|strike|clear|have|want|move|delist)(?: (?:out|off))? (?:me|MY(?: \\S+)? NUM(?: (?:and|or) NUM)?|this(?: \\S+)? NUM|this|MY family|the NUM|NUM \\S+|MY (?:husband|wife|mom|dad|mother|father) NUM|MY \\S+ from)?(?: (?:off|from|out|outta))?(?: (?:of|from|off|in))?(?: (?:your|ur|the|this|these|those|any|all|whatever|that|every|future|further|it|you|company|companys|business|office|MSG|mailing|marketing|contact|contacts|sms|phone|NUM|calling|group|auto|robo|stupid|of|or|and|CONTACT|SPAM))* (?:LIST|MSG|SPAM|contacts?|CONTACT|thread|group MSG|group|LIST this is|LIST it is|subscriptions?|campaign|service list)`,
      `REMOVE (?:me|MY NUM|this NUM|MY \\S+ NUM|MY NUM and NUM|all MY NUM|NUM|us)(?: (?:from (?:this|here|these|everything|it|all of this|all)|off (?:this|these)|now|immediately|today|asap|at once|completely|permanently|thanks|thank you|too|and \\S+|or \\S+|entirely|already|ok))*${end}`,
      `(?:REMOVE|lose|forget|burn|drop|trash|dump|scrap|destroy|lose|throw (?:away|out)) (?:all )?(?:MY(?: \\S+)?|this|these) NUM`,
      `(?:take|get|count|keep|leave|pull|want|REMOVE) (?:me|MY NUM|this NUM) (?:off|out of this|out of it)(?: (?:this|these|it|here|now|immediately|please|already|of this|of these|thanks|thank you|that))*${end}`,
      `(?:want|like|need|wish|asking|ask|asked|request|requesting|love|prefer)(?: \\S+)? (?:(?:to|be|get|to be|to get|me|being|my|i|we|have|been) ){0,3}(?:off|out|REMOVED|off of|taken off|UNSUB|opted out|out of)(?: (?:of|from|off))?(?: (?:your|this|these|the|any|all|whatever|that|MSG|SPAM))*(?: LIST| MSG| this| these| here|${end})`,
      `(?:please )?(?:be|get|getting|been|am) (?:REMOVED|taken off|UNSUB)(?: (?:from|of|your|the|this|these|MSG|all|any))* (?:LIST|MSG|here|this|these)`,
      `(?:off|out of) (?:of )?your (?:\\S+ )?LIST`,
      `(?:REMOVE|take|get|pull|want|scratch|cross|strike|drop|have|keep|leave|clear) (?:me|MY \\S+|this \\S+|NUM \\S+|the NUM)(?: \\S+){0,2}? (?:off|from|out)(?: of)?(?: (?:\\S+ ){0,3}?(?:LIST|MSG|CONTACT|SPAM|tree|chain|group|thread|service|rotation|campaign|outreach)| (?:here|there|this|these|it|everything|whatever)${end})`,
      `REMOVE (?:it|this|us|me) from (?:wherever|everywhere|anything|everything|whatever)|(?:take|cross|get) (?:it|MY NUM|this(?: NUM)?) off(?: please| of (?:there|here))?${end}`,
      `REMOVED from (?:\\S+ ){0,4}(?:LIST|MSG|CONTACT|here)`,
      `forget (?:that )?(?:you (?:ever |NEVER )?(?:have|had|got|know)|about) (?:MY NUM|me)`,
      `(?:please )?do NOT (?:keep|have|save|store|use|hold)(?: onto)? MY (?:\\S+ )?NUM`,
    ],
    {
      unlessBefore: [
        '(?:how|can|could|should|do|did) (?:do |can |should |to )?(?:i|we)',
        '(?:NOT|NEVER)(?: want)?(?: you)?(?: to)?',
        'did you',
        'why (?:did|was|am)',
      ],
      unless: ['(?:off|from) MY LIST'],
      unlessAfter: [
        '(?:from|off|out of)? ?(?:the|MY|your|that)? ?(?:schedule|calendar|books|appointment|appt|waitlist|wait|policy|account|lease|insurance|\\d+\\S*|monday|tuesday|wednesday|thursday|friday|saturday|sunday|will|deed|title|mortgage|loan|job|order|registry|invoice|bill|call list)',
        'and put',
        'and (?:reschedule|CALL me|move)',
        '.* next (?:week|month)',
      ],
    },
  ),
  rule(
    'unsubscribes',
    [
      'UNSUB|un subscribe',
      `opt(?:ing|ed)? (?:(?:me|us|this NUM|MY NUM|him|her) )?out(?! of (?:the |that |my |MY |a )?(?:\\S+ )?(?:${theirs}|addon|package|program|upgrade|surgery|sedation|fluoride|settlement|lawsuit|arbitration|trial|class))`,
      `(?:revoke|revoking|withdraw|withdrawing|rescind|rescinding|retract|pull|taking back|take back)(?: (?:MY|any|all|every|the|our|prior|previous))* (?:consent|permission|authorization|opt in)`,
    ],
    {
      unlessBefore: [
        '(?:(?:do|did|will|would) NOT|NEVER)',
        'NOT (?:want|mean|meant|like|trying|ask|going)(?: (?:you|me))?(?: to)?(?: be)?',
        'accidentally',
        '(?:did|am|was) i(?: get| being)?',
        '(?:he|she|they|i|we) should',
        'how do you',
      ],
      unlessAfter: [
        'by (?:accident|mistake)',
        `from (?:(?!MSG|LIST|SPAM|CONTACT|all|any|everything)\\S+ ){1,4}${theirs}`,
      ],
    },
  ),
];

/** Never agreed, sends us away, or calls it spam. */
const protesting: readonly Rule[] = [
  rule(
    'says they never agreed to this',
    [
      `(?:NEVER|(?:did|have|do) NOT)(?: \\S+)? (?:sign(?:ed)? up|signup|signed|consent|consented|agree|agreed|subscribe|subscribed|opt(?:ed)? in|authorized?|approved?|enroll(?:ed)?|register(?:ed)?|ask(?:ed)?|request(?:ed)?|requesting|give you|gave you|given you)(?: (?:for|4|to|in|you|any|of|on|with|be|get|or|your|receive|a))*(?: (?:this|these|that|it|MSG|MSGED|CONTACTED|permission|consent|SPAM|LIST|MSG LIST|SHIT)|${end})`,
      `(?:NEVER|did NOT|have NOT|do NOT)(?: (?:ever|once))? (?:give|gave|given|have|has|share|shared|grant|granted|provide|provided|get|had)(?: (?:you|yall|anyone|your company|out|any|MY|this company|to|you people|this place))* (?:permission|consent|authorization|approval|NUM)`,
      `(?:NOT|NEVER|no) (?:\\S+ )?(?:permission|consent|authorization) to (?:MSG|CONTACT|CALL|SEND|use)`,
      `without (?:MY|any|asking|prior) ?(?:permission|consent|authorization)?`,
      `(?:unsolicited|unwanted|illegal) (?:MSG|CONTACT|SPAM)`,
      `(?:NOT|NEVER) consent`,
      `who (?:gave|said|told|authorized|allowed|let)(?: \\S+)? you(?: \\S+){0,4} (?:MSG|permission|consent|CONTACT|NUM|text)`,
    ],
    {
      unlessBefore: ['you(?: guys)?', 'if(?: i| you)?', 'he', 'she', 'they'],
      unlessAfter: [
        '(?:price|charge|estimate|repair|work|amount|fee|bill|yet|surgery|procedure|job|extra|appointment|service|insurance)',
        '(?:be|to) (?:charged|billed|pay|have|do|the)',
        'change',
        'to (?!MSG|CONTACT|be|get|receive|any|your|these|this|PESTER|SEND|use)',
      ],
      unless: ['(?:that|the|this) (?:price|charge|amount|bill|invoice|quote|repair|work)', 'sure if'],
    },
  ),
  rule('wants to be left alone', [`leave (?:me|MY family|this NUM|us all) (?:(?:the )?FUCK )?alone`], {
    unlessBefore: ['(?:NOT|NEVER)', '(?:he|she|they|ex|NAME|landlord) (?:\\S+ )?(?:NOT|to)'],
  }),
  rule(
    'wants to be left alone',
    [
      `(?:leave|let|leaving) (?:me|MY \\S+|this NUM|MY family|people|everyone|us all)(?: (?:the FUCK|the|FUCK|all))? (?:alone|be|in peace|tf alone)`,
      `(?:go|going) (?:away|bother \\S+|FUCK \\S+|spam \\S+|jump|to hell|kick|pound)${untilMark}`,
      `get (?:lost|bent|stuffed|outta here|out of (?:here|MY \\S+)|a life|a job|FUCK)${end}`,
      `FUCK (?:off|you|yourself|your|u|outta|yall|out|all of you)`,
      `(?:piss|bug|buzz|back|sod|jog|bugger|f|naff|bog|eff|get|rack|clear|push|shove) off(?: (?:mate|man|now|already|you \\S+|creep|loser|thanks|pal|buddy))?${end}`,
      `f (?:you|off|yourself|u)`,
      `go (?:FUCK|f|eff|screw|kick|pound|SPAM|bother|PESTER)`,
      `go to (?:hell|SHIT)`,
      `(?:eat|suck) (?:SHIT|it|MY|a|dirt)`,
      `kiss MY`,
      `kick rocks|drop dead|take a hike|beat it|bite me|pound sand|screw (?:you|off)|get out of MY (?:NUM|MSG|inbox|life|hair|face)`,
      `shut (?:up|it|the FUCK up)(?! (?:off|down))${untilMark}`,
      `shut up|shut it${end}`,
      `rudesign`,
      `(?:mind|worry about) your own (?:business|damn)`,
      `nobody asked(?: you)?`,
      `(?:lose|losing) (?:this|the) (?:contact|thread)`,
    ],
    {
      unlessBefore: [
        '(?:NOT|NEVER)',
        '(?:he|she|they|it|to|will NOT|MY \\S+|NAME|the \\S+|makes? (?:it|them))',
        '(?:pain|smell|noise|it|swelling|rash|bump|they) (?:to|will|NOT)?',
      ],
      unlessAfter: [
        'the (?:water|gas|power|main|valve)',
        'a (?:message|voicemail|quote|MSG|note)',
        'to (?:the )?(?!hell)(?:store|lake|back)',
      ],
    },
  ),
  rule(
    'calls it spam or blocks us',
    [
      `${start}(?:(?:ok|reported|more|it is|this is|total|obvious|pure|stupid|yep|ugh|block and|you are|what a|nice try|again|blocked|scam|you) )*(?:SPAM|scam|scammers?|harassment)(?: (?:and|block|scam|SPAM|REPORT|MSG|BLOCK|artist|artists|much|alert|bot|bots|again))*${end}`,
      `(?:this|that|it|these|your MSG|which|MSG) (?:is|are|counts as|has become|borders on|feels like|constitutes|amounts to)(?: \\S+){0,2} (?:SPAM|harassment|illegal|PESTER|scam|stalking|invasion)`,
      `(?:you|yall|you people) (?:is |have been |keep |been |are )*(?:SPAM|PESTER|scammers?|scamming)(?: me)?`,
      `REPORT(?: (?:you|this|it|MY|your|the NUM|as|to the|and|NUM|them|SPAM|all))+`,
      `REPORT(?: \\S+){0,4} SPAM`,
      `(?:lawyer|attorney)(?: \\S+){0,5} MSG`,
      `${start}(?:(?:i am|you are|you have been|you is|your|have been|now|and|consider yourself|congrats|bye|ok|reported|REPORT|gets|getting) )*(?:BLOCK|REPORT)(?: (?:you|this|this NUM|your NUM|and|BLOCK|REPORT|now|SPAM|NUM|bye|it|as|thanks))*${end}`,
      `(?:will|going to|am|about to|i|to|gonna|get|have to|be|being|is) (?:be )?(?:BLOCK|REPORT|sue|suing) (?:you|this NUM|your|this|NUM)`,
      `(?:you|your NUM|this NUM|NUM) (?:is|are|has been|have been|being|will be|getting|is being|are being|are getting|gets)(?: (?:now|being|hereby|officially|getting|permanently|going to be))* (?:BLOCK|REPORT|REPORTed)`,
      `(?:ftc|fcc|tcpa|dnc|dncl|crtc)`,
      `do NOT CALL (?:LIST|registry|register|registered)`,
      `(?:legal action|lawyer|attorney|lawsuit|sue|suing|court|police|cops|complaint|authorities)(?= (?:\\S+ ){0,8}(?:MSG|STOP|PESTER|CONTACT|CONTACTED|again|SPAM|harassment))(?= .*(?:you|MSG|harassment))(?=.* if you| .*(?:one more|another|any more|keep))`,
      `(?:if (?:you|i get|i receive|i hear|this|there)|one more|another|1 more|next)(?: \\S+){0,3} (?:MSG|CONTACT|PESTER|from you|SPAM|STOP)(?: \\S+){0,6} (?:REPORT|BLOCK|sue|lawyer|attorney|police|cops|complaint|legal|court|authorities|filing|file|bbb)`,
      `(?:REPORT|BLOCK|sue|lawyer|attorney|police|complaint|legal)(?: \\S+){0,4} (?:if|next time|for (?:SPAM|PESTER|harassment))(?: \\S+){0,4}(?: (?:MSG|CONTACT|PESTER|SPAM|CALL|again|harassment|STOP))?${end}`,
    ],
    {
      unlessBefore: [
        '(?:is|was) (?:this|it|that)(?: \\S+)?',
        '(?:think|thought|thinking|assumed|figured|looked like|sure|if)(?: \\S+){0,3}',
        'NOT',
        '(?:he|she|they|landlord|ex|boss|MY \\S+|NAME|neighbor|neighbors|car|truck|drain|sink|toilet|pipe|line|tub|gutter|guys)(?: (?:is|are|has|have|was|got))?',
        '(?:went|go|goes|going|in|to|check|checked)(?: MY| to| your)*',
      ],
      unlessAfter: [
        'folder',
        'filter',
        'a (?!text|MSG)',
        'up',
        'the (?!NUM)',
        'off',
        'MY (?!NUM)',
        'gas',
        'leak',
        'him',
        'her',
        'them',
        'thumb',
      ],
      unless: [
        'MY (?:ex|landlord|boss|neighbor|employer|coworker|husband|wife|tenant) (?:is |has |keeps |was |will |BLOCK |will NOT |does NOT )',
      ],
    },
  ),
  rule(
    'is not interested',
    [
      `(?:NOT|no longer|NEVER|zero|hardly|NOT at all) (?:\\S+ )?interested(?: (?:in (?:whatever|your|this|that|anything|any|these|what|being|receiving|getting|hearing|it|you|them|the offer|selling|doing|buying|talking|MSG|services?|business)|at all|thanks|thank you|anymore|again|and|so|please|but thanks|sorry|STOP|REMOVE|lose|take|leave|NAME|man|bye|go|at this time|right now|now|ty|thx|${start}|do|for)|${end})`,
      `(?:no|zero) interest(?: \\S+)?(?: in (?:whatever|your|this|that|anything|any|these|what|it|you)|${end})`,
      `(?:have|has|got) (?:no|zero|NOT any) interest`,
    ],
    {
      unless: [
        '(?:found|hired|went with|got|using|chose|have) (?:someone|another|a different|other)',
        'but (?:i|we|in|would|can|could|do|interested|rather|need|want|maybe)',
        'interested in .* (?:just|instead|only|rather)',
      ],
    },
  ),
];

/**
 * Dislike of being written to, however it is put: a word of weariness or refusal within a few words of our texts.
 */
const disliking: readonly Rule[] = [
  rule(
    'does not want our texts',
    [
      `(?:tired|sick|fed up|annoyed|irritated|exhausted|hate|hating|dislike|despise|weary|bothered|disgusted|over|object|refuse|reject|decline|opposed|nobody|anyone|no one|nobody here|no reason|no need|overwhelmed|flooded|inundated|bombarded|tired of|had it|offended|harassed|disturbed|enough|lay off|laying off|get off|get out of|stay away|stay off|stay out of)(?: (?!is|are|was|tell|told|NOT|if|when|but)\\S+){0,4} (?:MSG|PESTER|SPAM|CONTACTED|MSGED|MY NUM|MY inbox|these|your company)`,
      `MSG(?: \\S+){0,2} (?:is|are|was) (?:NOT|never|un)(?: \\S+)? (?:ok|okay|allowed|permitted|acceptable|authorized|welcome|wanted|necessary|needed|appreciated|appropriate|cool|alright|something)`,
      `(?:should|shall|must|may|can|are|is|am|do) NOT (?:be |to be |have to |supposed to |need to )?(?:getting|get|receiving|receive|MSG|CONTACTING|sending|SEND|be getting|on your)(?: (?:any|these|this|your|me|MY|more|the|be|LIST|here))* (?:MSG|LIST|NUM|SPAM|me)`,
      `NOT to (?:MSG|CONTACT|PESTER|SEND|CALL)(?: ${me}| again|${end})`,
      `no (?!MSG|CALL|other|one|new)\\S+ MSG(?: (?:at all|ever|anymore|again|here|to this NUM|thanks))*${end}`,
      `no more (?:of )?(?:these|this|them|that|your)(?: \\S+)?${end}`,
      `(?:bother|PESTER|MSG|SPAM|harass|SEND these to|CALL) (?:someone|somebody|anyone) else${untilMark}`,
      `(?:going|headed|straight) to (?:MY )?(?:lawyer|attorney|police)|(?:sue|suing|charges|lawyer|attorney|police)(?: \\S+){0,2} if you`,
      `(?:add|adding|put|putting|on|going on|to)(?: you| your NUM| this NUM)?(?: \\S+){0,2} BLOCK(?: LIST)?`,
      `do NOT you(?: ever)? dare`,
      `(?:up yours|shoo|scram|PESTER off|you suck|begone|be gone|hard pass|talk to the hand|get real|not welcome here)${end}`,
      `(?:already|previously|just|have|was)(?: \\S+){0,2} (?:opted out|UNSUB|STOPPED|REMOVED|said no|asked you|told you)(?=.* (?:MSG|still|again|why|LIST|no))`,
      `(?:STOP|REMOVE) ${end}`,
      `(?:NOT|NEVER)(?: \\S+){0,2} your (?:customer|client|patient)(?= .*(?:STOP|MSG))`,
    ],
    {
      unlessBefore: [
        '(?:NOT|NEVER)(?: \\S+)?',
        '(?:can|could|did|does|will|hope|if|ex|landlord|he|she|they|why did|why does|why is)(?: \\S+)?',
        'NAME',
      ],
      unlessAfter: [other, 'yet', 'back', 'from (?:him|her|MY|them|the|debt|other)', 'and drive'],
      unless: [
        '(?:NEVER|NOT|nobody|no one|anyone) (?:\\S+ )?(?:got|get|MSGED|answered|CALLED|sent|received|SEND me|CALL me)',
        'MY (?:ex|landlord|boss|neighbor|employer)',
      ],
    },
  ),
  rule(
    'asks to be taken off the list',
    [
      `(?:REMOVE|take|get|off|out of)(?: (?!\\S*day|tomorrow|today|wait|waiting|guest|price|punch|wish|cancellation|parts|check)\\S+){0,3} LIST${untilMark}`,
    ],
    {
      unlessBefore: ['(?:NOT|NEVER)(?: \\S+)?', 'can i', 'did i', 'i'],
      unless: [
        '(?:wait|waiting|guest|price|punch|wish|cancellation|parts|tomorrow|today|monday|tuesday|wednesday|thursday|friday) LIST',
      ],
    },
  ),
];

/** Asks for silence by leaving, protesting or disliking. */
export const leavingEnglish: readonly Rule[] = [...leaving, ...protesting, ...disliking];
