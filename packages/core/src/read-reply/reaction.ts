/** A tap on a text, which phones that cannot show it send as words. */
export type Reaction = {
  /** They like what we wrote, or at least do not question it. */
  readonly isKind: boolean;
  /** The words that the phone wrote, without ours. */
  readonly words: string;
};

/** What an iPhone writes for each tap, in the languages that are read, and what it writes when one is taken back. */
const verbs = {
  kind: [
    'liked|loved|laughed at|emphasi[sz]ed',
    'le gust[óo]|me gusta|le encant[óo]|me encanta|le dio risa|se ri[óo] de|enfatiz[óo]|ha(?: |\u00a0)destacado|destac[óo]',
    'a aim[ée]|j.aime|a ador[ée]|a ri [àa]|a ri de|a mis en [ée]vidence|a soulign[ée]',
  ],
  unkind: [
    'disliked|questioned|removed an? [^"“«\n]{1,30} from',
    'no le gust[óo]|no me gusta|cuestion[óo]|quit[óo] [^"“«\n]{1,30} de',
    'n.a pas aim[ée]|je n.aime pas|a questionn[ée]|s.est interrog[ée](?: |\u00a0)sur|a retir[ée] [^"“«\n]{1,30} (?:de|du)',
  ],
} as const;

/** Of a picture there are no words to be quoted. */
const things =
  '(?:an?|the|your) (?:image|photo|picture|video|movie|attachment|message|audio message|link|gif|sticker|contact|location)|(?:un|una|tu|su) (?:imagen|foto|v[íi]deo|mensaje|archivo adjunto|enlace)|(?:une?|ton|votre) (?:image|photo|vid[ée]o|message|pi[èe]ce jointe|lien)';

/** It opens with our words and ends with them, or with the dots of a quote that was cut: nothing of their own follows. */
const quoted = '[:\\s]*["“«„][^]*?(?:["”»]|…|\\.\\.\\.)\\.?';
const aboutOurs = `(?:\\s*(?:${quoted})|\\s+(?:${things})\\.?)`;
/** An Android phone: 👍 to “…”; one emoji, whatever skin and sex it has, between spaces that show nothing. */
const emoji = '(?:\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|[\\u200a-\\u200d\\ufe0f]){1,12}';
const ownersWords = '(?:reacted (?:with )?|reaccion[óo] con |ha reaccionado con |a r[ée]agi (?:avec|par) )?';

const forms = (['kind', 'unkind'] as const).map((mood) => ({
  isKind: mood === 'kind',
  pattern: new RegExp(`^(${verbs[mood].join('|')})${aboutOurs}$`, 'iu'),
}));
const android = new RegExp(`^((?:${ownersWords})\\s*${emoji})\\s*(?:to|a|à)(?:${aboutOurs})$`, 'iu');
const unkindEmoji = /[👎😡😠❓]/u;
/** More than any text that is quoted whole. */
const longest = 2_000;

/** Whether a text is nothing but a tap on one of ours; null where a person wrote something themselves. */
export function readReaction(text: string): Reaction | null {
  if (text.length > longest) return null;
  const bare = text
    .replace(/[\u200a\u200b\u200e\u200f\u2060\ufeff]/gu, '')
    .replaceAll('’', "'")
    .trim();
  for (const { isKind, pattern } of forms) {
    const [, words] = pattern.exec(bare) ?? [];
    if (words !== undefined) return { isKind, words };
  }
  const [, words] = android.exec(bare) ?? [];
  return words === undefined ? null : { isKind: !unkindEmoji.test(words), words: words.trim() };
}
