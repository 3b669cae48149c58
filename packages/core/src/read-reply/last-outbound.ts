import { createMemo } from '../memo.ts';
import { readSentence } from './sentence.ts';

/** What our last text put to them, as far as a "yes", a "no" or a digit answers it. */
export type Question = {
  /** A yes means silence ("Shall we stop texting?"), a no means silence ("May we text you?"), or a no means a stranger. */
  readonly asks: 'may we stop' | 'may we text' | 'is it you' | 'start' | 'other';
  /** Single answers that our text itself declared to mean "stop": 9 in "Reply 9 to stop". */
  readonly stopAnswers: readonly string[];
  /** A question mark stands in it. */
  readonly hasMark: boolean;
};

/** "Reply STOP to opt out" stands under nearly every text and asks nothing. */
export const footer =
  /(?:reply|text|txt|send|responda|envie|envíe|r[eé]pondez|textez|envoyez)\s+["“'«]?\s*(?:stop|alto|arr[êe]t|parar|help|ayuda|aide)\b[^.?!]*[.!]?|[,;]?\s*\b(?:or|o|ou)\s+[“"'«]?(?:stop|alto|arr[êe]t)\b[^.?!]*[.!]?/giu;
const declared =
  /(?:reply|text|txt|send|press|responda|envie|envíe|marque|r[eé]pondez|textez|,|;|\bor|\bo|\bou)\s+["“'«]?([\p{L}\d]{1,9})["”'»]?\s+(?:to|for|if you(?:'d| would) like|para|pour)\s+(?:\p{L}+\s+){0,2}?(?:stop|opt[- ]?out|end|unsubscribe|quit|no more|cancel texts|be removed|dejar de|no recibir|cancelar mensajes|parar|arr[êe]ter|ne plus)/giu;
/** "2 = stop", "DONE if you no longer want texts". */
const declaredInShort =
  /(?:^|[\s(])([\p{L}\d]{1,9})(?:\s*[=:)–-]\s*|\s+if you\s+)(?:please )?(?:stop|opt[- ]?out|unsubscribe|no more|no longer|(?:don['’]t|do not) want|end texts|quit)/giu;
const start = /\bSTART\b|\bINICIAR\b/u;
const stopQuestion =
  / (?:(?:us|we|me|nous|shall|should|may|can|to|you|ready|i) (?:to )?(?:STOP|quit|no longer|end)(?! (?:by|in|over|at|out|off|the|and|for) )|STOP (?:MSG|SEND|CONTACT|CALL|PESTER)|opt out|opted out|UNSUB|REMOVED|taken off|off (?:of )?(?:MY|the|this) LIST|NOT (?:MSG|CONTACT|REPLY)|never (?:MSG|CONTACT)|REMOVE me|(?:take|REMOVE|get) you|no (?:more|further) MSG|no longer (?:want|wish|receive|like)|leave you (?:alone|be)|ESSTOP de|dejemos de|deje de|dejar de|darse? de baja|no (?:recibir|le WRITE|MAS)|quitemos|arretions|FRSTOP de|arreter|cessions|FRUNSUB|vous FRREMOVE|PLUS (?:recevoir|vous)|PLUS de MSG|(?:on|nous|vous) FRSTOP|FRSTOP (?:les|de|vos|ces|nos)|(?:REMOVE|take) (?:this|your|the) NUM|(?:off|from|out of) MY (?:MSG|LIST)|dejemos|paremos|ya no (?:desea|quiere|le))(?= )/u;
const keepQuestion =
  / (?:(?:keep|continue|still|like|want|prefer|love|wish|happy|ok|okay|alright|fine|mind|may|(?:can|could|should)(?! you (?:SEND|MSG|REPLY|CONTACT))|good|allowed|agree|consent|permission|subscribe) (?:[^|\s]+ ){0,6}?(?:MSG|MSGED|updates|UPDATES|hear from me|hearing from me|stay (?:on|in|subscribed)|CONTACT|SEND|LIST|REPLY|check (?:in|back)|follow up|in touch|subscribed|posted|these|from me|hear(?:ing)? from)|stay (?:subscribed|on (?:MY|the) LIST|opted in)|(?:seguir|continuar|sigamos|podemos|puedo|quiere|desea|gustaria|bien si|prefiere)(?: [^|\s]+){0,4} (?:WRITE|MSG|MSG|recib\S+)|(?:continuer|rester|pouvons|peut|puis|voulez|aimeriez|souhaitez|accord|correct)(?: [^|\s]+){0,6} (?:WRITE|MSG|MSG|recevoir))(?= )/u;
const identityQuestion =
  / (?:is (?:this|it)(?: still)? (?:NAME|the (?:right|correct|best) NUM|a good NUM|mr|mrs|ms|dr|you|NUM)|(?:is this|are you|am i (?:speaking|MSG|talking|CONTACT)|speaking) (?:\S+ ){0,2}(?:NAME|the (?:homeowner|owner))|(?:the )?(?:right|correct) (?:NUM|person)|(?:did|have) (?:you|someone (?:at|from) this NUM)(?: \S+){0,2} (?:CALL|CALLED|try to CALL|mean to CALL|reach out|CONTACT)|was (?:it|that) you|(?:es|hablo con|habla|usted es|es este|eres)(?: \S+){0,3} (?:NAME|el NUM)|(?:usted |nos )(?:\S+ )?PHONE|(?:est ce|etes vous|parle a|parlez|c est)(?: \S+){0,3} (?:NAME|le bon NUM)|(?:avez vous|vous nous avez|vous avez) PHONE)(?= )/u;

/** The question that a text of ours ends on; the last one counts where there are several. */
export const questionOf = createMemo(100, readQuestion);

/** Whether an answer to this text can be about texts themselves; every footer says that "stop" means stop. */
export function asksOfTexts(lastOutbound: string): boolean {
  const { asks, stopAnswers } = questionOf(lastOutbound);
  return asks !== 'other' || stopAnswers.some((answer) => answer !== 'stop');
}

function readQuestion(lastOutbound: string): Question {
  const stopAnswers = [...lastOutbound.matchAll(declared), ...lastOutbound.matchAll(declaredInShort)].map(
    ([, answer]) => (answer ?? '').toLowerCase(),
  );
  const hasMark = lastOutbound.includes('?');
  if (start.test(lastOutbound)) return { asks: 'start', stopAnswers, hasMark };
  const { words } = readSentence(lastOutbound.replace(footer, '.').replace(/-/g, ' '));
  if (stopQuestion.test(words)) return { asks: 'may we stop', stopAnswers, hasMark };
  if (keepQuestion.test(words)) return { asks: 'may we text', stopAnswers, hasMark };
  return { asks: identityQuestion.test(words) ? 'is it you' : 'other', stopAnswers, hasMark };
}

const opening =
  '(?:(?:oh|um|uh|heavens|goodness|gosh|god|lord|lol|aw|ha|well|hi|hello|sorry|ok|okay|honestly|actually|i think|thanks|thank you) )?(?:[|,] )?';
const yes = new RegExp(
  `^ [|] ${opening}(?:yes|si|oui|ouais|claro|ok|okay|correct|right|do(?: (?:that|it|so))?(?= [|,])|go ahead|that would be (?:great|nice|good|best)|i (?:do|would|want)|of course|for sure|that is (?:right|correct)|thumb|you (?:can|should|may)|adelante|asi es|exacto|exactement|absolument|bien sur|dale|vas y|allez y|mhm|mm|uh huh|fine|great|good|100|1000|obviously|immediately|now|would be|i wish|i would love)(?= )`,
  'u',
);
const no = new RegExp(
  `^ [|] ${opening}(?:no|nope|non|n|NOT|NEVER|absolutely NOT|definitely NOT|rather NOT|i (?:would|do|did|am|have) (?:rather |prefer )?NOT|i would rather|i would prefer|would rather NOT|prefer NOT|it is NOT|that (?:is|was) NOT|is NOT|do NOT|negative|mejor no|para nada|jamas|MAS|PAS|FRNE|vraiment PAS|hell no|nobody|wrong|WRONG)(?= )`,
  'u',
);
/** "No problem", "no, keep them coming", "no this is her husband": the word is no, the answer is not. */
const takenBack =
  / (?:keep|but|problem|problems|worries|prob|fine|like them|husband|wife|mom|son|daughter|assistant|roommate|need|want you|continue|love|do NOT STOP|MSG is|MSG (?:is )?ok|speaking for|anytime|pero|mais) /;

/** Whether a reply, in words of a `Sentence`, says yes or no to what we asked. */
export function answerIn(words: string): {
  readonly answer: 'yes' | 'no' | null;
  readonly isTakenBack: boolean;
} {
  const answer = no.test(words) ? 'no' : yes.test(words) ? 'yes' : null;
  return { answer, isTakenBack: takenBack.test(words) };
}
