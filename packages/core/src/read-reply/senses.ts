/**
 * Words that say one thing of us and another of a thing of theirs: "quit texting" and "the furnace quit", "no more
 * texts" and "no more heat". They are told apart here, once, so that neither the rules nor the model take a broken
 * machine for somebody who wants silence.
 */
type Sense = {
  /** A word that must stand in the sentence. */
  readonly word: string;
  /** Over the words of a `Sentence`; ends on the word whose sense it is. */
  readonly pattern: RegExp;
  /** What the word means there. */
  readonly means: string;
};

const machine =
  '(?:furnace|ac|a c|heat|heating|heater|boiler|radiators?|hvac|air|cooling|conditioner|conditioning|fan|blower|thermostat|compressor|condenser|(?:mini )?split|unit|system|pump|well|sprinklers?|irrigation|washer|dryer|dishwasher|fridge|refrigerator|freezer|oven|stove|range|microwave|disposal|maker|cooler|machine|toilet|shower|faucet|car|truck|van|suv|jeep|engine|motor|transmission|alternator|battery|brakes|wipers|starter|mower|tractor|generator|elevator|lift|opener|garage|gate|door|lock|power|electricity|water|lights?|outlets?|breaker|panel|alarm|cameras?|wifi|internet|router|tv|computer|laptop|printer|register|hearing aids?|implant|jets|tub|spa|everything)';
/** What may stand before the subject of a clause and leaves it the subject. */
const opening =
  '(?:(?:and|so|but|then|now|um|uh|well|oh|hi|hello|yes|no|ok|help|sorry|when|because|since|that|today|again|i|we|think|believe|guess|looks|sounds|like|seems) )*';
const adverbs =
  '(?:(?:is|has|have|keep|keeps|kept|suddenly|completely|totally|just|all|also|finally|again) )*';
/** Whoever speaks of our texts after it means us. */
const ourTexts =
  '(?:MSG|PESTER|CONTACT|SEND|SPAM|REPLY|STOP|trying|these|this|it|asking|writing|talking|bothering|already|your|you)';

const owned = `(?:MY|the|a|an|this|that) (?:(?!(?:and|or|STOP|NOT|MSG|SEND|CALL|SPAM|fixed|repaired|bought|got|have|is|was|has) )\\S+ ){0,3}?`;
const lacked =
  '(?:(?:hot|cold|running|warm|drinking) )?(?:water|heat|heating|power|electricity|gas|propane|oil|fuel|ac|a c|air|cooling|lights?|internet|wifi|pressure|room|space|storage|parking|time|ink|paper)';

const senses: readonly Sense[] = [
  {
    word: 'STOP',
    pattern: new RegExp(
      `(?<=[|,] )${opening}(?:${owned}${machine}|(?:(?:water|sump|well|heat|pool|hot|garage|door|ice|hearing|tankless) ){0,2}${machine}(?= ${adverbs}STOP (?!CALL))|it) ${adverbs}STOP(?= )(?! ${ourTexts} )`,
      'g',
    ),
    means: 'quit',
  },
  { word: 'more', pattern: new RegExp(`(?<= )no more(?= ${lacked} )`, 'g'), means: 'any' },
  {
    word: 'SPAM',
    pattern:
      /(?<= )SPAM(?= (?:removal|REMOVE|cars?|trucks?|vehicles?|haul\S*|pick\S*|furniture|yard|metal|from|in) )|(?<= (?:do|offer|install|need|with|for|get|set up|want) (?:\S+ )?)SPAM(?= (?:CALL )?(?:BLOCK|blockers?|filter\S*) )/g,
    means: 'junk',
  },
  {
    word: 'WRONG',
    pattern: /(?<= NOT (?:(?:a|the|that|you|have) ){0,3})WRONG(?= NUM )/g,
    means: 'amiss',
  },
  { word: 'mauvais', pattern: /(?<= PAS (?:un|le|au|du) )mauvais(?= NUM )/g, means: 'amiss' },
];

/** Puts into `parts`, the words of a `Sentence`, what the ambiguous ones among them mean there. */
export function tellSenses(parts: string[]): void {
  for (const { word, pattern, means } of senses) {
    if (!parts.includes(word)) continue;
    const words = ` ${parts.join(' ')} `;
    for (const match of words.matchAll(pattern)) {
      parts[wordsUntil(words, match.index + match[0].length) - 1] = means;
    }
  }
}

/** How many words stand before a place where one ends. */
function wordsUntil(words: string, until: number): number {
  let count = 1;
  for (let at = words.indexOf(' ', 1); at >= 0 && at < until; at = words.indexOf(' ', at + 1)) count += 1;
  return count;
}
