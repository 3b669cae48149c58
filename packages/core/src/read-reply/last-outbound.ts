import { readSentence } from './sentence.ts';

/** What our last text put to them, as far as a "yes", a "no" or a digit answers it. */
export type Question = {
  /** A yes means silence ("Shall we stop texting?"), a no means silence ("May we text you?"), or a no means a stranger. */
  readonly asks: 'may we stop' | 'may we text' | 'is it you' | 'start' | 'other';
  /** Single answers that our text itself declared to mean "stop": 9 in "Reply 9 to stop". */
  readonly stopAnswers: readonly string[];
};

/** "Reply STOP to opt out" stands under nearly every text and asks nothing. */
const footer =
  /(?:reply|text|txt|send|responda|envie|envíe|r[eé]pondez|textez|envoyez)\s+["“'«]?\s*(?:stop|alto|arr[êe]t|parar|help|ayuda|aide)\b[^.?!]*[.!]?/giu;
const declared =
  /(?:reply|text|txt|send|press|responda|envie|envíe|marque|r[eé]pondez|textez|,|;|\bor|\bo|\bou)\s+["“'«]?([\p{L}\d]{1,9})["”'»]?\s+(?:to|for|if you(?:'d| would) like|para|pour)\s+(?:\p{L}+\s+){0,2}?(?:stop|opt[- ]?out|end|unsubscribe|quit|no more|cancel texts|be removed|dejar de|no recibir|cancelar mensajes|parar|arr[êe]ter|ne plus)/giu;
const start = /\bSTART\b|\bINICIAR\b/u;
const stopQuestion =
  / (?:(?:us|we|me|nous|shall|should|may|can|to|you|ready|i) (?:to )?(?:STOP|quit|no longer|end)(?! (?:by|in|over|at|out|off|the|and|for) )|STOP (?:MSG|SEND|CONTACT|CALL|PESTER)|opt out|UNSUB|REMOVE me|(?:take|REMOVE|get) you|no (?:more|further) MSG|no longer (?:want|wish|receive|like)|leave you (?:alone|be)|ESSTOP de|dejemos de|deje de|dejar de|darse? de baja|no (?:recibir|le WRITE|MAS)|quitemos|arretions|FRSTOP de|arreter|cessions|FRUNSUB|vous FRREMOVE|PLUS (?:recevoir|vous)|PLUS de MSG)(?= )/u;
const keepQuestion =
  / (?:(?:keep|continue|still|like|want|prefer|love|wish|happy|ok|okay|alright|fine|mind|may|can|could|should|good|allowed|agree|consent|permission|subscribe|yes) (?:\S+ ){0,6}?(?:MSG|MSGED|updates|UPDATES|hear from me|hearing from me|stay (?:on|in|subscribed)|CONTACT you|from me|hear(?:ing)? from)|stay (?:subscribed|on (?:MY|the) LIST|opted in)|(?:seguir|continuar|sigamos|podemos|puedo|quiere|desea|gustaria|bien si|prefiere)(?: \S+){0,4} (?:WRITE|MSG|MSG|recib\S+)|(?:continuer|rester|pouvons|peut|puis|voulez|aimeriez|souhaitez|accord|correct)(?: \S+){0,6} (?:WRITE|MSG|MSG|recevoir))(?= )/u;
const identityQuestion =
  / (?:is (?:this|it)(?: still)? (?:NAME|the (?:right|correct|best) NUM|a good NUM|mr|mrs|ms|dr|you|NUM)|(?:is this|are you|am i (?:speaking|MSG|talking|CONTACT)|speaking) (?:\S+ ){0,2}(?:NAME|the (?:homeowner|owner))|(?:the )?(?:right|correct) (?:NUM|person)|(?:did|have) (?:you|someone (?:at|from) this NUM)(?: \S+){0,2} (?:CALL|CALLED|try to CALL|mean to CALL|reach out|CONTACT)|was (?:it|that) you|(?:es|hablo con|habla|usted es|es este|eres)(?: \S+){0,3} (?:NAME|el NUM)|(?:usted |nos )(?:\S+ )?PHONE|(?:est ce|etes vous|parle a|parlez|c est)(?: \S+){0,3} (?:NAME|le bon NUM)|(?:avez vous|vous nous avez|vous avez) PHONE)(?= )/u;

/** The question that a text of ours ends on; the last one counts where there are several. */
export function questionOf(lastOutbound: string): Question {
  const stopAnswers = [...lastOutbound.matchAll(declared)].map(([, answer]) => (answer ?? '').toLowerCase());
  if (start.test(lastOutbound)) return { asks: 'start', stopAnswers };
  const { words } = readSentence(lastOutbound.replace(footer, '.').replace(/-/g, ' '));
  if (stopQuestion.test(words)) return { asks: 'may we stop', stopAnswers };
  if (keepQuestion.test(words)) return { asks: 'may we text', stopAnswers };
  return { asks: identityQuestion.test(words) ? 'is it you' : 'other', stopAnswers };
}

const tail =
  '(?: (?:thanks|thank|you|sir|thank you|i do|i would|we do|do|i am|it is|that is|gracias|merci|ok|thumb|man|all|of|them|it|now|this|that|i|am|is|would|like|want|it|NOT|did|do|have|was|sorry|he|she|me|at all|absolutely|definitely|NAME|vous|plait|senor|quiero|QUIERO|si|no|lo|soy|SOY|esta|bien|de|eso|je|suis|c|est|va|faire|faites|le|your|please|go|ahead|that|good|great|fine|rather|not|interested))*';
const yes = new RegExp(
  `^ [|] (?:(?:[|,] )?(?:ok|okay|oh|um|well|uh) )?(?:[|,] )?(?:yes|si|oui|ouais|claro|ok|okay|correct|right|please do|do|do that|do it|do so|go ahead|that would be (?:great|nice|good)|i do|i would|of course|for sure|that is right|thumb|1000 times|hell yes|you can|you should|adelante|asi es|exacto|exactement|absolument|bien sur|dale|si claro|vas y|allez y)(?: [|,])?${tail.replace('NOT|', '').replace('|no|', '|').replace('|not|', '|')}(?: [|,]${tail.replace('NOT|', '').replace('|no|', '|').replace('|not|', '|')})* $`,
  'u',
);
const no = new RegExp(
  `^ [|] (?:(?:oh|um|well|uh|sorry) )?(?:[|,] )?(?:no|nope|non|n|NOT (?:really|at all|ok|okay|anymore|again|interested)|NEVER|absolutely NOT|definitely NOT|rather NOT|i would (?:rather )?(?:prefer )?NOT|would rather NOT|would prefer NOT|i do NOT|i did NOT|it is NOT|no way|do NOT|negative|mejor no|para nada|jamas|MAS|non merci|pas du tout|PAS du tout|PAS vraiment|vraiment PAS|do NOT think so|i am NOT|that is NOT me|is NOT)(?: [|,])?${tail}(?: [|,]${tail})* $`,
  'u',
);

/** Whether a reply, in words of a `Sentence`, is a plain yes or a plain no. */
export function plainAnswer(words: string): 'yes' | 'no' | null {
  if (no.test(words)) return 'no';
  return yes.test(words) ? 'yes' : null;
}
